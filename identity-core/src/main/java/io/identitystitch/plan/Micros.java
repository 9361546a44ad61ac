package io.identitystitch.plan;

import java.time.Duration;
import java.time.Instant;

/**
 * Moments as microseconds since 1970, the precision of all stores, for comparisons that make no garbage. What is more than 290,000 years
 * away is as far away as a long can say.
 */
final class Micros {
    private static final long PER_SECOND = 1_000_000;
    private static final long MOST_SECONDS = Long.MAX_VALUE / PER_SECOND - 1;

    private Micros() {}

    static long of(Instant moment) {
        return of(moment.getEpochSecond(), moment.getNano() / 1_000);
    }

    /** Rounded up, so that whole microseconds are at least as long as it if they are at least as many. */
    static long of(Duration time) {
        return of(time.getSeconds(), (time.getNano() + 999) / 1_000);
    }

    private static long of(long seconds, int micros) {
        if (seconds > MOST_SECONDS) {
            return Long.MAX_VALUE;
        }
        return seconds < -MOST_SECONDS ? Long.MIN_VALUE : seconds * PER_SECOND + micros;
    }

    static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, PER_SECOND), Math.floorMod(micros, PER_SECOND) * 1_000);
    }
}
