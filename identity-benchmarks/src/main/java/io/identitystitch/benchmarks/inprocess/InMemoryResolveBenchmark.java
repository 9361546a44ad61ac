package io.identitystitch.benchmarks.inprocess;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A known resolve without a database, whole path: requests are there, everything else is the call's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InMemoryResolveBenchmark {
    private static final int REQUESTS = 1 << 17;

    /** Identities in the store, two a person. */
    @Param("1000000")
    public int identities;

    private IdentityResolver resolver;
    private ResolveRequest[] ones;
    private ResolveRequest[] pairs;

    /** Loads the store and makes requests of persons at random. */
    @Setup
    public void load() {
        int persons = identities / 2;
        resolver = MemoryPersons.load(persons);
        Random random = new Random(17);
        ones = new ResolveRequest[REQUESTS];
        pairs = new ResolveRequest[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            ones[i] = MemoryPersons.one(random.nextInt(persons));
            pairs[i] = MemoryPersons.pair(random.nextInt(persons));
        }
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
    public Resolution knownId(Position position) {
        return resolver.resolve(ones[position.next()]);
    }

    /** A known pair. */
    @Benchmark
    public Resolution knownPair(Position position) {
        return resolver.resolve(pairs[position.next()]);
    }
}
