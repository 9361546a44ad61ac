package io.identitystitch.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Builds a {@link CachedIdentityStore}. Not thread-safe. */
public final class CachedIdentityStoreBuilder {
    /** What an entry takes, measured with its key, link and digest, on a heap of less than 32 GB. */
    private static final int ENTRY_BYTES = 400;

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST_LIFE = Duration.ofDays(1);

    final IdentityStore store;
    final ChangeFeed feed;
    Duration life = Duration.ofMinutes(5);
    Duration staleness = Duration.ofSeconds(2);
    Duration pollInterval = Duration.ofMillis(500);
    Ticker ticker = Ticker.systemTicker();
    LongSupplier wallMillis = System::currentTimeMillis;
    boolean byHand;
    long maximumBytes = 64L << 20;

    CachedIdentityStoreBuilder(IdentityStore store, ChangeFeed feed) {
        this.store = store;
        this.feed = feed;
    }

    /**
     * How long an entry is kept at most. Default: 300 seconds. It does not bound how old an answer is: {@link #staleness} does.
     *
     * @param life 10 ms to 24 hours
     * @return this
     * @throws IllegalArgumentException if it is outside of that
     */
    public CachedIdentityStoreBuilder life(Duration life) {
        this.life = checked(life, "life", LONGEST_LIFE);
        return this;
    }

    /**
     * How old an answer is at most: what another node changed before that is always known. Default: 2 seconds. Where the change
     * feed was not read for that long, calls ask the store.
     *
     * @param staleness 10 ms to 1 minute
     * @return this
     * @throws IllegalArgumentException if it is outside of that
     */
    public CachedIdentityStoreBuilder staleness(Duration staleness) {
        this.staleness = checked(staleness, "staleness", Duration.ofMinutes(1));
        return this;
    }

    /**
     * How long to wait between two reads of the change feed. Default: 500 ms. Each is one statement.
     *
     * @param interval 10 ms to 1 minute, less than the staleness
     * @return this
     * @throws IllegalArgumentException if it is outside of that
     */
    public CachedIdentityStoreBuilder pollInterval(Duration interval) {
        this.pollInterval = checked(interval, "poll interval", Duration.ofMinutes(1));
        return this;
    }

    /**
     * How much heap entries may take, about: 400 bytes each. Default: 64 MiB, which is 167,000 identifiers.
     *
     * @param bytes 0 or more
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public CachedIdentityStoreBuilder maximumBytes(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("maximum bytes are 0 or more: " + bytes);
        }
        maximumBytes = bytes;
        return this;
    }

    /** For tests: what the cache and its fence take for the time, and no thread that reads the feed after the first time. */
    CachedIdentityStoreBuilder byHand(Ticker nanos, LongSupplier millis) {
        ticker = nanos;
        wallMillis = millis;
        byHand = true;
        return this;
    }

    /**
     * The cache, which begins to follow the change feed. Where the feed cannot be read it starts all the same, and asks the store
     * until it can.
     *
     * @return the cache
     * @throws IllegalArgumentException if the poll interval is not less than the staleness
     */
    public CachedIdentityStore build() {
        if (pollInterval.compareTo(staleness) >= 0) {
            throw new IllegalArgumentException("the poll interval has to be less than the staleness");
        }
        return new CachedIdentityStore(this);
    }

    Cache<CacheKey, CachedLink> links() {
        return Caffeine.newBuilder()
                .maximumWeight(maximumBytes)
                .weigher((CacheKey key, CachedLink link) -> ENTRY_BYTES)
                .expireAfterWrite(life)
                .ticker(ticker)
                .build();
    }

    private static Duration checked(Duration time, String what, Duration most) {
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(most) > 0) {
            throw new IllegalArgumentException("the " + what + " is 10 ms to " + most + ": " + time);
        }
        return time;
    }
}
