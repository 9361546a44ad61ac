package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.StoredProfile;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Every answer and every verdict on random histories, with other writers between reading and writing. */
class AnswersAsInMemoryTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final int HISTORIES = Math.max(2, Integer.getInteger("identity.histories", 0) / 10);
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

        for (int seed = 1; seed <= HISTORIES; seed++) {
            History history = new History(seed, new TwinStore(tested));
            history.run(100);
            history.compareReads();

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
                    .tenant(TenantId.of("t" + seed + UUID.randomUUID()))
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

        /** Everything but the moments of links and merges, which the stores stamp each by its own clock. */
        void compareReads() {
            TenantId tenant = resolver.tenant();
            Map<ProfileId, ProfileId> rootOf = store.reference().reads().roots(tenant, store.profiles);
            assertThat(store.reads().roots(tenant, store.profiles)).isEqualTo(rootOf);
            List<ProfileId> some = new ArrayList<>(store.profiles);
            Collections.shuffle(some, random);
            for (ProfileId id : some.subList(0, Math.min(8, some.size()))) {
                for (FirstTouchPolicy policy : FirstTouchPolicy.values()) {
                    StoredProfile tested =
                            store.reads().profile(tenant, id, policy).orElseThrow();
                    StoredProfile reference = store.reference()
                            .reads()
                            .profile(tenant, id, policy)
                            .orElseThrow();
                    assertThat(tested.firstTouch()).isEqualTo(reference.firstTouch());
                    assertThat(tested)
                            .usingRecursiveComparison()
                            .ignoringFields("updatedAt", "askedMergedAt", "mergedAt", "identifiers", "firstTouch")
                            .ignoringCollectionOrder()
                            .isEqualTo(reference);
                    assertThat(tested.mergedAt().keySet())
                            .isEqualTo(reference.mergedAt().keySet());
                    assertThat(tested.askedMergedAt().isPresent())
                            .isEqualTo(reference.askedMergedAt().isPresent());
                    assertThat(tested.identifiers().items())
                            .usingRecursiveComparison()
                            .ignoringFields("linkedAt")
                            .ignoringCollectionOrder()
                            .isEqualTo(reference.identifiers().items());
                }
                assertThat(store.reads().owners(tenant, id, PageRequest.FIRST).items())
                        .isEqualTo(store.reference()
                                .reads()
                                .owners(tenant, id, PageRequest.FIRST)
                                .items());
            }
            assertThat(store.reads().openConflicts(tenant, PageRequest.FIRST).items())
                    .usingRecursiveComparison()
                    .ignoringFields("at")
                    .ignoringCollectionOrder()
                    .isEqualTo(store.reference()
                            .reads()
                            .openConflicts(tenant, PageRequest.FIRST)
                            .items());
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
            maybe(
                    3,
                    () -> request.touch(Touch.attributed(
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
        private final class Interrupted extends ForwardingIdentityStore {
            private Interrupted() {
                super(store);
            }

            @Override
            public CommitResult commit(ResolutionPlan plan) {
                if (depth == 0 && random.nextInt(3) == 0) {
                    depth++;
                    resolver.resolve(request());
                    resolver.resolve(request());
                    depth--;
                }
                CommitResult result = super.commit(plan);
                lost += result instanceof CommitResult.Conflicted ? 1 : 0;
                return result;
            }
        }
    }
}
