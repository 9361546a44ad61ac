package io.identitystitch.jdbc;

import java.time.Duration;

/**
 * How many rows the next chunk may have: fewer when one took longer than it should, slowly more again when they are fast. Not
 * thread-safe.
 */
final class ChunkSize {
    private final int most;
    private final Duration target;
    private int rows;

    ChunkSize(int most, Duration target) {
        this.most = most;
        this.target = target;
        this.rows = most;
    }

    int rows() {
        return rows;
    }

    /** After a chunk with this many rows. */
    void took(int stamped, Duration time) {
        if (stamped > 0 && time.compareTo(target) > 0) {
            int fits = (int) (stamped * ((double) target.toNanos() / time.toNanos()));
            rows = Math.max(Math.max(1, rows / 10), Math.min(rows, fits));
        } else if (stamped >= rows) {
            rows = Math.min(most, rows + Math.max(1, rows / 2));
        }
    }

    /** After one that was cut off; false where there is nothing to be halved. */
    boolean halve() {
        boolean halved = rows > 1;
        rows = Math.max(1, rows / 2);
        return halved;
    }
}
