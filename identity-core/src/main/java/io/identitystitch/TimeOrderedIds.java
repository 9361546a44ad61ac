package io.identitystitch;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * UUIDs of version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, a 12-bit counter that keeps the ids of one process in
 * order within a millisecond (method 1 of section 6.2; it runs over into the next millisecond), 62 random bits.
 */
final class TimeOrderedIds implements Supplier<UUID> {
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicLong last = new AtomicLong();

    TimeOrderedIds(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public UUID get() {
        long now = clock.millis() << 12;
        long ticks = last.updateAndGet(before -> Math.max(before + 1, now));
        long high = (ticks & ~0xFFFL) << 4 | 0x7000L | (ticks & 0xFFFL);
        long low = random.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(high, low);
    }
}
