package io.identitystitch.torture;

import io.identitystitch.torture.State.EdgeRow;
import io.identitystitch.torture.State.IdentifierRow;
import io.identitystitch.torture.State.ProfileRow;
import io.identitystitch.torture.State.RedirectRow;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;

/** Reads the tables by plain SQL, not through the library. The caller sees to it that nobody writes. */
final class StateReader {
    private static final int FETCH = 5_000;
    private static final Set<String> EPHEMERAL = Set.of("anonymous_id", "device_id", "domainprint");

    private final Connection connection;
    private final Keys keys;
    private final State state = new State();

    private StateReader(Connection connection, Keys keys) {
        this.connection = connection;
        this.keys = keys;
    }

    static State read(Connection connection, Keys keys) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        // The driver of PostgreSQL fetches in portions inside a transaction only.
        connection.setAutoCommit(false);
        try {
            StateReader reader = new StateReader(connection, keys);
            reader.readAll();
            return reader.state;
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private void readAll() throws SQLException {
        String ofTenant = " x join id_tenant t on t.id = x.tenant";
        each(
                "select t.name, x.id, x.is_root, x.known from id_profile" + ofTenant,
                row -> state.add(new ProfileRow(tenant(row), uuid(row, 2), row.getBoolean(3), row.getBoolean(4))));
        each(
                "select t.name, x.absorbed, x.root from id_redirect" + ofTenant,
                row -> state.add(new RedirectRow(tenant(row), uuid(row, 2), uuid(row, 3))));
        each(
                "select t.name, x.owner_a, x.owner_b from id_edge" + ofTenant + " where x.undone_at is null",
                row -> state.add(new EdgeRow(tenant(row), uuid(row, 2), uuid(row, 3))));
        each(
                "select t.name, y.name, x.value_bytes, x.owner from id_identifier" + ofTenant
                        + " join id_type y on y.id = x.type",
                this::identifier);
        for (String table : new String[] {"id_interval", "id_touch", "id_trait", "id_evidence"}) {
            each("select distinct x.owner from " + table + " x", row -> state.addFactOf(uuid(row, 1)));
        }
        each(
                "select distinct x.profile from id_change x where x.kind = 1 and x.profile is not null",
                row -> state.addAnnounced(uuid(row, 1)));
    }

    private void identifier(ResultSet row) throws SQLException {
        String type = row.getString(2);
        byte[] bytes = row.getBytes(3);
        String value = bytes == null ? "(no value)" : new String(bytes, StandardCharsets.UTF_8);
        int key = keys.of(tenant(row), type + ':' + value);
        UUID owner = row.getObject(4, UUID.class);
        state.add(new IdentifierRow(key, !EPHEMERAL.contains(type), owner));
    }

    private void each(String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet row = statement.executeQuery(sql)) {
                while (row.next()) {
                    reader.read(row);
                }
            }
        }
    }

    private static String tenant(ResultSet row) throws SQLException {
        return row.getString(1).intern();
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }
}
