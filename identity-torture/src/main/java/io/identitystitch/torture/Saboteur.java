package io.identitystitch.torture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Damages the tables before they are judged. */
final class Saboteur {
    private static final String PERSONS =
            "(select id from id_tenant where name in ('" + String.join("', '", PersonWorkloads.TENANTS) + "'))";

    private Saboteur() {}

    static void damage(Connection connection, Sabotage sabotage) throws SQLException {
        String sql = switch (sabotage) {
            case NONE, LIAR -> "";
            case REDIRECT ->
                "delete from id_redirect where (tenant, absorbed) in"
                        + " (select tenant, absorbed from id_redirect order by merged_at limit 1)";
            case KEY ->
                "update id_identifier i set owner = (select p.id from id_profile p where p.tenant = i.tenant"
                        + " and p.is_root and p.id <> i.owner order by p.created_at limit 1) where (tenant, type, digest) in"
                        + " (select tenant, type, digest from id_identifier where type >= 100 and tenant in " + PERSONS
                        + " order by linked_at desc limit 1)";
            case LOST ->
                "delete from id_identifier where (tenant, type, digest) in (select tenant, type, digest"
                        + " from id_identifier where type >= 100 and tenant in " + PERSONS
                        + " order by linked_at limit 1)";
            case EDGE ->
                "delete from id_edge where (tenant, id) in"
                        + " (select tenant, id from id_edge order by merged_at limit 1)";
        };
        if (!sql.isEmpty()) {
            try (Statement statement = connection.createStatement()) {
                if (statement.executeUpdate(sql) != 1) {
                    throw new SQLException("the sabotage hit nothing");
                }
            }
        }
    }
}
