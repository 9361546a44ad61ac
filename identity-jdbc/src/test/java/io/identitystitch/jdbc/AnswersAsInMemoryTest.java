package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Every answer and every verdict on random histories, with other writers between reading and writing. */
class AnswersAsInMemoryTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final IdentifierType SSN = IdentifierType.of("ssn");

    @Test
    void onH2() {
        compare(JdbcIdentityStore.create(TestStores.migrated(Dialect.H2)));
    }

    @Test
    void onPostgresInOneRoundTrip() {
        try (HikariDataSource pool = pool(TestStores.migrated(Dialect.POSTGRESQL))) {
            compare(JdbcIdentityStore.create(pool));
        }
    }

    @Test
    void onPostgresWithPortableStatements() {
        try (HikariDataSource pool = pool(TestStores.migrated(Dialect.POSTGRESQL))) {
            compare(TestStores.portable(pool));
        }
    }

    private static HikariDataSource pool(DataSource dataSource) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(2);
        return pool;
    }

    private static void compare(IdentityStore tested) {
        int conflicts = 0;
        int lean = 0;
        long t0 = System.nanoTime();
        for (int seed = 1; seed <= Integer.getInteger("seeds", 12); seed++) {
            History history = new History(seed, new TwinStore(tested));
            history.run(120);
            System.err.println(seed + " loads " + history.store.loads + " lean " + history.store.lean + " commits " + history.store.commits + " lost " + history.lost + " t " + (System.nanoTime() - t0) / 1000000);
            conflicts += history.lost;
            lean += history.store.lean;
        }
        assertThat(conflicts).as("lost races").isPositive();
        assertThat(lean).as("lean answers").isPositive();
    }

    private static final class History {
        private final Random random;
        private final TwinStore store;
        private final IdentityResolver resolver;
        private Instant now = START;
        private long nextId;
        private int depth;
        private int lost;

        History(int seed, TwinStore store) {
            this.random = new Random(seed);
            this.store = store;
            IdentityPolicy policy = (seed % 3 == 0 ? IdentityPolicy.devices() : IdentityPolicy.defaults())
                    .toBuilder()
                            .type(TypeRule.persistent(SSN).build())
                            .type(TypeRule.persistent(IdentifierType.PHONE)
                                    .verificationRequired(seed % 2 == 0)
                                    .limit(2)
                                    .build())
                            .evidenceRecognizes(seed % 4 > 1)
                            .lastSeenGranularity(Duration.ofMinutes(seed % 5 == 0 ? 0 : 10))
                            .build();
            resolver = IdentityResolver.builder(new Interrupted())
                    .tenant(io.identitystitch.model.TenantId.of("t" + seed + UUID.randomUUID()))
                    .policy(policy)
                    .hasher(IdentifierHasher.sha256())
                    .clock(() -> now)
                    .ids(() -> new UUID((long) seed << 40 | 0x7000, Long.MIN_VALUE | ++nextId * 7919 % 100_003))
                    .build();
        }

        void run(int calls) {
            for (int i = 0; i < calls; i++) {
                now = now.plus(random.nextInt(240), ChronoUnit.SECONDS);
                int kind = random.nextInt(20);
                if (kind == 0) {
                    resolver.signedOut("a" + random.nextInt(6), now.minusSeconds(random.nextInt(600)));
                } else if (kind == 1) {
                    List<ResolveRequest> batch = new ArrayList<>();
                    for (int n = random.nextInt(8); n >= 0; n--) {
                        batch.add(request());
                    }
                    resolver.resolveAll(batch);
                } else {
                    resolver.resolve(request());
                }
            }
        }

        private ResolveRequest request() {
            ResolveRequest.Builder request = ResolveRequest.builder(() -> now);
            request.observedAt(now.minusSeconds(random.nextInt(4) == 0 ? random.nextInt(4000) : 0));
            maybe(3, () -> request.email("e" + random.nextInt(7) + "@x.org"));
            maybe(5, () -> request.userId("u" + random.nextInt(5)));
            maybe(6, () -> request.identifier(IdentifierType.PHONE, "+49170000000" + random.nextInt(5)));
            maybe(8, () -> request.verified(IdentifierType.PHONE, "+49170000000" + random.nextInt(5)));
            maybe(9, () -> request.identifier(SSN, "s" + random.nextInt(4)));
            maybe(2, () -> request.anonymousId("a" + random.nextInt(6)));
            maybe(6, () -> request.deviceId("d" + random.nextInt(4)));
            maybe(6, () -> request.domainprint("p" + random.nextInt(4)));
            maybe(5, () -> request.fingerprint("f" + random.nextInt(3)));
            maybe(4, () -> request.trait("plan", "v" + random.nextInt(3)));
            maybe(4, () -> request.trait("city", "w" + random.nextInt(3)));
            maybe(3, () -> request.touch(Touch.attributed(
                    now.minusSeconds(random.nextInt(5000)), Map.of("utm_source", "s" + random.nextInt(4)))));
            maybe(4, () -> request.context("ip", "c\"\\\u00e4\n" + random.nextInt(3)));
            return request.build();
        }

        private void maybe(int oneIn, Runnable action) {
            if (random.nextInt(oneIn) == 0) {
                action.run();
            }
        }

        /** Between reading and writing, sometimes somebody else writes. */
        private final class Interrupted implements IdentityStore {
            @Override
            public io.identitystitch.plan.IdentitySnapshot load(io.identitystitch.plan.LoadQuery query) {
                return store.load(query);
            }

            @Override
            public CommitResult commit(ResolutionPlan plan) {
                if (depth == 0 && random.nextInt(3) == 0) {
                    depth++;
                    resolver.resolve(request());
                    resolver.resolve(request());
                    depth--;
                }
                CommitResult result = store.commit(plan);
                lost += result instanceof CommitResult.Conflicted ? 1 : 0;
                return result;
            }

            @Override
            public io.identitystitch.spi.IdentityReads reads() {
                return store.reads();
            }

            @Override
            public <T> T attempt(Supplier<T> attempt) {
                return store.attempt(attempt);
            }
        }
    }
}
