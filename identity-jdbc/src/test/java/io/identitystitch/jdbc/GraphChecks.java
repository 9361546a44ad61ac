package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The invariants of the graph, by SQL that both databases know. */
final class GraphChecks {
    private GraphChecks() {}

    static void check(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            none(statement, "two account ids in one person", """
                    select count(*) from (select p.root from id_identifier i join id_person p
                    on p.tenant = i.tenant and p.owner = i.owner where i.type = 3 group by p.root having count(*) > 1) x
                    """);
            none(statement, "an edge between two persons", """
                    select count(*) from id_edge e join id_person a on a.tenant = e.tenant and a.owner = e.owner_a
                    join id_person b on b.tenant = e.tenant and b.owner = e.owner_b where a.root <> b.root
                    """);
            none(statement, "a person whose edges are no tree", """
                    select count(*) from (select p.root, count(*) as owners,
                    (select count(*) from id_edge e join id_person q on q.tenant = e.tenant and q.owner = e.owner_a
                     where q.root = p.root) as edges
                    from id_person p group by p.root) x where edges <> owners - 1
                    """);
            none(statement, "a root that is redirected, or a profile that is neither", """
                    select count(*) from id_profile p left join id_redirect r
                    on r.tenant = p.tenant and r.absorbed = p.id where p.is_root = (r.absorbed is not null)
                    """);
            none(statement, "a person that is known without a persistent identifier, or the other way round", """
                    select count(*) from id_profile p where p.is_root and p.known <> exists (
                    select 1 from id_identifier i join id_person q on q.tenant = i.tenant and q.owner = i.owner
                    where q.root = p.id and i.type < 20)
                    """);
            some(statement, "select count(*) from id_edge");
            some(statement, "select count(*) from id_interval");
            some(statement, "select count(*) from id_conflict");
        }
    }

    private static void none(Statement statement, String what, String sql) throws SQLException {
        assertThat(count(statement, sql)).as(what).isZero();
    }

    private static void some(Statement statement, String sql) throws SQLException {
        assertThat(count(statement, sql)).as(sql).isPositive();
    }

    private static long count(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
