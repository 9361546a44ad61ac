package io.identitystitch.spi;

/**
 * How a {@link ColdStore} is.
 *
 * <p>Immutable and thread-safe.
 *
 * @param damagedRecords how many records this store found damaged since it was opened, each once, as far as their number is known
 * @param damagedPieces how many pieces they are in: of files or objects, set aside; or rows, left where they are
 * @param failedUpkeep how often what is done in the background failed; it is tried again
 * @param segments how many files, objects or rows there are, of all tenants and processes
 * @param bytes how many bytes of signals are in them, as stored
 */
public record ColdHealth(long damagedRecords, long damagedPieces, long failedUpkeep, long segments, long bytes) {}
