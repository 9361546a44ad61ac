package io.identitystitch.memory;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Digest;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Lincheck against the store in memory, through the facade: whatever threads do at once, what they are answered is what some order of
 * their calls would have answered. Outcomes are compared and not ids, which an attempt that came too late uses up.
 */
@Param(name = "who", gen = IntGen.class, conf = "0:4")
public class MemoryLincheckTest {
    private static final int ITERATIONS = Integer.getInteger("identity.lincheck.iterations", 5);
    private static final int INVOCATIONS = Integer.getInteger("identity.lincheck.invocations", 300);

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-02T09:00:00Z"));
    private static final List<Identifier> WHO = List.of(
            Identifier.of(IdentifierType.USER_ID, "u-1"),
            Identifier.of(IdentifierType.USER_ID, "u-2"),
            Identifier.of(IdentifierType.EMAIL, "ann@x.org"),
            Identifier.of(IdentifierType.ANONYMOUS_ID, "v-1"),
            Identifier.of(IdentifierType.ANONYMOUS_ID, "v-2"));

    private final AtomicLong ids = new AtomicLong();
    private final IdentityResolver identities = IdentityResolver.builder(InMemoryIdentityStore.create(CLOCK))
            .clock(CLOCK)
            .hasher((tenant, type, value) -> digest(type.name() + value))
            .ids(() -> new UUID(0x7000, Long.MIN_VALUE | ids.incrementAndGet()))
            .maxAttempts(1_000)
            .build();

    /** A digest that needs no algorithm of the platform, whose insides would be explored too. */
    private static Digest digest(String text) {
        return Digest.of(Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), Digest.LENGTH));
    }

    private static ResolveRequest request(int one, int other) {
        ResolveRequest.Builder request = ResolveRequest.builder(CLOCK)
                .identifier(WHO.get(one).type(), WHO.get(one).value());
        if (one != other) {
            request.identifier(WHO.get(other).type(), WHO.get(other).value());
        }
        return request.build();
    }

    @Operation
    public Outcome see(@Param(name = "who") int one, @Param(name = "who") int other) {
        return identities.resolve(request(one, other)).outcome();
    }

    @Operation
    public Outcome wouldSee(@Param(name = "who") int one, @Param(name = "who") int other) {
        return identities.preview(request(one, other)).outcome();
    }

    @Operation
    public boolean signOut(@Param(name = "who") int who) {
        return identities.signedOut(WHO.get(who).value()).isPresent();
    }

    @Test
    void isLinearizable() {
        new StressOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(3)
                .actorsPerThread(2)
                .check(getClass());
    }
}
