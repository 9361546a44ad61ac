package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A load in one statement, which is one round trip and one moment. The identifiers come first; what else the planner may
 * have to know hangs behind a condition on them, so that a known person costs as many index lookups as the call has
 * identifiers, twice.
 *
 * <p>Every table is reached by scalar subqueries and fenced laterals on the leading columns of an index. A plan that was
 * made while the tables were new stays right when they are large: there is no join whose order or method could depend on
 * their size.
 */
final class PostgresLoad {
    /** Identifiers up to this number have a branch each; more are given as arrays. */
    private static final int BRANCHES = 4;

    private final String identifier;
    private final String redirect;
    private final String profile;
    private final String conflict;
    private final String neverLink;
    private final String evidence;
    private final String interval;

    private final PostgresLean lean;
    private final PostgresFactLoad facts;

    PostgresLoad(Tables tables) {
        lean = new PostgresLean(tables, BRANCHES);
        facts = new PostgresFactLoad(tables, BRANCHES);
        identifier = tables.sql(tables.link);
        redirect = tables.sql(tables.redirect);
        profile = tables.sql(tables.profile);
        conflict = tables.sql(tables.conflict);
        neverLink = tables.sql(tables.neverLink);
        evidence = tables.sql(tables.evidence);
        interval = tables.sql(tables.interval);
    }

    IdentitySnapshot load(Connection connection, Scope scope, LoadQuery query) throws SQLException {
        List<IdentifierKey> keys = numbered(scope, query.keys());
        List<IdentifierKey> evidenceKeys = numbered(scope, query.evidence());
        if (keys.isEmpty() && evidenceKeys.isEmpty()) {
            return IdentitySnapshot.EMPTY;
        }
        if (query.isOfLinksOnly()) {
            return lean.load(connection, scope, keys);
        }
        PostgresScript script = script(connection, scope, query, keys, evidenceKeys);
        PostgresRows reader = new PostgresRows(connection, scope, keys, evidenceKeys);
        read(connection, scope, script, reader);
        IdentitySnapshot snapshot = reader.snapshot();
        if (isBatch(keys) || !query.mayBeRefused(snapshot)) {
            return snapshot;
        }
        read(connection, scope, refusals(connection, scope, reader), reader);
        return reader.snapshot();
    }

