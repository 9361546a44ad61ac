package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A piece of device evidence that a profile has. One value may have several owners.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the type and digest
 * @param owner the profile that it was observed on
 * @param seenWith the identifier that it came with; null where there was none
 * @param confidence how certain a recognition by it is
 * @param firstSeenAt the earliest sighting
 * @param lastSeenAt the latest sighting, within the granularity
 * @param expiresAt when it stops to recognise; null for never
 */
public record EvidenceState(
        IdentifierKey key,
        ProfileId owner,
        @Nullable IdentifierKey seenWith,
        int confidence,
        Instant firstSeenAt,
        Instant lastSeenAt,
        @Nullable Instant expiresAt) {
    /**
     * Whether it still recognises.
     *
     * @param now the moment
     * @return whether it is live then
     */
    public boolean isLive(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }
}
