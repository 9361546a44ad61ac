package io.identitystitch.jdbc;

import io.identitystitch.plan.LoadQuery;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The stored facts that a load asks for, as further rows of its statement: traits by name and touches by event id. Thread-safe. */
final class PostgresFactLoad {
    private final int branches;
    private final String identifier;
    private final String evidence;
    private final String interval;
    private final String trait;
    private final String touch;

    /** Up to so many names are rows of a list; more are given as arrays. */
    PostgresFactLoad(Tables tables, int branches) {
        this.branches = branches;
        identifier = tables.sql(tables.link);
        evidence = tables.sql(tables.evidence);
        interval = tables.sql(tables.interval);
        trait = tables.sql(tables.trait);
        touch = tables.sql(tables.touch);
    }

    /** Adds the parts of a load whose rows are facts. */
    void add(Connection connection, Scope scope, PostgresScript script, LoadQuery query, boolean withIntervals)
            throws SQLException {
        String owners = withIntervals ? "(select owner from o union select owner from v) w" : "o w";
        script.add(" union all select 8, 0, x.owner, null, x.at, null, null, null, null, null, null, null,"
                + " x.name || ' ' || x.value_json, x.came_with_digest, null from " + owners + " cross join ");
        rows(connection, script, query.traitNames());
        script.add(
                " cross join lateral (select t.* from " + trait
                        + " t where t.tenant = ? and t.owner = w.owner and t.name = u.name offset 0) x",
                scope.tenant());
        touches(connection, scope, script, query, owners);
        script.add(
                " cross join lateral (select t.owner, t.event_id from " + touch
                        + " t where t.tenant = ? and t.owner = w.owner and t.event_id = u.name limit 1) x",
                scope.tenant());
    }

    /**
     * Touches and the owners who may have them. Of a single call all owners may; of a batch those of the identifiers that a touch came
     * with, which are looked up once more, for everybody's would be the square of the batch.
     */
    private void touches(Connection connection, Scope scope, PostgresScript script, LoadQuery query, String owners)
            throws SQLException {
        script.add(" union all select 9, 0, x.owner, null, null, null, null, null, null, null, null, null, x.event_id,"
                + " null, null from ");
        if (query.touches().size() <= branches) {
            script.add(owners + " cross join ");
            rows(connection, script, query.touches().keySet());
            return;
        }
        List<String> names = new ArrayList<>();
        List<Short> types = new ArrayList<>();
        List<byte[]> digests = new ArrayList<>();
        query.touches()
                .forEach((name, keys) -> keys.forEach(key -> {
                    Short number = scope.numberOrNull(key.type());
                    if (number != null) {
                        names.add(name);
                        types.add(number);
                        digests.add(key.digest().bytes());
                    }
                }));
        script.add(
                "unnest(?::text[], ?::smallint[], ?::bytea[]) u(name, type, digest) cross join lateral (select i.owner from "
                        + identifier + " i where i.tenant = ? and i.type = u.type and i.digest = u.digest union select"
                        + " v.owner from " + interval
                        + " v where v.tenant = ? and v.type = u.type and v.digest = u.digest and v.held_until > ?"
                        + " union select s.owner from " + evidence
                        + " s where s.tenant = ? and s.type = u.type and s.digest = u.digest"
                        + " and (s.expires_at is null or s.expires_at > ?) offset 0) w",
                connection.createArrayOf("text", names.toArray()),
                connection.createArrayOf("smallint", types.toArray()),
                connection.createArrayOf("bytea", digests.toArray(byte[][]::new)),
                scope.tenant(),
                scope.tenant(),
                query.intervalsSince().orElse(query.now()),
                scope.tenant(),
                query.now());
    }

    /** Texts as rows {@code u(name)}. */
    private void rows(Connection connection, PostgresScript script, Set<String> texts) throws SQLException {
        if (texts.size() > branches || texts.isEmpty()) {
            script.add("unnest(?::text[]) u(name)", connection.createArrayOf("text", texts.toArray()));
            return;
        }
        boolean first = true;
        for (String text : texts) {
            script.add(first ? "(values (?::text)" : ", (?::text)", text);
            first = false;
        }
        script.add(") u(name)");
    }
}
