package io.identitystitch.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Fills the tables of the baselines, in the order in which the library's are filled. */
final class BaselineRows {
    private static final int FLUSH = 5_000;

    private BaselineRows() {}

    static void load(Pool pool, Population population) throws SQLException {
        try (Connection connection = pool.connection()) {
            long seed = ThreadLocalRandom.current().nextLong();
            try (Rows profiles = new Rows(
                    connection, "insert into profile (id, email) select * from unnest(?::uuid[], ?::text[])", 2)) {
                for (int person = 0; person < population.count(); person++) {
                    profiles.add(id(seed, person), population.known() ? population.email(person) : null);
                }
            }
            try (Rows identities = new Rows(
                    connection,
                    "insert into profile_identity (identity_type, identity_value, profile_id)"
                            + " select * from unnest(?::text[], ?::text[], ?::uuid[])",
                    3)) {
                for (int person = 0; person < population.count(); person++) {
                    String id = id(seed, person);
                    if (population.known()) {
                        identities.add("email", population.email(person), id);
                    }
                    for (int device = 0; device < population.devices(); device++) {
                        identities.add("anonymous_id", population.anonymousId(person, device), id);
                    }
                }
            }
        }
    }

    /** A visitor with so many events that no user has yet. */
    static void visitor(Pool pool, String anonymousId, int events) throws SQLException {
        try (Connection connection = pool.connection()) {
            try (Rows visitor = new Rows(
                    connection,
                    "insert into anonymous_visitor (anonymous_id, first_touch, last_touch)"
                            + " select * from unnest(?::text[], ?::jsonb[], ?::jsonb[])",
                    3)) {
                visitor.add(anonymousId, "{\"utm_source\": \"first\"}", "{\"utm_source\": \"last\"}");
            }
            try (Rows rows = new Rows(
                    connection,
                    "insert into event (anonymous_id, type, traits)"
                            + " select * from unnest(?::text[], ?::text[], ?::jsonb[])",
                    3)) {
                for (int i = 0; i < events; i++) {
                    rows.add(anonymousId, "page", "{\"utm_source\": \"news" + i + "\"}");
                }
            }
        }
    }

    /** Random as {@code gen_random_uuid()} is, and found again by the number of the person. */
    private static String id(long seed, int person) {
        return Keys.anonymousId(Long.toString(seed, 36), person);
    }

    /** Rows of one table, many in a statement. */
    private static final class Rows implements AutoCloseable {
        private final Connection connection;
        private final String sql;
        private final List<List<@Nullable String>> columns = new ArrayList<>();

        Rows(Connection connection, String sql, int width) {
            this.connection = connection;
            this.sql = sql;
            for (int i = 0; i < width; i++) {
                columns.add(new ArrayList<>(FLUSH));
            }
        }

        void add(@Nullable String... row) throws SQLException {
            for (int i = 0; i < row.length; i++) {
                columns.get(i).add(row[i]);
            }
            if (columns.get(0).size() == FLUSH) {
                flush();
            }
        }

        private void flush() throws SQLException {
            if (columns.get(0).isEmpty()) {
                return;
            }
            try (PreparedStatement insert = connection.prepareStatement(sql)) {
                for (int i = 0; i < columns.size(); i++) {
                    insert.setArray(
                            i + 1,
                            connection.createArrayOf("text", columns.get(i).toArray()));
                }
                insert.executeUpdate();
            }
            columns.forEach(List::clear);
        }

        @Override
        public void close() throws SQLException {
            flush();
        }
    }
}
