package io.identitystitch.memory;

import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.LinkState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How what a plan makes of a row is combined with what the row became meanwhile. */
final class Folds {
    private Folds() {}

    static LinkState renew(LinkState stored, LinkState before, LinkState after) {
        if (stored.equals(before)) {
            return after;
        }
        return new LinkState(
                stored.owner(),
                stored.heldSince(),
                laterOrNull(stored.signedInAt(), after.signedInAt()),
                stored.verified() || after.verified(),
                stored.source(),
                earlier(stored.firstSeenAt(), after.firstSeenAt()),
                later(stored.lastSeenAt(), after.lastSeenAt()),
                expiry(stored.expiresAt(), after.expiresAt()),
                stored.alias(),
                stored.sightings() + after.sightings() - before.sightings());
    }

    static EvidenceState renew(EvidenceState stored, @Nullable EvidenceState before, EvidenceState after) {
        if (stored.equals(before)) {
            return after;
        }
        return new EvidenceState(
                stored.key(),
                stored.owner(),
                stored.seenWith() != null ? stored.seenWith() : after.seenWith(),
                Math.max(stored.confidence(), after.confidence()),
                earlier(stored.firstSeenAt(), after.firstSeenAt()),
                later(stored.lastSeenAt(), after.lastSeenAt()),
                expiry(stored.expiresAt(), after.expiresAt()));
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static @Nullable Instant laterOrNull(@Nullable Instant a, @Nullable Instant b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return later(a, b);
    }

    /** Null stands for never. */
    private static @Nullable Instant expiry(@Nullable Instant a, @Nullable Instant b) {
        return a == null || b == null ? null : later(a, b);
    }
}
