package io.identitystitch.benchmarks.inprocess;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.identitystitch.IdentityResolver;
import io.identitystitch.cache.CachedIdentityStore;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.ChangeBatch;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A known resolve from the cache, whole path, beside a look-up of the same persons in a bare cache whose keys are ready. The requests
 * are there; everything else, hashing first, is the call's.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CachedResolveBenchmark {
    private static final int REQUESTS = 1 << 17;
    private static final long ROOM = 1L << 40;

    /** Entries of the cache, two a person. */
    @Param("1000000")
    public int identities;

    private CachedIdentityStore cache;
    private IdentityResolver resolver;
    private Cache<String, ProfileId> bare;
    private ResolveRequest[] ones;
    private ResolveRequest[] pairs;
    private String[] texts;

    /** Fills both caches and chooses persons at random. */
    @Setup
    public void load() {
        int persons = identities / 2;
        InMemoryIdentityStore store = MemoryPersons.store();
        MemoryPersons.load(store, persons).close();
        AtomicBoolean begun = new AtomicBoolean();
        cache = CachedIdentityStore.builder(store, () -> new ChangeBatch(List.of(), !begun.getAndSet(true)))
                .maximumBytes(ROOM)
                .life(Duration.ofHours(24))
                .build();
        resolver = MemoryPersons.resolver(cache);
        bare = Caffeine.newBuilder()
                .maximumSize(2L * identities)
                .expireAfterWrite(Duration.ofHours(24))
                .build();
        for (int i = 0; i < persons; i++) {
            resolver.resolve(MemoryPersons.pair(i));
            bare.put(MemoryPersons.anonymousId(i), ProfileId.of(new UUID(i, i)));
            bare.put(MemoryPersons.email(i), ProfileId.of(new UUID(i, i)));
        }
        Random random = new Random(17);
        ones = new ResolveRequest[REQUESTS];
        pairs = new ResolveRequest[REQUESTS];
        texts = new String[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            int person = random.nextInt(persons);
            ones[i] = MemoryPersons.one(person);
            pairs[i] = MemoryPersons.pair(random.nextInt(persons));
            texts[i] = MemoryPersons.anonymousId(person);
        }
    }

    /** Whether the cache answered, without which the figures mean nothing. */
    @TearDown
    public void check() {
        if (cache.statistics().misses() > identities) {
            throw new IllegalStateException("not from the cache: " + cache.statistics());
        }
        cache.close();
    }

    /** Which request a thread is at. */
    @State(Scope.Thread)
    public static class Position {
        private int next = System.identityHashCode(this);

        int next() {
            return next++ & (REQUESTS - 1);
        }
    }

    /** One known anonymous id. */
    @Benchmark
    public Resolution cachedId(Position position) {
        return resolver.resolve(ones[position.next()]);
    }

    /** A known pair. */
    @Benchmark
    public Resolution cachedPair(Position position) {
        return resolver.resolve(pairs[position.next()]);
    }

    /** One anonymous id in a bare cache, by a key that is there and has its hash code. */
    @Benchmark
    public @Nullable ProfileId bareLookUp(Position position) {
        return bare.getIfPresent(texts[position.next()]);
    }
}
