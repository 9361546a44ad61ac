package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A merge that is taken back: some owners leave their person and are one of their own.
 *
 * <p>The version of the root does not tell everything that could have happened meanwhile, for an anonymous profile may be
 * absorbed, and a known person may get a further persistent identifier, without a change of it; both hold the root's lock
 * though, shared. So under the exclusive lock two more things are checked. The number of owners: with the version unchanged
 * owners were only added, so the same number is the same owners, and the same owners are the same merges. And for a side that
 * shall be anonymous, that none of its owners has a persistent identifier.
 *
 * <p>Immutable and thread-safe.
 *
 * @param merge the merge, which must not be undone yet
 * @param root the root of the person, which stays that of the other side
 * @param owners how many owners the person must have
 * @param newRoot the root of those that leave
 * @param leaving the owners that leave, the new root included
 * @param known whether those that leave are known
 * @param anonymous owners that must not have an identifier of a persistent type
 * @param persistent the persistent types
 */
public record Undoing(
        MergeId merge,
        ProfileId root,
        int owners,
        ProfileId newRoot,
        SortedSet<ProfileId> leaving,
        boolean known,
        SortedSet<ProfileId> anonymous,
        Set<IdentifierType> persistent) {
    /**
     * Copies the collections.
     *
     * @param merge the merge, which must not be undone yet
     * @param root the root of the person, which stays that of the other side
     * @param owners how many owners the person must have
     * @param newRoot the root of those that leave
     * @param leaving the owners that leave, the new root included
     * @param known whether those that leave are known
     * @param anonymous owners that must not have an identifier of a persistent type
     * @param persistent the persistent types
     */
    public Undoing {
        leaving = copy(leaving);
        anonymous = copy(anonymous);
        persistent = Set.copyOf(persistent);
    }

    private static SortedSet<ProfileId> copy(Collection<ProfileId> ids) {
        return Collections.unmodifiableSortedSet(new TreeSet<>(ids));
    }
}
