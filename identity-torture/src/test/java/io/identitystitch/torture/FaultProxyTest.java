package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.testdb.TestPostgres;
import io.identitystitch.torture.FaultProxy.Ambush;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class FaultProxyTest {
    private static final String INSERT = "insert into mark values (?, ?)";

    private final PGSimpleDataSource direct = TestPostgres.shared().newDatabase();
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException, SQLException {
        proxy = new FaultProxy(direct.getPortNumbers()[0]);
        try (Connection connection = direct.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table mark (id int primary key, note text)");
        }
    }

    @AfterEach
    void close() {
        proxy.close();
    }

    @Test
    void passesEverything() throws SQLException {
        try (Connection connection = connect()) {
            connection.setAutoCommit(false);
            for (int id = 0; id < 20; id++) {
                insert(connection, id);
            }
            connection.commit();
        }

        assertThat(stored(19)).isTrue();
    }

    @Test
    void throwsAwayTheAnswerToACommit() throws Exception {
        int broken = writeUntilBroken(Ambush.AFTER_COMMIT);

        assertThat(stored(broken)).isTrue();
    }

    @Test
    void tearsARequestWhichIsThenNotDone() throws Exception {
        int broken = writeUntilBroken(Ambush.MIDST_OF_REQUEST);

        assertThat(stored(broken)).isFalse();
        assertThat(stored(broken - 1)).isTrue();
    }

    @Test
    void breaksAConnectionThatWaitsForItsAnswer() throws Exception {
        int broken = writeUntilBroken(Ambush.BEFORE_ANSWER);

        assertThat(stored(broken - 1)).isTrue();
    }

    @Test
    void findsNoCommitToBreakWhereNothingIsWritten() throws Exception {
        try (Connection connection = connect();
                PreparedStatement select = connection.prepareStatement("select count(*) from mark")) {
            CompletableFuture<Boolean> ambush = lieInWait(Ambush.AFTER_COMMIT, 200);
            while (!ambush.isDone()) {
                select.executeQuery().close();
            }

            assertThat(ambush.get()).isFalse();
        }
    }

    @Test
    void cutsAllConnections() throws SQLException {
        try (Connection first = connect();
                Connection second = connect()) {
            assertThat(proxy.cutAll()).isEqualTo(2);

            assertThatThrownBy(() -> insert(first, 1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> insert(second, 1)).isInstanceOf(SQLException.class);
        }
        try (Connection connection = connect()) {
            insert(connection, 1);
        }
    }

    @Test
    void holdsAnswersBackUntilReleased() throws Exception {
        try (Connection connection = connect()) {
            proxy.holdAnswers();
            CompletableFuture<Void> insert = CompletableFuture.runAsync(() -> {
                try {
                    insert(connection, 1);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> insert.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

            proxy.release();

            assertThat(insert).succeedsWithin(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void turnsClientsAwayWhileTheServerIsGone() throws IOException {
        int nobody;
        try (FaultProxy closed = new FaultProxy(1)) {
            nobody = closed.port();
            assertThatThrownBy(() -> connect(nobody)).isInstanceOf(SQLException.class);
        }
    }

    /** The id of the insert whose connection broke. Those before it went well. */
    private int writeUntilBroken(Ambush where) throws Exception {
        try (Connection connection = connect()) {
            insert(connection, 0);
            CompletableFuture<Boolean> ambush = lieInWait(where, 10_000);
            for (int id = 1; ; id++) {
                try {
                    insert(connection, id);
                } catch (SQLException e) {
                    assertThat(ambush.get()).isTrue();
                    return id;
                }
            }
        }
    }

    private CompletableFuture<Boolean> lieInWait(Ambush where, long millis) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return proxy.ambush(where, millis);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private Connection connect() throws SQLException {
        return connect(proxy.port());
    }

    private Connection connect(int port) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + port + '/' + direct.getDatabaseName(), direct.getUser(), "");
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setInt(1, id);
            insert.setString(2, "a note that is long enough to be torn");
            insert.executeUpdate();
        }
    }

    private boolean stored(int id) throws SQLException {
        try (Connection connection = direct.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select 1 from mark where id = " + id)) {
            return row.next();
        }
    }
}
