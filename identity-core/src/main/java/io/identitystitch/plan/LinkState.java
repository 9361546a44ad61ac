package io.identitystitch.plan;

import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one identifier.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the profile that it was observed on; null for a device whose holder signed out
 * @param heldSince since when, by event time, the owner has it
 * @param signedInAt the latest sign-in (or sign-out) with it, by event time; null while only anonymous calls brought it
 * @param verified whether it was verified
 * @param source who said so
 * @param firstSeenAt the earliest event time at which the owner was seen with it
 * @param lastSeenAt the latest event time at which the owner was seen with it, within the granularity
 * @param expiresAt when it stops to match; null for never
 * @param alias whether it came to a person that had one of this type
 * @param sightings how often a sighting was recorded
 */
public record LinkState(
        @Nullable ProfileId owner,
        Instant heldSince,
        @Nullable Instant signedInAt,
        boolean verified,
        LinkSource source,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant expiresAt,
        boolean alias,
        int sightings) {
    /**
     * Whether it has stopped to match.
     *
     * @param now the moment
     * @return whether it is expired then
     */
    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }

    /**
     * Since when, by event time, it is settled whose it is: what an observation must be later than to take it.
     *
     * @return the latest sign-in or sign-out with it, else the beginning of the interval
     */
    public Instant settledAt() {
        return signedInAt != null ? signedInAt : heldSince;
    }
}
