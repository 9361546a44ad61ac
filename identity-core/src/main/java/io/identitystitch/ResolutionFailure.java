package io.identitystitch;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import java.time.Duration;

/**
 * A call that ended with an exception of the store or of contention, without anything that identifies a person.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param kind what the caller can do next
 * @param duration how long the call took until it was given up; for a batch since the part of at most 1,000 that failed began
 * @param attempts how often it was tried, the last time included; at least 1
 * @param requests how many requests are left without an answer: 1, or for a batch those of the part that failed and of the parts
 *     after it, which were not tried; for an import those of the part alone, for nobody knows how many come after it
 */
public record ResolutionFailure(TenantId tenant, Kind kind, Duration duration, int attempts, int requests) {
    /** What the caller can do next. Immutable and thread-safe. */
    public enum Kind {
        /** Other writers were faster each time; the same call is safe to repeat. */
        CONTENDED,
        /** The store did not answer in time; a later call may succeed. */
        TIMEOUT,
        /** The store could not be reached or went away; a later call may succeed. */
        UNAVAILABLE,
        /** The caller's own transaction lost a race; the caller has to repeat that transaction. */
        TRANSACTION_LOST,
        /** The store does not work and a repetition does not mend it: schema, privilege, configuration. */
        BROKEN,
        /** Something else was thrown: an error of the store, of a function of the policy or of the caller. */
        UNEXPECTED;

        static Kind of(RuntimeException failure) {
            if (failure instanceof ContendedResolutionException) {
                return CONTENDED;
            }
            return failure instanceof IdentityStoreException store ? of(store.kind()) : UNEXPECTED;
        }

        private static Kind of(IdentityStoreException.Kind kind) {
            return switch (kind) {
                case TIMEOUT -> TIMEOUT;
                case UNAVAILABLE -> UNAVAILABLE;
                case TRANSACTION_LOST -> TRANSACTION_LOST;
                case BROKEN -> BROKEN;
            };
        }
    }
}
