package io.identitystitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.jdbc.JoinedIdentityStore;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.testdb.TestPostgres;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a call costs that no clock has to tell: log, rows, memory. Round trips are counted in {@code RoundTripTest} of
 * identity-jdbc and buffers in its {@code CachedPlanTest}.
 */
class CountersTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-05-01T10:00:00Z"));

    private static Server server;
    private static Stitch stitch;

    /** What a transaction did to the tables of the library. */
    private record Rows(long written, long read) {
        Rows since(Rows before) {
            return new Rows(written - before.written, read - before.read);
        }
    }

    @BeforeAll
    static void start() {
        server = new Server(TestPostgres.shared(), false);
        World.createStitch(server, Stitch.SCHEMA);
        stitch = new Stitch(server.pool("stitch", 2, "public"), MergeCases.unlimited(), CLOCK);
        stitch.load(new Population("known", 500, true, 1));
        server.settle();
    }

    @AfterAll
    static void stop() {
        stitch.close();
        server.close();
    }

    /** Others write to the log of the server too, now and then: so one of several calls has to be without. */
    @Test
    void aKnownSignInWritesNothingToTheLog() throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 50 && least > 0; i++) {
            signIn(i);
            long before = log();
            signIn(i);
            least = Math.min(least, log() - before);
        }
        assertThat(least).isZero();
    }

    @Test
    void aSignUpDoes() throws Exception {
        long before = log();
        stitch.signIn("new@example.org", Keys.anonymousId("new", 1), Outcome.CREATED);
        assertThat(log()).isGreaterThan(before);
    }

    @Test
    void aKnownSignInTouchesNoRowAndReadsTwoIdentifiers() throws SQLException {
        ResolveRequest known = ResolveRequest.builder()
                .email(Keys.email("known", 9))
                .anonymousId(Keys.anonymousId("known", 9))
                .build();
        Rows rows = rows(MergeCases.unlimited(), known, Outcome.MATCHED);
        assertThat(rows.written()).isZero();
        assertThat(rows.read()).isBetween(2L, 4L);
    }

    /** Where nothing has to be counted, for no limit could break. */
    @Test
    void aMergeReadsAndWritesTheSameRowsWhateverThePersonsHave() throws SQLException {
        Rows small = merge("small", 2);
        Rows large = merge("large", 2_000);
        assertThat(large).isEqualTo(small);
        assertThat(small.written()).isBetween(1L, 9L);
    }

    private static Rows merge(String name, int devices) throws SQLException {
        stitch.load(new Population(name + "a", 1, true, devices));
        stitch.load(new Population(name + "b", 1, true, devices));
        return rows(
                MergeCases.unlimited(),
                ResolveRequest.builder()
                        .email(Keys.email(name + "a", 0))
                        .email(Keys.email(name + "b", 0))
                        .build(),
                Outcome.MERGED);
    }

    /** As where the server has found out that most who were absorbed are known, which makes two indexes equally good. */
    @Test
    void aMergeReadsTheSameRowsHoweverManyVisitorsThePersonWas() throws Exception {
        Population met = new Population("met", 2_400, true, 1);
        stitch.load(met);
        for (int pair = 0; pair < met.count() / 2; pair++) {
            stitch.resolve(MergeCases.meeting(met, pair), Outcome.MERGED);
        }
        server.settle();
        assertThat(visit("often", 300).read()).isEqualTo(visit("seldom", 3).read());
    }

    /** The merge of one more visitor into a person who was so many. */
    private static Rows visit(String name, int visitors) throws Exception {
        stitch.load(new Population(name, 1, true, 1));
        stitch.load(new Population(name + "v", visitors + 1, false, 1));
        for (int i = 0; i < visitors; i++) {
            stitch.signIn(Keys.email(name, 0), Keys.anonymousId(name + "v", i), Outcome.MERGED);
        }
        return rows(
                MergeCases.unlimited(),
                ResolveRequest.builder()
                        .email(Keys.email(name, 0))
                        .anonymousId(Keys.anonymousId(name + "v", visitors))
                        .build(),
                Outcome.MERGED);
    }

    /** Measured with the compiler that tests have; an optimising one allocates less. */
    @Test
    void aKnownResolveAllocatesNoMoreThanItsCeiling() {
        IdentityResolver inMemory = IdentityResolver.builder(InMemoryIdentityStore.create(CLOCK))
                .key(new byte[32])
                .clock(CLOCK)
                .build();
        ResolveRequest pair = ResolveRequest.builder()
                .email("ann@example.org")
                .anonymousId("phone-1")
                .build();
        inMemory.resolve(pair);
        assertThat(allocated(inMemory, pair)).as("in memory").isLessThan(IN_MEMORY_BYTES);

        ResolveRequest known = ResolveRequest.builder()
                .email(Keys.email("known", 3))
                .anonymousId(Keys.anonymousId("known", 3))
                .build();
        assertThat(allocated(stitch.resolver(), known)).as("on PostgreSQL").isLessThan(POSTGRES_BYTES);
    }

    private static final long IN_MEMORY_BYTES = 28_000;
    private static final long POSTGRES_BYTES = 60_000;

    private static long allocated(IdentityResolver resolver, ResolveRequest request) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int calls = 500;
        for (int i = 0; i < calls; i++) {
            resolver.resolve(request);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < calls; i++) {
            resolver.resolve(request);
        }
        return (threads.getCurrentThreadAllocatedBytes() - before) / calls;
    }

    private static void signIn(int person) throws Errors.WrongAnswer {
        stitch.signIn(Keys.email("known", person), Keys.anonymousId("known", person), Outcome.MATCHED);
    }

    private static long log() {
        return server.number("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn");
    }

    private static Rows rows(IdentityPolicy policy, ResolveRequest request, Outcome expected) throws SQLException {
        try (Connection connection = stitch.pool().connection()) {
            connection.setAutoCommit(false);
            try {
                JoinedIdentityStore joined = JdbcIdentityStore.builder(
                                stitch.pool().dataSource())
                        .schema(Stitch.SCHEMA)
                        .build()
                        .joining(connection);
                IdentityResolver resolver = IdentityResolver.builder(joined)
                        .policy(policy)
                        .key(Stitch.masterKey())
                        .clock(CLOCK)
                        .build();
                // The counters of a session may still hold those of its last transaction.
                Rows before = rows(connection);
                assertThat(resolver.resolve(request).outcome()).isEqualTo(expected);
                return rows(connection).since(before);
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    private static Rows rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select sum(n_tup_ins + n_tup_upd + n_tup_del),"
                        + " sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)) from pg_stat_xact_user_tables"
                        + " where schemaname = '" + Stitch.SCHEMA + "' and relname like 'id\\_%'")) {
            row.next();
            return new Rows(row.getLong(1), row.getLong(2));
        }
    }
}
