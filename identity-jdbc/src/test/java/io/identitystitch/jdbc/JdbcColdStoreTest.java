package io.identitystitch.jdbc;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.query;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.cold.BlockCodec;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.testdb.TestPostgres;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the database store does beyond the contract: transactions, many rows, damage, codecs. */
class JdbcColdStoreTest {
    private static final TenantId TENANT = TenantId.of("acme");

    private final ColdSignals signals = new ColdSignals(20260302);

    private static long count(DataSource database, String table) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Of one visitor and many, over two days, more than goes into one statement. */
    private List<ColdSignal> many() {
        List<ColdSignal> many = new ArrayList<>();
        for (int i = 0; i < 1_300; i++) {
            many.add(signals.signal(START.plus(Duration.ofMinutes(i)), 1, 10 + i % 7));
        }
        return many;
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void moreThanAStatementTakesIsAppendedFoundErasedAndExpired(Dialect dialect) throws SQLException {
        DataSource database = TestStores.migrated(dialect);
        List<ColdSignal> many = many();
        try (ColdStore store = JdbcColdStore.create(database)) {
            store.append(TENANT, many);
            assertThat(all(store, TENANT, 1)).containsExactlyElementsOf(many);
            assertThat(all(store, TENANT, 1, 10, 11, 12)).hasSize(1_300).doesNotHaveDuplicates();
            assertThat(store.erase(TENANT, Set.of(visitor(10), visitor(11)))).isEqualTo(372);
            assertThat(all(store, TENANT, 1)).hasSize(928);
            assertThat(count(database, "id_cold_visitor")).isEqualTo(2 * 928);
            assertThat(store.expire(TENANT, LocalDate.parse("2026-03-03"))).isOne();
            assertThat(all(store, TENANT, 1))
                    .isNotEmpty()
                    .allMatch(signal -> signal.receivedAt().isAfter(START.plus(Duration.ofHours(14))));
            assertThat(store.expire(TENANT, LocalDate.MAX)).isOne();
        }
        assertThat(count(database, "id_cold_signal")).isZero();
        assertThat(count(database, "id_cold_visitor")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anAppendKeepsAllOrNothing(Dialect dialect) throws SQLException {
        DataSource database = TestStores.migrated(dialect);
        execute(database, "alter table id_cold_visitor add constraint spoilt check (type <> 21)");
        List<ColdSignal> batch = new ArrayList<>(many());
        ColdSignal last = signals.signal(START, 1);
        batch.add(new ColdSignal(
                last.contentHash(),
                last.occurredAt(),
                last.receivedAt(),
                Set.of(new IdentifierKey(
                        IdentifierType.of("device_id"), visitor(1).digest())),
                last.body()));
        try (ColdStore store = JdbcColdStore.create(database)) {
            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> store.append(TENANT, batch))
                    .withMessageNotContaining(visitor(1).digest().toString());
            assertThat(all(store, TENANT, 1)).isEmpty();
        }
        assertThat(count(database, "id_cold_signal")).isZero();
        assertThat(count(database, "id_cold_visitor")).isZero();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aTransactionOfTheHostHasNoPartInIt(Dialect dialect) throws SQLException {
        DataSource database = TestStores.migrated(dialect);
        ColdSignal kept = signals.signal(START, 1);
        try (ColdStore store = JdbcColdStore.create(database);
                Connection host = database.getConnection();
                Statement statement = host.createStatement()) {
            host.setAutoCommit(false);
            statement.execute("insert into id_tenant (name) values ('of the host')");
            store.append(TENANT, List.of(kept));
            host.rollback();
            assertThat(all(store, TENANT, 1)).containsExactly(kept);
            assertThat(host.getAutoCommit()).isFalse();
        }
        assertThat(count(database, "id_tenant where name = 'of the host'")).isZero();
    }

    /** A host may use its pool while it is handed a signal, even one with a single connection. */
    @Test
    void noConnectionIsHeldWhileTheHostTakesASignal() throws SQLException {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(TestStores.migrated(Dialect.H2));
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(250);
        try (pool;
                ColdStore store = JdbcColdStore.create(pool)) {
            store.append(TENANT, many());
            List<Long> counted = new ArrayList<>();
            store.scan(query(TENANT, 10), signal -> {
                try {
                    counted.add(count(pool, "id_cold_signal"));
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(counted).hasSize(186).containsOnly(1_300L);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRowThatIsNotWhatWasStoredIsCountedAndGivenToNobody(Dialect dialect) throws SQLException {
        DataSource database = TestStores.migrated(dialect);
        List<ColdSignal> appended = signals.some(60, 1);
        String[] damages = {
            "body = body || body",
            "length = length + 1, checksum = checksum + 1",
            "visitors = body",
            "checksum = checksum + 1",
            "content_hash = (select digest from id_cold_visitor fetch first row only)"
        };
        try (JdbcColdStore store = JdbcColdStore.create(database)) {
            store.append(TENANT, appended);
            for (int i = 0; i < damages.length; i++) {
                execute(
                        database,
                        "update id_cold_signal set " + damages[i] + " where received_at = timestamp with time zone '"
                                + appended.get(i).receivedAt() + "'");
            }
            for (int round = 0; round < 2; round++) {
                List<ColdSignal> found = new ArrayList<>();
                ColdScan scan = store.scan(query(TENANT, 0), found::add);
                assertThat(found).containsExactlyElementsOf(appended.subList(damages.length, 60));
                assertThat(scan.damaged()).isEqualTo(damages.length);
                assertThat(store.health().damagedRecords()).isEqualTo(damages.length);
            }
            assertThat(store.health().segments()).isEqualTo(60);
            assertThat(store.erase(TENANT, Set.of(visitor(0)))).isEqualTo(60);
            assertThat(store.health().bytes()).isZero();
        }
        assertThat(count(database, "id_cold_visitor")).isZero();
    }

    /** Whose rows lead nowhere, because the signal's own was taken away by hand, does not stand in the way either. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatLeadsNowhereIsPassedOverAndErased(Dialect dialect) throws SQLException {
        DataSource database = TestStores.migrated(dialect);
        try (ColdStore store = JdbcColdStore.create(database)) {
            store.append(TENANT, signals.some(700, 1));
            execute(database, "delete from id_cold_signal");
            assertThat(all(store, TENANT, 0)).isEmpty();
            assertThat(store.erase(TENANT, Set.of(visitor(0)))).isZero();
        }
        assertThat(count(database, "id_cold_visitor")).isZero();
    }

    @Test
    void aCodecSeesEveryBodyAndWithoutItNothingIsGivenOut() {
        DataSource database = TestStores.migrated(Dialect.H2);
        BlockCodec codec = new BlockCodec() {
            @Override
            public byte[] seal(byte[] block, String where) {
                byte[] sealed = Arrays.copyOf(block, block.length + 1);
                sealed[block.length] = (byte) where.hashCode();
                return sealed;
            }

            @Override
            public byte[] open(byte[] sealed, String where) throws IOException {
                if (sealed[sealed.length - 1] != (byte) where.hashCode() || !where.equals("acme/2026-03-02")) {
                    throw new IOException("sealed elsewhere");
                }
                return Arrays.copyOf(sealed, sealed.length - 1);
            }
        };
        List<ColdSignal> appended = signals.some(20, 1);
        try (ColdStore store = JdbcColdStore.builder(database).codec(codec).build()) {
            store.append(TENANT, appended);
            assertThat(all(store, TENANT, 0)).containsExactlyElementsOf(appended);
        }
        try (ColdStore store = JdbcColdStore.create(database)) {
            assertThat(store.scan(query(TENANT, 0), signal -> {}).damaged()).isEqualTo(20);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void itsTablesMayBeInASchemaOfTheirOwn(Dialect dialect) throws SQLException {
        DataSource database = TestStores.empty(dialect);
        List<ColdSignal> appended = signals.some(5, 1);
        try (ColdStore store = JdbcColdStore.builder(database)
                .schema("cold")
                .autoMigrate(true)
                .timeout(Duration.ofSeconds(20))
                .build()) {
            store.append(TENANT, appended);
            assertThat(all(store, TENANT, 0)).containsExactlyElementsOf(appended);
            assertThat(store.erase(TENANT, Set.of(visitor(0)))).isEqualTo(5);
        }
        assertThat(count(database, "\"cold\".id_cold_signal")).isZero();
    }

    @Test
    void optionsAreCheckedAndSetOnce() {
        DataSource database = TestStores.h2();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcColdStore.builder(database).schema("Cold"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcColdStore.builder(database).timeout(Duration.ofMillis(1)));
        assertThatIllegalStateException()
                .isThrownBy(() -> JdbcColdStore.builder(database).schema("a").schema("b"));
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> JdbcColdStore.create(database))
                .withMessageContaining("Schema.migrate")
                .matches(e -> !e.isRetryable());
    }

    @Test
    void aServerThatIsAwayIsATypedError() throws SQLException {
        try (TestPostgres server = TestPostgres.own(Map.of())) {
            DataSource database = server.newDatabase();
            ColdStore store = JdbcColdStore.builder(database).autoMigrate(true).build();
            List<ColdSignal> kept = signals.some(10, 1);
            store.append(TENANT, kept);
            server.close();
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> store.append(TENANT, kept),
                    () -> all(store, TENANT, 0),
                    () -> store.erase(TENANT, Set.of(visitor(0))),
                    () -> store.expire(TENANT, LocalDate.MAX))) {
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(call)
                        .matches(IdentityStoreException::isRetryable);
            }
        }
    }

    @Test
    void whatIsAppendedSurvivesACrashOfTheServer() throws SQLException {
        try (TestPostgres server = TestPostgres.own(Map.of("wal_writer_delay", "10s"))) {
            DataSource database = server.newDatabase();
            List<ColdSignal> kept = signals.some(50, 1);
            try (ColdStore store =
                    JdbcColdStore.builder(database).autoMigrate(true).build()) {
                kept.forEach(each -> store.append(TENANT, List.of(each)));
                server.crash();
                assertThat(all(store, TENANT, 0)).containsExactlyElementsOf(kept);
            }
        }
    }
}
