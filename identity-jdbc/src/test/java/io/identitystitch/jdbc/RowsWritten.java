package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Which row versions a PostgreSQL schema has: what a call wrote is the difference between two of these. */
final class RowsWritten {
    private static final List<String> TABLES = List.of(
            "id_tenant",
            "id_type",
            "id_profile",
            "id_redirect",
            "id_identifier",
            "id_interval",
            "id_edge",
            "id_never_link",
            "id_conflict",
            "id_touch",
            "id_trait",
            "id_evidence",
            "id_change",
            "id_act");

    private RowsWritten() {}

    static Set<String> versions(DataSource dataSource) {
        Set<String> versions = new HashSet<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                try (ResultSet rows = statement.executeQuery("select ctid, xmin from " + table)) {
                    while (rows.next()) {
                        versions.add(table + rows.getString(1) + '/' + rows.getString(2));
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return versions;
    }

    /** How many row versions the work leaves behind that were not there before. */
    static int by(DataSource dataSource, Runnable work) {
        Set<String> before = versions(dataSource);
        work.run();
        Set<String> after = versions(dataSource);
        after.removeAll(before);
        return after.size();
    }
}
