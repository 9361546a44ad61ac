package io.identitystitch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * One merge as it is kept: the evidence that two owners are one person.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the merge's id
 * @param a the owner that the call's new facts went to
 * @param b the owner that was found to be the same person
 * @param keyA the identifier of {@code a} that justified it, empty where {@code a} was created by the call and for a human's
 *     decision
 * @param keyB the identifier of {@code b} that justified it, empty for a human's decision
 * @param source who said so
 * @param observedAt the event time of the call
 * @param mergedAt when it was done, by the store's clock
 * @param undoneAt when it was undone, by the store's clock; empty while it holds
 */
public record MergeRecord(
        MergeId id,
        ProfileId a,
        ProfileId b,
        Optional<IdentifierKey> keyA,
        Optional<IdentifierKey> keyB,
        LinkSource source,
        Instant observedAt,
        Instant mergedAt,
        Optional<Instant> undoneAt) {
    /**
     * Whether it still holds.
     *
     * @return whether nobody has undone it
     */
    public boolean isLive() {
        return undoneAt.isEmpty();
    }

    /**
     * Whether it held at a moment of the store's clock.
     *
     * @param moment the moment
     * @return whether it was made by then and not undone
     */
    public boolean heldAt(Instant moment) {
        return !mergedAt.isAfter(moment) && undoneAt.map(moment::isBefore).orElse(true);
    }

    /**
     * The other one of the two owners.
     *
     * @param owner one of the two
     * @return the other
     */
    public ProfileId other(ProfileId owner) {
        return owner.equals(a) ? b : a;
    }
}
