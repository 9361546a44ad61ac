package io.identitystitch.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Baseline (d): one hand-written statement that looks up any number of pairs, on the tables of baseline (a). */
final class OneStatement {
    private static final String SQL = "select identity_value, profile_id from profile_identity"
            + " where identity_type = 'email' and identity_value = any(?)"
            + " union all select identity_value, profile_id from profile_identity"
            + " where identity_type = 'anonymous_id' and identity_value = any(?)";

    private OneStatement() {}

    static List<UUID> find(Pool pool, String[] emails, String[] anonymousIds) throws SQLException {
        Map<String, UUID> found = new HashMap<>(emails.length * 4);
        try (Connection connection = pool.connection();
                PreparedStatement query = connection.prepareStatement(SQL)) {
            query.setArray(1, connection.createArrayOf("text", emails));
            query.setArray(2, connection.createArrayOf("text", anonymousIds));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getObject(2, UUID.class));
                }
            }
        }
        List<UUID> profiles = new ArrayList<>(emails.length);
        for (int i = 0; i < emails.length; i++) {
            UUID profile = found.get(emails[i]);
            if (profile == null || !profile.equals(found.get(anonymousIds[i]))) {
                throw new SQLException("not one person");
            }
            profiles.add(profile);
        }
        return profiles;
    }
}
