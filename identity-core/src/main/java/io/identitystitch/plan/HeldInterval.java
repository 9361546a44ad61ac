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
 * @param until the first moment after it; the same moment where it is empty
 */
public record HeldInterval(IdentifierKey key, ProfileId owner, Instant from, Instant until) {
    /**
     * A time that ends. One that would end before it begins is empty, and is kept all the same: it says that the profile had
     * the identifier.
     *
     * @param key the identifier
     * @param owner the profile
     * @param from the first moment
     * @param end the first moment after it
     * @return the interval
     */
    public static HeldInterval ending(IdentifierKey key, ProfileId owner, Instant from, Instant end) {
        return new HeldInterval(key, owner, end.isBefore(from) ? end : from, end);
    }

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
