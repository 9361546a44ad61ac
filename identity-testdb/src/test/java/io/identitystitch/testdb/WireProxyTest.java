package io.identitystitch.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;
import org.postgresql.util.PSQLException;

class WireProxyTest {
    private final PGSimpleDataSource direct = TestPostgres.shared().newDatabase();
    private final WireProxy proxy = WireProxy.inFrontOf(direct);
    private final PGSimpleDataSource database = proxy.through(direct);

    @BeforeEach
    void makeATable() throws SQLException {
        try (Connection connection = direct.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table mark (id int primary key, note text)");
        }
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Nested
    class RoundTrips {
        @ParameterizedTest
        @ValueSource(strings = {"simple", "extended", "extendedForPrepared", "extendedCacheEverything"})
        void areOneForAStatementInEveryProtocol(String mode) throws SQLException {
            database.setPreferQueryMode(PreferQueryMode.of(mode));
            try (Connection connection = database.getConnection()) {
                proxy.reset();

                for (int i = 0; i < 10; i++) {
                    assertThat(select(connection)).isEqualTo(1);
                }

                assertThat(proxy.roundTrips()).isEqualTo(10);
            }
        }

        @Test
        void areThreeForATransactionOfTwoStatementsAsBeginTravelsWithTheFirst() throws SQLException {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                proxy.reset();

                insert(connection, 1);
                insert(connection, 2);
                connection.commit();

                assertThat(proxy.roundTrips()).isEqualTo(3);
            }
        }

        @Test
        void areOneForABatch() throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement insert = connection.prepareStatement("insert into mark values (?, ?)")) {
                for (int i = 0; i < 50; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "note");
                    insert.addBatch();
                }
                proxy.reset();

                assertThat(insert.executeBatch()).hasSize(50);

                assertThat(proxy.roundTrips()).isEqualTo(1);
            }
        }

        @Test
        void countALargeMessageOnceAndPassItWhole() throws SQLException {
            String large = "\u00e9S".repeat(500_000);
            try (Connection connection = database.getConnection();
                    PreparedStatement echo = connection.prepareStatement("select ?::text")) {
                echo.setString(1, large);
                proxy.reset();

                try (ResultSet row = echo.executeQuery()) {
                    row.next();
                    assertThat(row.getString(1)).isEqualTo(large);
                }

                assertThat(proxy.roundTrips()).isEqualTo(1);
            }
        }

        @Test
        void ofAFreshConnectionAreTheDriversSettingsAndItsZone() throws SQLException {
            try (Connection connection = database.getConnection()) {
                assertThat(connection.isClosed()).isFalse();

                assertThat(proxy.roundTrips()).isEqualTo(2);
            }
        }

        @Test
        void areCountedPerProxy() throws SQLException {
            try (WireProxy other = WireProxy.inFrontOf(direct);
                    Connection connection = other.through(direct).getConnection()) {
                other.reset();

                assertThat(select(connection)).isEqualTo(1);

                assertThat(other.roundTrips()).isEqualTo(1);
                assertThat(proxy.roundTrips()).isZero();
            }
        }
    }

    @Test
    void passesARequestToCancel() throws Exception {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);

            assertThatThrownBy(() -> statement.execute("select pg_sleep(30)"))
                    .isInstanceOfSatisfying(
                            PSQLException.class,
                            e -> assertThat(e.getSQLState()).isEqualTo("57014"));
        }
    }

    @Nested
    class Cutting {
        @Test
        void breaksOpenConnectionsAndRollsBackTheirWork() throws SQLException {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                insert(connection, 1);

                assertThat(proxy.cutAll()).isEqualTo(1);

                assertThatThrownBy(connection::commit)
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).startsWith("08"));
            }
            assertThat(count(direct)).isZero();
            assertThat(proxy.connections()).isZero();
        }

        @Test
        void leavesNewConnectionsAlone() throws SQLException {
            database.getConnection();
            proxy.cutAll();

            try (Connection connection = database.getConnection()) {
                assertThat(select(connection)).isEqualTo(1);
            }
        }
    }

    @Nested
    class Holding {
        @Test
        void makesCallsWaitUntilHealed() throws Exception {
            try (Connection connection = database.getConnection()) {
                proxy.blackHole();
                CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(() -> select(connection));
                assertThatThrownBy(() -> answer.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

                proxy.heal();

                assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo(1);
            }
        }

        @Test
        void isEndedByTheClientsOwnTimeOut() throws SQLException {
            try (Connection connection = database.getConnection()) {
                proxy.blackHole();
                connection.setNetworkTimeout(Runnable::run, 300);

                assertThatThrownBy(() -> insert(connection, 1)).isInstanceOf(SQLException.class);
            }
        }

        @Test
        void ofRepliesLeavesACommitDoneButUnknown() throws Exception {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                insert(connection, 1);
                proxy.holdReplies();
                CompletableFuture<Void> commit = CompletableFuture.runAsync(() -> {
                    try {
                        connection.commit();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                awaitCount(1);
                assertThat(commit).isNotDone();

                proxy.cutAll();

                assertThatThrownBy(() -> commit.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(Exception.class);
            }
            assertThat(count(direct)).isEqualTo(1);
        }
    }

    @Test
    void leavesNoThreadWhenClosed() throws SQLException {
        Connection connection = database.getConnection();
        assertThat(select(connection)).isEqualTo(1);
        proxy.blackHole();
        assertThat(threads()).isGreaterThanOrEqualTo(3);

        proxy.close();

        assertThat(threads()).isZero();
        assertThatThrownBy(connection::close).isInstanceOf(SQLException.class);
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("wire-proxy-"))
                .peek(thread -> assertThat(thread.isDaemon()).isTrue())
                .count();
    }

    private static int select(Connection connection) {
        try (PreparedStatement select = connection.prepareStatement("select 1");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into mark values (?, 'note')")) {
            insert.setInt(1, id);
            insert.executeUpdate();
        }
    }

    private void awaitCount(int wanted) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (count(direct) != wanted && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(count(direct)).isEqualTo(wanted);
    }

    private static int count(PGSimpleDataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from mark")) {
            row.next();
            return row.getInt(1);
        }
    }
}
