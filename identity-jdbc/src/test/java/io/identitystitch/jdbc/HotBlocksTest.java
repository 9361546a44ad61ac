package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.testkit.CountingStore;
import io.identitystitch.testkit.UnionFind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * 16 threads, 40,000 calls of two and three identifiers over blocks of eight, some of them hot, against what union-find says
 * of the same calls.
 */
class HotBlocksTest {
    private static final int THREADS = 16;
    private static final int CALLS = Integer.getInteger("identity.hot.calls", 40_000);
    private static final int BLOCKS = CALLS / 8;
    private static final long SEED = Long.getLong("identity.seed", 20_261_121L);

    private static final IdentifierType A = IdentifierType.of("key_a");

    private final List<List<String>> calls = calls();

    private static List<List<String>> calls() {
        System.out.println("HotBlocksTest: -Didentity.seed=" + SEED);
        Random random = new Random(SEED);
        List<List<String>> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            boolean hot = random.nextInt(10) == 0;
            int block = hot ? random.nextInt(20) : random.nextInt(BLOCKS);
            Set<String> keys = new HashSet<>();
            int size = 2 + random.nextInt(2);
            while (keys.size() < size) {
                keys.add("b" + block + "k" + random.nextInt(8));
            }
            calls.add(List.copyOf(keys));
        }
        return calls;
    }

    private static IdentityPolicy withoutLimits() {
        return IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.persistent(A).unlimited().build())
                .build();
    }

    @Test
    void onPostgresNothingIsLostAndNothingIsMixedUp() {
        try (HikariDataSource pool = Pools.postgres(THREADS)) {
            partitionIsThatOfUnionFind(pool);
        }
    }

    @Test
    void onH2NothingIsLostAndNothingIsMixedUp() {
        try (HikariDataSource pool = Pools.h2(THREADS)) {
            partitionIsThatOfUnionFind(pool);
        }
    }

    @Test
    void onPostgresNoLawIsBrokenByAccountsAndSharedDevices() throws SQLException {
        try (HikariDataSource pool = Pools.postgres(THREADS)) {
            lawsHold(pool);
        }
    }

    @Test
    void onH2NoLawIsBrokenByAccountsAndSharedDevices() throws SQLException {
        try (HikariDataSource pool = Pools.h2(THREADS)) {
            lawsHold(pool);
        }
    }

    /** A function in the database that does what is usually written fails the same calls: errors reach the callers. */
    @Test
    void theUsualStoredFunctionDoesNotStandThis() throws SQLException {
        try (HikariDataSource pool = Pools.postgres(THREADS)) {
            StoredFunction.create(pool);
            AtomicInteger errors = new AtomicInteger();
            run(calls.subList(0, Math.min(CALLS, 8000)), keys -> {
                try {
                    StoredFunction.merge(pool, keys.get(0), keys.get(1));
                } catch (SQLException e) {
                    errors.incrementAndGet();
                }
            });
            System.out.println("HotBlocksTest: the stored function surfaced " + errors + " errors in 8000 calls");
            assertThat(errors.get()).isPositive();
        }
    }

    private void partitionIsThatOfUnionFind(DataSource pool) {
        CountingStore store = new CountingStore(Pools.store(pool));
        UnionFind<String> oracle = new UnionFind<>();
        calls.forEach(oracle::connect);
        try (IdentityResolver identities =
                IdentityResolver.builder(store).policy(withoutLimits()).build()) {
            run(calls, keys -> {
                ResolveRequest.Builder request = ResolveRequest.builder();
                keys.forEach(key -> request.identifier(A, key));
                assertThat(identities.resolve(request.build()).profileId()).isPresent();
            });
            Set<ProfileId> persons = new HashSet<>();
            for (Set<String> part : oracle.parts()) {
                Set<ProfileId> found = new HashSet<>();
                for (String key : part) {
                    found.add(identities
                            .find(Identifier.of(A, key))
                            .orElseThrow(() -> new AssertionError(key + " is missing"))
                            .profileId());
                }
                assertThat(found)
                        .as("those that were seen together are one person")
                        .hasSize(1);
                assertThat(persons.addAll(found)).as("and nobody else is").isTrue();
            }
            assertThat(store.conflicts())
                    .as("without a lost race this proves nothing")
                    .isPositive();
        }
    }

    private void lawsHold(DataSource pool) throws SQLException {
        CountingStore store = new CountingStore(Pools.store(pool));
        AtomicInteger refused = new AtomicInteger();
        try (IdentityResolver identities = IdentityResolver.builder(store).build()) {
            run(calls, keys -> {
                ResolveRequest.Builder request = ResolveRequest.builder();
                for (String key : keys) {
                    switch (key.charAt(key.length() - 1)) {
                        case '0', '1', '2' -> request.userId("user-" + key);
                        case '3', '4', '5' -> request.email(key + "@example.org");
                        default -> request.anonymousId("device-" + key);
                    }
                }
                Resolution resolution = identities.resolve(request.build());
                if (resolution.outcome() == Outcome.CONFLICT
                        || resolution.ignored().stream()
                                .anyMatch(ignored -> ignored.key().isPresent())) {
                    refused.incrementAndGet();
                }
            });
            assertThat(refused.get()).as("calls refused in part").isGreaterThan(CALLS / 20);
            assertThat(store.conflicts())
                    .as("without a lost race this proves nothing")
                    .isPositive();
            assertThat(identities.steward().conflicts(PageRequest.FIRST).items())
                    .isNotEmpty();
        }
        GraphChecks.check(pool);
    }

    private static void run(List<List<String>> calls, Consumer<List<String>> call) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < calls.size(); n = next.getAndIncrement()) {
                        call.accept(calls.get(n));
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a caller got an error", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
