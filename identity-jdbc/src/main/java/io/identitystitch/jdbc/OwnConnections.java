package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import javax.sql.DataSource;

/**
 * Connections from a data source, each for one call, and given back as they came: auto-commit, isolation level and network
 * time-out.
 *
 * <p>Thread-safe.
 */
final class OwnConnections {
    /** H2's level that reads all tables at the moment of the first statement. */
    private static final int H2_SNAPSHOT = 6;
    /** How much longer the network may be silent than a statement may take, so that cancelling comes first. */
    private static final int GRACE_MILLIS = 250;

    private static final int UNLIMITED = 0;

    private final DataSource dataSource;
    private final Dialect dialect;
    private final Duration timeout;

    OwnConnections(DataSource dataSource, Dialect dialect, Duration timeout) {
        this.dataSource = dataSource;
        this.dialect = dialect;
        this.timeout = timeout;
    }

    /** The same, but from elsewhere. */
    OwnConnections from(DataSource other) {
        return new OwnConnections(other, dialect, timeout);
    }

    /** Seconds for statements of a commit; 0 where only the network time-out is fine enough, or there is no network. */
    int queryTimeout() {
        return dialect == Dialect.H2 ? 0 : (int) timeout.toSeconds();
    }

    /** How long a call may take. */
    Duration patience() {
        return timeout;
    }

    /** Runs work on a connection in auto-commit mode. */
    <T> T call(Work<T> work) throws SQLException {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            throw Failures.noConnection(e);
        }
        boolean autoCommit = true;
        int network = UNLIMITED;
        try {
            autoCommit = connection.getAutoCommit();
            network = limitNetwork(connection);
            connection.setAutoCommit(true);
            return work.run(connection);
        } finally {
            giveBack(connection, autoCommit, network);
        }
    }

    /** Inside a call, a transaction at READ COMMITTED; it is rolled back where {@code keep} says so. */
    <T> T readCommitted(Connection connection, LocalSettings settings, Work<T> work, Predicate<T> keep)
            throws SQLException {
        return transaction(connection, Connection.TRANSACTION_READ_COMMITTED, settings, work, keep);
    }

    /** Inside a call, reads that see one moment. */
    <T> T snapshot(Connection connection, Work<T> work) throws SQLException {
        int level = dialect == Dialect.H2 ? H2_SNAPSHOT : Connection.TRANSACTION_REPEATABLE_READ;
        return transaction(connection, level, LocalSettings.NONE, work, any -> true);
    }

    private <T> T transaction(Connection connection, int level, LocalSettings settings, Work<T> work, Predicate<T> keep)
            throws SQLException {
        int isolation = dialect == Dialect.H2 ? connection.getTransactionIsolation() : level;
        if (isolation != level) {
            connection.setTransactionIsolation(level);
        }
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            if (dialect == Dialect.POSTGRESQL) {
                begin(connection, level, settings);
            }
            T result = work.run(connection);
            if (keep.test(result)) {
                connection.commit();
                committed = true;
            }
            return result;
        } finally {
            if (!committed) {
                rollback(connection);
            }
            if (isolation != level && !connection.isClosed()) {
                connection.setTransactionIsolation(isolation);
            }
        }
    }

    /** For this transaction only, and without asking what the level was, which would be a round trip. */
    private static void begin(Connection connection, int level, LocalSettings settings) throws SQLException {
        String name = level == Connection.TRANSACTION_READ_COMMITTED ? "read committed" : "repeatable read, read only";
        try (Statement statement = connection.createStatement()) {
            statement.execute("set transaction isolation level " + name + settings.statements());
        }
    }

    /** The network time-out as it was. */
    private int limitNetwork(Connection connection) throws SQLException {
        if (dialect == Dialect.H2) {
            return UNLIMITED;
        }
        int before = connection.getNetworkTimeout();
        long limit = timeout.toMillis() + GRACE_MILLIS;
        connection.setNetworkTimeout(Runnable::run, (int) Math.min(Integer.MAX_VALUE, limit));
        return before;
    }

    /** What the call came to is known by now, so a connection that cannot be given back as it was is just dropped. */
    private void giveBack(Connection connection, boolean autoCommit, int network) {
        try (connection) {
            if (!connection.isClosed()) {
                connection.setAutoCommit(autoCommit);
                if (dialect != Dialect.H2) {
                    connection.setNetworkTimeout(Runnable::run, network);
                }
            }
        } catch (SQLException e) {
            abort(connection);
        }
    }

    /** A connection whose transaction hangs must not be switched to auto-commit: that would commit it. */
    private static void rollback(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            abort(connection);
        }
    }

    private static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // It is gone already.
        }
    }
}
