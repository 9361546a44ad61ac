package io.identitystitch.testkit;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Ids of the shape of version 7 that are the same in every run, each greater than the ones before. Thread-safe.
 */
public final class SequentialIds implements Supplier<UUID> {
    /** 1 January 2020, in milliseconds: ids of tests are older than real ones. */
    private static final long BEGIN = 1_577_836_800_000L;

    private final AtomicLong next;

    private SequentialIds(long first) {
        next = new AtomicLong(first);
    }

    /**
     * The ids from the first one on.
     *
     * @return a new source
     */
    public static SequentialIds create() {
        return startingAt(0);
    }

    /**
     * The ids from a later one on, for a second source whose ids must differ from those of the first.
     *
     * @param first the number of the first id, not negative
     * @return a new source
     * @throws IllegalArgumentException if the number is negative
     */
    public static SequentialIds startingAt(long first) {
        if (first < 0) {
            throw new IllegalArgumentException("ids are numbered from 0: " + first);
        }
        return new SequentialIds(first);
    }

    @Override
    public UUID get() {
        long number = next.getAndIncrement();
        long moment = BEGIN + (number >> 12);
        return new UUID((moment << 16) | 0x7000L | (number & 0xfff), 0x8000_0000_0000_0000L);
    }

    /** The number of the next id. */
    @Override
    public String toString() {
        return "SequentialIds[" + next + "]";
    }
}
