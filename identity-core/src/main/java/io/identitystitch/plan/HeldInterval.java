package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import java.time.Instant;

/**
 * A time, now over, in which a profile had an identifier; by event time, half-open.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the identifier
 * @param owner the profile
 * @param from the first moment
 * @param until the first moment after it
 */
public record HeldInterval(IdentifierKey key, ProfileId owner, Instant from, Instant until) {
    /**
     * Whether a moment lies in it.
     *
     * @param moment the moment
     * @return whether it lies in the interval
     */
    public boolean covers(Instant moment) {
        return !moment.isBefore(from) && moment.isBefore(until);
    }
}
