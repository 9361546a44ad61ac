package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a steward asks about.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param profiles the profiles whose persons are needed
 * @param merge a merge whose person is needed, empty for none
 * @param conflict a conflict whose persons are needed, empty for none
 * @param whole whether owners and merges of the persons are needed; if not, only the state of the root
 * @param counted the types whose identifiers are counted for every root, each with the bound at which counting may stop
 * @param persistent the types that make a profile known
 */
public record StewardQuery(
        TenantId tenant,
        SortedSet<ProfileId> profiles,
        Optional<MergeId> merge,
        Optional<ConflictId> conflict,
        boolean whole,
        Map<IdentifierType, Integer> counted,
        Set<IdentifierType> persistent) {
    /**
     * Copies the collections.
     *
     * @param tenant the tenant
     * @param profiles the profiles whose persons are needed
     * @param merge a merge whose person is needed, empty for none
     * @param conflict a conflict whose persons are needed, empty for none
     * @param whole whether owners and merges of the persons are needed; if not, only the state of the root
     * @param counted the types whose identifiers are counted for every root, each with the bound at which counting may stop
     * @param persistent the types that make a profile known
     */
    public StewardQuery {
        profiles = Collections.unmodifiableSortedSet(new TreeSet<>(profiles));
        counted = Map.copyOf(counted);
        persistent = Set.copyOf(persistent);
    }
}
