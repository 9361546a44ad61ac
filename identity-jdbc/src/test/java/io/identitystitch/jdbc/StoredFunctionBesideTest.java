package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.testkit.UnionFind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * The same calls, many at once, by this library and by a function in the database as it is usually written. The laws that
 * the library keeps under concurrency are in the store's contract; this shows that the calls are hard.
 */
class StoredFunctionBesideTest {
    private static final int THREADS = 16;
    private static final int CALLS = 2_000;
    private static final IdentifierType KEY = IdentifierType.of("key");

    private final List<List<String>> calls = calls();
    private final AtomicInteger errors = new AtomicInteger();

    /** Two of the twelve keys of a block, on which all callers are at about the same time. */
    private static List<List<String>> calls() {
        long seed = Long.getLong("identity.seed", new Random().nextInt() & 0xffffffffL);
        System.out.println("StoredFunctionBesideTest: " + CALLS + " calls, -Didentity.seed=" + seed);
        Random random = new Random(seed);
        List<List<String>> calls = new ArrayList<>();
        while (calls.size() < CALLS) {
            int block = calls.size() / 40;
            String a = block + "." + random.nextInt(12);
            String b = block + "." + random.nextInt(12);
            if (!a.equals(b)) {
                calls.add(List.of(a, b));
            }
        }
        return calls;
    }

    @Test
    void theLibraryAnswersEveryCallAndIsRight() {
        IdentityPolicy policy = IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.persistent(KEY).unlimited().build())
                .build();
        try (HikariDataSource pool = Pools.postgres(THREADS);
                IdentityResolver identities = IdentityResolver.builder(Pools.store(pool))
                        .policy(policy)
                        .build()) {
            run(keys -> identities.resolve(ResolveRequest.builder()
                    .identifier(KEY, keys.get(0))
                    .identifier(KEY, keys.get(1))
                    .build()));
            int wrong = wrong(key -> identities.find(Identifier.of(KEY, key)).map(match -> (Object) match.profileId()));

            System.out.println("the library: " + errors + " errors, " + wrong + " persons wrong");
            assertThat(errors.get() + wrong).isZero();
        }
    }

    @Test
    void theUsualFunctionFailsThemOrIsWrong() throws SQLException {
        try (HikariDataSource pool = Pools.postgres(THREADS)) {
            StoredFunction.create(pool);
            run(keys -> StoredFunction.merge(pool, keys.get(0), keys.get(1)));
            int wrong = wrong(key -> StoredFunction.profile(pool, key));

            System.out.println("the usual function: " + errors + " errors, " + wrong + " persons wrong");
            assertThat(errors.get() + wrong).isPositive();
        }
    }

    /** How many of those whom the calls connect are not exactly one profile. */
    private int wrong(Function<String, Optional<Object>> find) {
        UnionFind<String> oracle = new UnionFind<>();
        calls.forEach(oracle::connect);
        Set<Object> seen = new HashSet<>();
        int wrong = 0;
        for (Set<String> part : oracle.parts()) {
            Set<Optional<Object>> found = new HashSet<>();
            part.forEach(key -> found.add(find.apply(key)));
            boolean isOne = found.size() == 1 && !found.contains(Optional.empty());
            wrong += seen.addAll(found) && isOne ? 0 : 1;
        }
        return wrong;
    }

    private void run(Consumer<List<String>> call) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            AtomicInteger next = new AtomicInteger();
            List<Future<?>> workers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                workers.add(threads.submit(() -> {
                    for (int n = next.getAndIncrement(); n < calls.size(); n = next.getAndIncrement()) {
                        try {
                            call.accept(calls.get(n));
                        } catch (RuntimeException e) {
                            errors.incrementAndGet();
                        }
                    }
                }));
            }
            for (Future<?> worker : workers) {
                worker.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
