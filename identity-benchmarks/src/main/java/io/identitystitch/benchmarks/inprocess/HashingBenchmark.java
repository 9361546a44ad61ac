package io.identitystitch.benchmarks.inprocess;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.Normalizers;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What of a resolve is making lookup keys: normalising and hashing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HashingBenchmark {
    private static final int VALUES = 1 << 12;

    private final Normalizer email = Normalizers.email();
    private final Normalizer opaque = Normalizers.opaque();
    private final IdentifierHasher sha256 = IdentifierHasher.sha256();
    private final IdentifierHasher hmac = IdentifierHasher.hmac(new byte[32]);
    private String[] emails;
    private String[] anonymousIds;
    private int next;

    /** Makes the values. */
    @Setup
    public void load() {
        emails = new String[VALUES];
        anonymousIds = new String[VALUES];
        for (int i = 0; i < VALUES; i++) {
            emails[i] = " User" + i + "@Example.org";
            anonymousIds[i] = MemoryPersons.anonymousId(i);
        }
    }

    /** An e-mail address as it is typed. */
    @Benchmark
    public Normalizer.Result normalizeEmail() {
        return email.normalize(emails[next++ & (VALUES - 1)]);
    }

    /** An anonymous id. */
    @Benchmark
    public Normalizer.Result normalizeOpaque() {
        return opaque.normalize(anonymousIds[next++ & (VALUES - 1)]);
    }

    /** Without a key. */
    @Benchmark
    public Digest sha256() {
        return sha256.hash(TenantId.DEFAULT, IdentifierType.ANONYMOUS_ID, anonymousIds[next++ & (VALUES - 1)]);
    }

    /** With a key. */
    @Benchmark
    public Digest hmac() {
        return hmac.hash(TenantId.DEFAULT, IdentifierType.ANONYMOUS_ID, anonymousIds[next++ & (VALUES - 1)]);
    }
}
