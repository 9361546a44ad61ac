package io.identitystitch.spi;

/**
 * What a scan of a {@link ColdStore} came to.
 *
 * <p>Immutable and thread-safe.
 *
 * @param found how many signals were handed over
 * @param bytesRead how many stored bytes had to be read for it, as stored
 * @param damaged how many records that the scan came across could not be read, and were set aside
 */
public record ColdScan(long found, long bytesRead, long damaged) {}
