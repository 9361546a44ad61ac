package io.identitystitch.jdbc;

/**
 * Hears of each chunk of a back-fill, after it is committed, on the thread of the run and outside of any transaction.
 *
 * <p>What it throws is logged once and dropped. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface BackfillListener {
    /**
     * A chunk was committed.
     *
     * @param progress what it came to
     */
    void stamped(BackfillProgress progress);
}
