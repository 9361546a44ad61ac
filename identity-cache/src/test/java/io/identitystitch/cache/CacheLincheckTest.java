package io.identitystitch.cache;

import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ForwardingIdentityStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Lincheck against a cache on one node, through the facade: an answer of the cache is never older than a change that this node has
 * answered. Between a read of the store and its way into the cache other threads are let by.
 */
@Param(name = "who", gen = IntGen.class, conf = "0:4")
@Param(name = "mail", gen = IntGen.class, conf = "0:2")
public class CacheLincheckTest {
    private static final int ITERATIONS = Integer.getInteger("identity.lincheck.iterations", 3);
    private static final int INVOCATIONS = Integer.getInteger("identity.lincheck.invocations", 300);

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-03-02T09:00:00Z"));
    private static final List<Identifier> WHO = List.of(
            Identifier.of(IdentifierType.EMAIL, "ann@x.org"),
            Identifier.of(IdentifierType.EMAIL, "bob@x.org"),
            Identifier.of(IdentifierType.EMAIL, "cem@x.org"),
            Identifier.of(IdentifierType.ANONYMOUS_ID, "v-1"),
            Identifier.of(IdentifierType.ANONYMOUS_ID, "v-2"));

    private final AtomicBoolean begun = new AtomicBoolean();
    private final CachedIdentityStore cache = CachedIdentityStore.builder(
                    new Halting(), () -> new ChangeBatch(List.of(), !begun.getAndSet(true)))
            .byHand(System::nanoTime, System::currentTimeMillis)
            .build();
    private final IdentityResolver identities = IdentityResolver.builder(cache)
            .clock(CLOCK)
            .key(new byte[32])
            .maxAttempts(1_000)
            .build();

    /** Halts where a cache that is wrong would go wrong. */
    private static final class Halting extends ForwardingIdentityStore {
        private Halting() {
            super(InMemoryIdentityStore.create(CLOCK));
        }

        @Override
        public IdentitySnapshot load(LoadQuery query) {
            IdentitySnapshot snapshot = super.load(query);
            Thread.yield();
            return snapshot;
        }
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

    /**
     * Whether two addresses are one person's for who has just brought them together. Nobody parts them here, so where the first one's
     * person is the same before and after, the other one's was that too.
     */
    @Operation
    public boolean areOneOnceSeen(@Param(name = "mail") int one, @Param(name = "mail") int other) {
        identities.resolve(request(one, other));
        while (true) {
            ProfileId before = person(one);
            ProfileId between = person(other);
            if (person(one).equals(before)) {
                return between.equals(before);
            }
        }
    }

    private ProfileId person(int who) {
        return identities.find(WHO.get(who)).orElseThrow().profileId();
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
                .actorsPerThread(3)
                .check(getClass());
    }
}
