package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Facts that go along when identifiers become a person of their own: touches, traits and signals that came with these identifiers
 * and no other, and device evidence that was seen with one of them. What came with no identifier at all stays. Where the new owner
 * has the same fact already, the old one keeps its copy.
 *
 * <p>Immutable and thread-safe.
 *
 * @param from the owners that the identifiers leave
 * @param to the owner that they get
 * @param keys the identifiers
 */
public record FactMove(SortedSet<ProfileId> from, ProfileId to, SortedSet<IdentifierKey> keys) {
    /**
     * Copies the sets.
     *
     * @param from the owners that the identifiers leave
     * @param to the owner that they get
     * @param keys the identifiers
     */
    public FactMove {
        from = Collections.unmodifiableSortedSet(new TreeSet<>(from));
        keys = Collections.unmodifiableSortedSet(new TreeSet<>(keys));
    }

    /**
     * Whether a fact goes along.
     *
     * @param cameWith the identifiers that it came with
     * @return whether these are some of the ones that go, and no other
     */
    public boolean takes(Set<IdentifierKey> cameWith) {
        return !cameWith.isEmpty() && keys.containsAll(cameWith);
    }
}