    private static void read(Connection connection, Scope scope, PostgresScript script, PostgresRows reader)
            throws SQLException {
        try (PreparedStatement statement = script.prepare(connection, scope);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }

    /**
     * What was decided about the persons before. Read apart, for hardly any call needs it; that it sees a later moment does no
     * harm, for a conflict is unique and a never-link pair changes the versions of its roots.
     */
    private PostgresScript refusals(Connection connection, Scope scope, PostgresRows reader) throws SQLException {
        PostgresScript script = new PostgresScript();
        script.add(
                "with o as materialized (select owner from unnest(?::uuid[]) u(owner)),"
                        + " p as materialized (select root from unnest(?::uuid[]) u(root))",
                connection.createArrayOf("uuid", reader.owners()),
                connection.createArrayOf("uuid", reader.roots()));
        conflicts(scope, script);
        apart(scope, script);
        return script;
    }

    PostgresScript script(
            Connection connection,
            Scope scope,
            LoadQuery query,
            List<IdentifierKey> keys,
            List<IdentifierKey> evidenceKeys)
            throws SQLException {
        PostgresScript script = new PostgresScript();
        boolean withFacts = !query.traitNames().isEmpty() || !query.touches().isEmpty();
        keys(connection, scope, script, keys);
        evidence(connection, scope, script, query, evidenceKeys);
        intervals(scope, script, query, keys.isEmpty());
        boolean unnumbered = keys.size() < query.keys().size();
        script.add(
                ", g as materialized (select (? or count(k.owner) < ? or count(distinct k.root) <> 1"
                        + " or coalesce(bool_or(k.expires_at <= ?), false)) as more from k)",
                query.complete() || unnumbered,
                query.keys().size(),
                query.now());
        script.add(", o as materialized (select owner, root from k where owner is not null and (select more from g)"
                + (evidenceKeys.isEmpty() ? " group by owner, root)" : " union select owner, root from e)"));
        script.add(", p as materialized (select distinct root from o)");
        script.add(" select 0 as part, k.ord, k.owner, k.root, k.held_since, k.signed_in_at, k.first_seen_at,"
                + " k.last_seen_at, k.expires_at, k.verified, k.alias, k.sightings::bigint, k.source, null::bytea,"
                + " null::uuid from k");
        owners(scope, script);
        roots(scope, script);
        counts(scope, script, query);
        if (isBatch(keys)) {
            script.add(" union all");
            conflicts(scope, script);
            apart(scope, script);
        }
        if (!evidenceKeys.isEmpty()) {
            script.add(" union all select 6, e.ord, e.owner, e.root, null, null, e.first_seen_at, e.last_seen_at,"
                    + " e.expires_at, null, null, e.confidence::bigint, e.seen_type::text, e.seen_digest, null from e");
        }
        if (query.intervalsSince().isPresent() && !keys.isEmpty()) {
            script.add(" union all select 7, v.ord, v.owner, null, v.held_from, v.held_until, null, null, null, null,"
                    + " null, null, null, null, null from v");
        }
        if (withFacts) {
            facts.add(connection, scope, script, query, query.intervalsSince().isPresent() && !keys.isEmpty());
        }
        return script;
    }

    /** One row for each identifier that has one. */
    private void keys(Connection connection, Scope scope, PostgresScript script, List<IdentifierKey> keys)
            throws SQLException {
        String columns = "i.owner, coalesce((select r.root from " + redirect
                + " r where r.tenant = i.tenant and r.absorbed = i.owner), i.owner) as root, i.held_since,"
                + " i.signed_in_at, i.first_seen_at, i.last_seen_at, i.expires_at, i.verified, i.alias, i.sightings,"
                + " i.source, i.type, i.digest from " + identifier + " i";
        script.add("with k as materialized (");
        if (isBatch(keys) || keys.isEmpty()) {
            script.add("select u.ord::int as ord, x.* from ");
            rows(connection, scope, script, keys);
            script.add(
                    " cross join lateral (select " + columns
                            + " where i.tenant = ? and i.type = u.type and i.digest = u.digest limit 1) x",
                    scope.tenant());
        }
        for (int i = 0; i < keys.size() && !isBatch(keys); i++) {
            script.separate(i == 0, "select " + (i + 1) + " as ord, ", " union all select " + (i + 1) + ", ")
                    .add(
                            columns + " where i.tenant = ? and i.type = ? and i.digest = ?",
                            scope.tenant(),
                            scope.number(keys.get(i).type()),
                            keys.get(i).digest().bytes());
        }
        script.add(")");
    }

    private void evidence(
            Connection connection, Scope scope, PostgresScript script, LoadQuery query, List<IdentifierKey> keys)
            throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        script.add(
                ", e as materialized (select u.ord::int as ord, x.*, coalesce((select r.root from " + redirect
                        + " r where r.tenant = ? and r.absorbed = x.owner), x.owner) as root"
                        + " from ",
                scope.tenant());
        rows(connection, scope, script, keys);
        script.add(
                " cross join lateral (select v.owner, v.seen_type, v.seen_digest, v.confidence,"
                        + " v.first_seen_at, v.last_seen_at, v.expires_at from " + evidence
                        + " v where v.tenant = ? and v.type = u.type and v.digest = u.digest"
                        + " and (v.expires_at is null or v.expires_at > ?) limit 100) x)",
                scope.tenant(),
                query.now());
    }

    /** Identifiers as rows {@code u(ord, type, digest)}. A plan for an array of unknown length is not worth keeping. */
    private static void rows(Connection connection, Scope scope, PostgresScript script, List<IdentifierKey> keys)
            throws SQLException {
        if (isBatch(keys) || keys.isEmpty()) {
            script.add(
                    "unnest(?::smallint[], ?::bytea[]) with ordinality u(type, digest, ord)",
                    connection.createArrayOf(
                            "smallint",
                            keys.stream().map(key -> scope.number(key.type())).toArray()),
                    connection.createArrayOf(
                            "bytea",
                            keys.stream().map(key -> key.digest().bytes()).toArray(byte[][]::new)));
            return;
        }
        for (int i = 0; i < keys.size(); i++) {
            script.add(
                    (i == 0 ? "(values " : ", ") + "(" + (i + 1) + ", ?::smallint, ?::bytea)",
                    scope.number(keys.get(i).type()),
                    keys.get(i).digest().bytes());
        }
        script.add(") u(ord, type, digest)");
    }

    private void intervals(Scope scope, PostgresScript script, LoadQuery query, boolean noKeys) {
        if (query.intervalsSince().isEmpty() || noKeys) {
            return;
        }
        script.add(
                ", v as materialized (select k.ord, x.owner, x.held_from, x.held_until from k cross join lateral"
                        + " (select n.owner, n.held_from, n.held_until from " + interval
                        + " n where n.tenant = ? and n.type = k.type and n.digest = k.digest and n.held_until > ?"
                        + " offset 0) x)",
                scope.tenant(),
                query.intervalsSince().get());
    }

