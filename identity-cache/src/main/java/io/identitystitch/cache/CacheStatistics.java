package io.identitystitch.cache;

/**
 * What a cache has done since it was built.
 *
 * <p>Immutable and thread-safe.
 *
 * @param hits calls that were answered without the store
 * @param misses calls that the cache could have answered, had it known the identifiers, and that asked the store
 * @param passes calls that only the store can answer, or while the change feed could not be read
 * @param dropped entries that were found to be out of date
 * @param identifiers how many identifiers are kept, about
 * @param feedFailures how often the change feed could not be read
 * @param open whether answers come from the cache now
 */
public record CacheStatistics(
        long hits, long misses, long passes, long dropped, long identifiers, long feedFailures, boolean open) {}
