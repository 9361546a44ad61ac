package io.identitystitch.signal;

import io.identitystitch.model.Digest;
import io.identitystitch.model.Resolution;
import java.util.Optional;

/** What became of a signal. Immutable and thread-safe. */
public sealed interface SignalResult {
    /**
     * It belongs to somebody and is kept in the database, where it was before if it had come before.
     *
     * @param contentHash what it is known by
     * @param resolution whose it is
     * @param clamped whether its time was too far from the time of receipt, and was moved
     */
    record Staged(Digest contentHash, Resolution resolution, boolean clamped) implements SignalResult {}

    /**
     * Nobody knows whose it is, and it is kept in cold storage until somebody does.
     *
     * @param contentHash what it is known by
     * @param clamped whether its time was too far from the time of receipt, and was moved
     */
    record Cold(Digest contentHash, boolean clamped) implements SignalResult {}

    /**
     * It is not kept.
     *
     * @param reason why
     * @param payload what is wrong with the payload, if that is the reason
     */
    record Refused(SignalRefusal reason, Optional<PayloadRefusal> payload) implements SignalResult {
        /**
         * Not for the payload.
         *
         * @param reason why
         */
        public Refused(SignalRefusal reason) {
            this(reason, Optional.empty());
        }
    }
}
