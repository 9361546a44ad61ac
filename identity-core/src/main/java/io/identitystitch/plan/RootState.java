package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a person.
 *
 * <p>Immutable and thread-safe.
 *
 * @param createdAt when the root was created; null before its store has stamped it
 * @param known whether some owner of the component has a persistent identifier
 * @param version counts the changes that a decision on this person may have to notice
 * @param counts how many identifiers of a type the person has, for the types that were asked for, up to the bound asked
 *     for; types without any are left out
 * @param guarded whether some owner of the component is named in a never-link pair
 * @param locked whether a steward has locked the person
 */
public record RootState(
        @Nullable Instant createdAt,
        boolean known,
        long version,
        Map<IdentifierType, Integer> counts,
        boolean guarded,
        boolean locked) {
    /**
     * Copies the map.
     *
     * @param createdAt when the root was created; null before its store has stamped it
     * @param known whether some owner of the component has a persistent identifier
     * @param version counts the changes that a decision on this person may have to notice
     * @param counts how many identifiers of a type the person has, for the types that were asked for, up to the bound asked
     *     for; types without any are left out
     * @param guarded whether some owner of the component is named in a never-link pair
     * @param locked whether a steward has locked the person
     */
    public RootState {
        counts = Map.copyOf(counts);
    }

    /**
     * A person that nobody has locked.
     *
     * @param createdAt when the root was created; null before its store has stamped it
     * @param known whether some owner of the component has a persistent identifier
     * @param version counts the changes that a decision on this person may have to notice
     * @param counts how many identifiers of a type the person has
     * @param guarded whether some owner of the component is named in a never-link pair
     */
    public RootState(
            @Nullable Instant createdAt,
            boolean known,
            long version,
            Map<IdentifierType, Integer> counts,
            boolean guarded) {
        this(createdAt, known, version, counts, guarded, false);
    }

    /**
     * How many identifiers of a type the person has.
     *
     * @param type a type that was asked for
     * @return the number, up to the bound asked for
     */
    public int count(IdentifierType type) {
        return counts.getOrDefault(type, 0);
    }
}
