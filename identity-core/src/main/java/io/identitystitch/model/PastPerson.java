package io.identitystitch.model;

import java.time.Instant;
import java.util.List;

/**
 * A person as it was at a moment of the store's clock: which profiles were one, by which merges, and what identifiers they had.
 * Merges that were undone and identifiers that moved since are counted as they were then.
 *
 * <p>The text form shows no value. Immutable and thread-safe.
 *
 * @param at the moment
 * @param askedId the profile that was asked for
 * @param owners its profile and all that were one with it, in order of their ids
 * @param merges the merges that joined them, the oldest first
 * @param identifiers what they had, in the order in which they got it
 * @param complete whether this is all: at most 1,000 profiles and 1,000 identifiers are given
 */
public record PastPerson(
        Instant at,
        ProfileId askedId,
        List<ProfileId> owners,
        List<MergeRecord> merges,
        List<PastIdentifier> identifiers,
        boolean complete) {
    /** How many profiles, and how many identifiers, are given at most. */
    public static final int MOST = 1_000;

    /**
     * Copies the lists.
     *
     * @param at the moment
     * @param askedId the profile that was asked for
     * @param owners its profile and all that were one with it, in order of their ids
     * @param merges the merges that joined them, the oldest first
     * @param identifiers what they had, in the order in which they got it
     * @param complete whether this is all
     */
    public PastPerson {
        owners = List.copyOf(owners);
        merges = List.copyOf(merges);
        identifiers = List.copyOf(identifiers);
    }

    /** The profile and the counts. */
    @Override
    public String toString() {
        return "PastPerson[" + askedId + ", at=" + at + ", " + owners.size() + " profiles, " + identifiers.size()
                + " identifiers]";
    }
}
