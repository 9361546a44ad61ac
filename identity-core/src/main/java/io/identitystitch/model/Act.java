package io.identitystitch.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One act of a steward as it is kept: acts are never changed, and removed only with a person who is erased.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id its id
 * @param kind what was done
 * @param by the steward's name
 * @param at when, by the store's clock, microseconds
 * @param reason the steward's words
 * @param a one of the two profiles concerned, as owner
 * @param b the other one, as owner; the same one where the act is about one
 * @param merge the merge that was made or undone, empty for none
 * @param conflict the conflict that was decided, empty for none
 * @param keys the identifiers that it was about, none for whole profiles
 */
public record Act(
        ActId id,
        ActKind kind,
        String by,
        Instant at,
        String reason,
        ProfileId a,
        ProfileId b,
        Optional<MergeId> merge,
        Optional<ConflictId> conflict,
        List<IdentifierKey> keys) {
    /**
     * Copies the list.
     *
     * @param id its id
     * @param kind what was done
     * @param by the steward's name
     * @param at when, by the store's clock, microseconds
     * @param reason the steward's words
     * @param a one of the two profiles concerned, as owner
     * @param b the other one, as owner; the same one where the act is about one
     * @param merge the merge that was made or undone, empty for none
     * @param conflict the conflict that was decided, empty for none
     * @param keys the identifiers that it was about, none for whole profiles
     */
    public Act {
        keys = List.copyOf(keys);
    }

    /** Nothing that a human wrote. */
    @Override
    public String toString() {
        return "Act[" + id + ", " + kind + ", at=" + at + ", a=" + a + ", b=" + b + "]";
    }
}
