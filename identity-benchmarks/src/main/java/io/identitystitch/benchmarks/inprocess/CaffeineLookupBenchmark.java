package io.identitystitch.benchmarks.inprocess;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The yardstick of anything cached: one look-up in a bare Caffeine cache, with keys that a call has to make. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CaffeineLookupBenchmark {
    private static final int KEYS = 1 << 17;

    /** Entries of each cache. */
    @Param("1000000")
    public int entries;

    private Cache<TextKey, ProfileId> byText;
    private Cache<IdentifierKey, ProfileId> byDigest;
    private String[] values;
    private byte[][] digests;

    /** What a host that caches by itself would take. */
    private record TextKey(TenantId tenant, IdentifierType type, String value) {}

    /** Fills the caches and chooses keys at random. */
    @Setup
    public void load() {
        byText = Caffeine.newBuilder()
                .maximumSize(2L * entries)
                .expireAfterWrite(Duration.ofMinutes(60))
                .build();
        byDigest = Caffeine.newBuilder()
                .maximumSize(2L * entries)
                .expireAfterWrite(Duration.ofMinutes(60))
                .build();
        IdentifierHasher hasher = IdentifierHasher.sha256();
        for (int i = 0; i < entries; i++) {
            String value = MemoryPersons.anonymousId(i);
            ProfileId profile = ProfileId.of(new UUID(i, i));
            byText.put(new TextKey(TenantId.DEFAULT, IdentifierType.ANONYMOUS_ID, value), profile);
            byDigest.put(
                    new IdentifierKey(
                            IdentifierType.ANONYMOUS_ID,
                            hasher.hash(TenantId.DEFAULT, IdentifierType.ANONYMOUS_ID, value)),
                    profile);
        }
        Random random = new Random(17);
        values = new String[KEYS];
        digests = new byte[KEYS][];
        for (int i = 0; i < KEYS; i++) {
            values[i] = MemoryPersons.anonymousId(random.nextInt(entries));
            digests[i] = hasher.hash(TenantId.DEFAULT, IdentifierType.ANONYMOUS_ID, values[i])
                    .bytes();
        }
    }

    /** Which key a thread is at. */
    @State(Scope.Thread)
    public static class Position {
        private int next = System.identityHashCode(this);

        int next() {
            return next++ & (KEYS - 1);
        }
    }

    /** By tenant, type and value; the text is new, as one that came with a request is, and has no hash code yet. */
    @Benchmark
    public @Nullable ProfileId byText(Position position) {
        String fresh = new String(values[position.next()].toCharArray());
        return byText.getIfPresent(new TextKey(TenantId.DEFAULT, IdentifierType.ANONYMOUS_ID, fresh));
    }

    /** By the key that the library makes, its digest being there. */
    @Benchmark
    public @Nullable ProfileId byDigest(Position position) {
        return byDigest.getIfPresent(
                new IdentifierKey(IdentifierType.ANONYMOUS_ID, Digest.of(digests[position.next()])));
    }
}
