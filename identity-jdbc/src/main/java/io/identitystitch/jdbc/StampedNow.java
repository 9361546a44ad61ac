package io.identitystitch.jdbc;

/**
 * What was stamped in a transaction of the host. Immutable and thread-safe.
 *
 * @param rows how many rows
 * @param more whether rows are left, for there were too many or others had locked them: {@link EventBackfill#enqueue} is for those
 */
public record StampedNow(int rows, boolean more) {}