    private void owners(Scope scope, PostgresScript script) {
        script.add(
                " union all select 1, 0, o.owner, o.root, (select q.created_at from " + profile
                        + " q where q.tenant = ? and q.id = o.owner), null, null, null, null, null, null, null, null,"
                        + " null, null from o",
                scope.tenant());
    }

    private void roots(Scope scope, PostgresScript script) {
        script.add(
                " union all select 2, x.locked::int, p.root, null, x.created_at, null, null, null, null, x.known,"
                        + " x.guarded, x.version, null, null, null from p cross join lateral (select q.created_at,"
                        + " q.known, q.guarded, q.locked, q.version from " + profile
                        + " q where q.tenant = ? and q.id = p.root limit 1) x",
                scope.tenant());
    }

    /**
     * Bounded probes: counting stops at the bound, for a person may have very many identifiers; and for persistent types only
     * absorbed profiles that may have any are looked at, for a person may have absorbed very many anonymous ones.
     */
    private void counts(Scope scope, PostgresScript script, LoadQuery query) {
        Map<IdentifierType, Integer> persistent = new TreeMap<>(query.counted());
        persistent.keySet().retainAll(query.persistent());
        Map<IdentifierType, Integer> others = new TreeMap<>(query.counted());
        others.keySet().removeAll(query.persistent());
        // As the index has it, and only that one: by root alone all who were absorbed would be read and thrown away.
        counts(scope, script, persistent, "r.known and case when r.known then r.root end = p.root");
        counts(scope, script, others, "r.root = p.root");
    }

    private void counts(Scope scope, PostgresScript script, Map<IdentifierType, Integer> counted, String condition) {
        StringBuilder types = new StringBuilder();
        counted.forEach((type, bound) -> {
            Short number = scope.numberOrNull(type);
            if (number != null) {
                types.append(types.length() == 0 ? "" : ", ")
                        .append('(')
                        .append(number.shortValue())
                        .append("::smallint, ")
                        .append(bound.intValue())
                        .append(')');
            }
        });
        if (types.length() == 0) {
            return;
        }
        // Numbers of types and bounds are constants of a policy: as such they leave the plan the same for every call.
        script.add(
                " union all select 3, c.type, p.root, null, null, null, null, null, null, null, null, n.n, null, null,"
                        + " null from p cross join (values " + types + ") c(type, bound) cross join lateral"
                        + " (select count(*) as n from (select 1 from (select p.root as owner union all"
                        + " select r.absorbed from " + redirect + " r where r.tenant = ? and " + condition
                        + ") w cross join lateral (select 1 from " + identifier
                        + " i where i.tenant = ? and i.owner = w.owner and i.type = c.type limit c.bound) x"
                        + " limit c.bound) y) n where n.n > 0",
                scope.tenant(),
                scope.tenant());
    }

    private void conflicts(Scope scope, PostgresScript script) {
        script.add(
                " select 4 as part, x.type::int, x.owner_low, x.owner_high, null::timestamptz, null::timestamptz, null::timestamptz, null::timestamptz, null::timestamptz, null::boolean, null::boolean, null::bigint,"
                        + " x.reason || ' ' || x.status, null::bytea, x.id from o cross join lateral (select c.* from "
                        + conflict + " c where c.tenant = ? and c.owner_low = o.owner offset 0) x"
                        + " where x.owner_high in (select owner from o)",
                scope.tenant());
    }

    /** Pairs are looked for only where two of the roots are named in any. */
    private void apart(Scope scope, PostgresScript script) {
        script.add(
                " union all select 5, 0, p.root, x.root, null, null, null, null, null, null, null, null, null, null, null"
                        + " from p cross join lateral (select coalesce((select r.root from " + redirect
                        + " r where r.tenant = ? and r.absorbed = n.owner_high), n.owner_high) as root from"
                        + " (select p.root as owner union all select r.absorbed from " + redirect
                        + " r where r.tenant = ? and r.root = p.root) w cross join lateral (select m.owner_high from "
                        + neverLink + " m where m.tenant = ? and m.owner_low = w.owner offset 0) n) x"
                        + " where (select q.guarded from " + profile + " q where q.tenant = ? and q.id = p.root)"
                        + " and x.root <> p.root and x.root in (select root from p)",
                scope.tenant(),
                scope.tenant(),
                scope.tenant(),
                scope.tenant());
    }

    /** Among many persons some two are always too many for something. */
    private static boolean isBatch(List<IdentifierKey> keys) {
        return keys.size() > BRANCHES;
    }

    /** Identifiers of a type that was never stored cannot be stored either. */
    private static List<IdentifierKey> numbered(Scope scope, List<IdentifierKey> keys) {
        return keys.stream()
                .filter(key -> scope.numberOrNull(key.type()) != null)
                .toList();
    }
}
