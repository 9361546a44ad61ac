package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.spi.IdentityStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Visitors that are committed together, on both databases. */
class CollapsedVisitorsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private static IdentityResolver resolver(JdbcIdentityStore store) {
        return IdentityResolver.builder(store)
                .hasher(IdentifierHasher.sha256())
                .clock(() -> NOW)
                .build();
    }

    private static HikariDataSource pool(DataSource dataSource) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(20);
        return pool;
    }

    private static ResolveRequest.Builder visit(String id) {
        return ResolveRequest.builder(() -> NOW).anonymousId(id);
    }

    private static Identifier visitor(String id) {
        return Identifier.of(IdentifierType.ANONYMOUS_ID, id);
    }

    /** Most visitors come once, some several times at once, a few sign in; half of the ids are said to be minted. */
    private static List<ResolveRequest> traffic(Random random, int calls) {
        List<ResolveRequest> requests = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String id = "v-" + (random.nextInt(3) == 0 ? random.nextInt(calls / 20) : calls + i);
            ResolveRequest.Builder visit = visit(id)
                    .trait("t" + random.nextInt(3), "x")
                    .touch(Touch.attributed(NOW.minusSeconds(random.nextInt(10_000)), Map.of("n", "" + i)));
            if (random.nextInt(12) == 0) {
                visit.userId("user of " + id);
            }
            requests.add((random.nextBoolean() ? visit.minted() : visit).build());
        }
        return requests;
    }

    @ParameterizedTest
    @EnumSource
    void areAnsweredAsOneByOne(Dialect dialect) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("visitors together: seed " + seed);
        List<ResolveRequest> requests = traffic(new Random(seed), 600);
        try (HikariDataSource pool = pool(TestStores.migrated(dialect))) {
            IdentityResolver identities = resolver(
                    JdbcIdentityStore.builder(pool).collapseAnonymous(32).build());
            List<Resolution> answers = atOnce(16, identities, requests);

            IdentityResolver oracle = IdentityResolver.builder(InMemoryIdentityStore.create())
                    .hasher(IdentifierHasher.sha256())
                    .clock(() -> NOW)
                    .build();
            requests.forEach(oracle::resolve);
            Set<ProfileId> persons = new HashSet<>();
            Set<ProfileId> expected = new HashSet<>();
            for (int i = 0; i < requests.size(); i++) {
                Identifier id = visitor(requests.get(i).identifiers().get(0).value());
                ProfileId person = identities.find(id).orElseThrow().profileId();
                ProfileId owner = answers.get(i).profileId().orElseThrow();
                assertThat(identities.profile(owner).orElseThrow().id())
                        .as("seed %s", seed)
                        .isEqualTo(person);
                Profile other = oracle.profile(oracle.find(id).orElseThrow().profileId())
                        .orElseThrow();
                assertThat(facts(identities.profile(person).orElseThrow()))
                        .as("seed %s", seed)
                        .isEqualTo(facts(other));
                persons.add(person);
                expected.add(other.id());
            }
            assertThat(persons).hasSameSizeAs(expected);
        }
    }

    private static List<Object> facts(Profile profile) {
        return List.of(
                profile.firstTouch().map(Touch::fields),
                profile.lastTouch().map(Touch::fields),
                profile.traits().toString(),
                profile.identifiers().size());
    }

    private static List<Resolution> atOnce(int threads, IdentityResolver identities, List<ResolveRequest> requests)
            throws InterruptedException, ExecutionException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Callable<Resolution>> calls = new ArrayList<>();
            requests.forEach(request -> calls.add(() -> identities.resolve(request)));
            List<Resolution> answers = new ArrayList<>();
            for (Future<Resolution> future : executor.invokeAll(calls)) {
                answers.add(future.get());
            }
            return answers;
        } finally {
            executor.shutdownNow();
        }
    }

    private final List<Thread> threads = new ArrayList<>();

    private FutureTask<Resolution> start(IdentityResolver identities, String id) {
        FutureTask<Resolution> task =
                new FutureTask<>(() -> identities.resolve(visit(id).minted().build()));
        threads.add(new Thread(task));
        threads.get(threads.size() - 1).start();
        return task;
    }

    /** Transactions of hosts have two identifiers in hand: the first call waits for one, the joint commit meets the other. */
    @Test
    void areNotHeldUpByOneWhoseIdentifierAnotherTransactionHasInHand() throws Exception {
        DataSource database = TestStores.migrated(Dialect.POSTGRESQL);
        try (HikariDataSource pool = pool(database);
                Connection one = database.getConnection();
                Connection other = database.getConnection()) {
            JdbcIdentityStore store = JdbcIdentityStore.builder(pool)
                    .collapseAnonymous(32)
                    .timeout(Duration.ofMinutes(5))
                    .build();
            IdentityResolver identities = resolver(store);
            identities.resolve(visit("warm").build());
            one.setAutoCommit(false);
            other.setAutoCommit(false);
            identities.using(store.joining(one)).resolve(visit("in-hand-1").build());
            ProfileId theirs = identities
                    .using(store.joining(other))
                    .resolve(visit("in-hand-2").build())
                    .profileId()
                    .orElseThrow();

            FutureTask<Resolution> first = start(identities, "in-hand-1");
            while (!isOneWaitingForALock(database)) {
                Thread.onSpinWait();
            }
            List<FutureTask<Resolution>> calls = new ArrayList<>();
            for (String id : List.of("in-hand-2", "v-1", "v-2", "v-3")) {
                calls.add(start(identities, id));
                Thread last = threads.get(threads.size() - 1);
                while (last.getState() != Thread.State.WAITING) {
                    assertThat(last.isAlive()).as("waits for the first").isTrue();
                    Thread.onSpinWait();
                }
            }
            one.rollback();
            assertThat(first.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.CREATED);
            for (FutureTask<Resolution> call : calls.subList(1, 4)) {
                assertThat(call.get(60, TimeUnit.SECONDS).outcome()).isEqualTo(Outcome.CREATED);
            }
            assertThat(calls.get(0).isDone()).as("has to wait for the host").isFalse();
            other.commit();
            assertThat(calls.get(0).get(60, TimeUnit.SECONDS).profileId()).contains(theirs);
            try (Connection lent = pool.getConnection();
                    Statement statement = lent.createStatement();
                    ResultSet row = statement.executeQuery("show lock_timeout")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("0");
            }
        }
    }

    private static boolean isOneWaitingForALock(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and datname = current_database()")) {
            row.next();
            return row.getInt(1) == 1;
        }
    }

    @ParameterizedTest
    @EnumSource
    void failEachByItselfWhereTheDatabaseIsGone(Dialect dialect) throws Exception {
        HikariDataSource pool = pool(TestStores.migrated(dialect));
        IdentityResolver identities =
                resolver(JdbcIdentityStore.builder(pool).collapseAnonymous(8).build());
        identities.resolve(visit("v-0").build());
        pool.close();
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Resolution>> calls = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String id = "gone-" + i;
                calls.add(() -> identities.resolve(visit(id).minted().build()));
            }
            for (Future<Resolution> future : executor.invokeAll(calls)) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(future::get)
                        .withCauseInstanceOf(IdentityStoreException.class);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void atLeastTwoAndAtMostAsManyAsOneTextTakes() {
        JdbcIdentityStoreBuilder builder = JdbcIdentityStore.builder(TestStores.h2());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.collapseAnonymous(1))
                .withMessageContaining("1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.collapseAnonymous(33))
                .withMessageContaining("33");
        builder.collapseAnonymous(2);
        assertThatIllegalStateException().isThrownBy(() -> builder.collapseAnonymous(2));
        builder.anonymousDurability(Durability.STANDARD);
        assertThatIllegalStateException().isThrownBy(() -> builder.anonymousDurability(Durability.RELAXED));
    }
}
