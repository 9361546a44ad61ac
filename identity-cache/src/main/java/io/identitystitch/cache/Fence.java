package io.identitystitch.cache;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Lets answers of the cache pass only while the change feed was read lately. By when the read was sent, for it shows what was
 * committed before that. The two clocks are compared because one of them stands still while a machine sleeps. Thread-safe.
 */
final class Fence {
    private static final long MOST_DIVERGENCE_MILLIS = 1_000;

    private final long bound;
    private final LongSupplier wallMillis;
    private volatile Read last;
    private volatile boolean closed;

    /**
     * A read of the feed that was answered.
     *
     * @param done whether there was one
     * @param sentAt when it was sent
     * @param wallMillis the same moment by the clock on the wall
     */
    private record Read(boolean done, long sentAt, long wallMillis) {}

    Fence(Duration bound, LongSupplier wallMillis) {
        this.bound = bound.toNanos();
        this.wallMillis = wallMillis;
        last = new Read(false, 0, 0);
    }

    /** A read was answered; by now its changes are known here. */
    void read(long sentAt, long wallMillisThen) {
        last = new Read(true, sentAt, wallMillisThen);
    }

    /** For good, whatever is still being read. */
    void close() {
        closed = true;
    }

    long wallMillis() {
        return wallMillis.getAsLong();
    }

    boolean isOpen(long now) {
        Read read = last;
        long age = now - read.sentAt();
        return read.done() && !closed && age <= bound && !diverges(read, age);
    }

    private boolean diverges(Read read, long age) {
        long wall = wallMillis.getAsLong() - read.wallMillis();
        return Math.abs(wall - Duration.ofNanos(age).toMillis()) > MOST_DIVERGENCE_MILLIS;
    }
}
