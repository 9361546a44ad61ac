package io.identitystitch.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Baseline (a): the published behaviour as stored functions, called by plain JDBC in auto-commit mode. One call is one round
 * trip. Baseline (c) uses the read-only one of them.
 */
final class StoredFunctions implements AutoCloseable {
    static final String SCHEMA = "functions";
    static final String SCRIPT = "functions.sql";

    private final Pool pool;

    StoredFunctions(Pool pool) {
        this.pool = pool;
    }

    Pool pool() {
        return pool;
    }

    UUID signIn(String email, String anonymousId) throws SQLException {
        try (Connection connection = pool.connection()) {
            return signIn(connection, email, anonymousId);
        }
    }

    UUID signIn(Connection connection, String email, String anonymousId) throws SQLException {
        return ask(
                connection, "select o_profile_id from merge_anonymous_to_email(?, ?, null, null)", email, anonymousId);
    }

    UUID signInInOrder(String email, String anonymousId) throws SQLException {
        return ask("select touch_in_order(?, ?)", email, anonymousId);
    }

    UUID visit(String anonymousId) throws SQLException {
        return ask("select get_or_create_profile_by_anonymous_id(?)", anonymousId);
    }

    UUID find(String type, String value) throws SQLException {
        return ask("select get_profile_by_identity(?, ?)", type, value);
    }

    /** What a connection of a pool and a round trip take, whatever is asked. */
    void nothing() throws SQLException {
        try (Connection connection = pool.connection();
                PreparedStatement one = connection.prepareStatement("select 1")) {
            one.executeQuery().close();
        }
    }

    /** Both look-ups on one connection, as two statements. */
    void findBoth(String email, String anonymousId) throws SQLException {
        try (Connection connection = pool.connection()) {
            UUID known = ask(connection, "select get_profile_by_identity(?, ?)", "email", email);
            UUID device = ask(connection, "select get_profile_by_identity(?, ?)", "anonymous_id", anonymousId);
            if (!known.equals(device)) {
                throw new SQLException("two persons");
            }
        }
    }

    void signInAll(Population population, int from, int to, boolean oneTransaction) throws SQLException {
        try (Connection connection = pool.connection()) {
            connection.setAutoCommit(!oneTransaction);
            for (int person = from; person < to; person++) {
                signIn(connection, population.email(person), population.anonymousId(person, 0));
            }
            if (oneTransaction) {
                connection.commit();
                connection.setAutoCommit(true);
            }
        }
    }

    void mergeIntoUser(String anonymousId, UUID user) throws SQLException {
        try (Connection connection = pool.connection();
                PreparedStatement call = connection.prepareStatement("select merge_anon_to_user(?, ?)")) {
            call.setString(1, anonymousId);
            call.setObject(2, user);
            call.executeQuery().close();
        }
    }

    private UUID ask(String sql, String... arguments) throws SQLException {
        try (Connection connection = pool.connection()) {
            return ask(connection, sql, arguments);
        }
    }

    private static UUID ask(Connection connection, String sql, String... arguments) throws SQLException {
        try (PreparedStatement call = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                call.setString(i + 1, arguments[i]);
            }
            try (ResultSet row = call.executeQuery()) {
                row.next();
                UUID profile = row.getObject(1, UUID.class);
                if (profile == null) {
                    throw new SQLException("nobody");
                }
                return profile;
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
