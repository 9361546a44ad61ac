package io.identitystitch.cold;

/**
 * How a {@link FileColdStore} is.
 *
 * <p>Immutable and thread-safe.
 *
 * @param damagedRecords how many records this store found damaged since it was opened, each once, as far as their number is known
 * @param damagedPieces how many pieces of files it set aside for that
 * @param failedUpkeep how often sealing or merging in the background failed; it is tried again
 * @param segments how many segments the folder has, of all tenants and processes
 * @param bytes how many bytes they take
 */
public record ColdHealth(long damagedRecords, long damagedPieces, long failedUpkeep, long segments, long bytes) {}
