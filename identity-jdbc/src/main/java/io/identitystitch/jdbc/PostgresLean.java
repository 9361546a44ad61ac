package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.OwnerState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The identifiers of a call, their owners and the roots of these, and nothing else: what a call needs whose identifiers are one person's,
 * or nobody's. The statement that reads everything costs the server twice as much, for it sets up each of its branches whether they are
 * run or not. For the same reason a few identifiers are rows of one list and no branch each. Thread-safe.
 */
final class PostgresLean {
    private final List<String> few = new ArrayList<>();
    private final String many;

    /** For up to so many identifiers there is a text of its own. */
    PostgresLean(Tables tables, int most) {
        String link = "i.owner, i.held_since, i.signed_in_at, i.verified, i.source, i.first_seen_at, i.last_seen_at,"
                + " i.expires_at, i.alias, i.sightings, coalesce((select r.root from " + tables.sql(tables.redirect)
                + " r where r.tenant = i.tenant and r.absorbed = i.owner), i.owner) as root from "
                + tables.sql(tables.link) + " i where ";
        String found = link + "i.type = u.type and i.digest = u.digest and i.tenant = ?";
        few.add("select 1, " + link + "i.type = ? and i.digest = ? and i.tenant = ?");
        StringBuilder keys = new StringBuilder("(1, ?::smallint, ?::bytea)");
        for (int i = 2; i <= most; i++) {
            keys.append(", (").append(i).append(", ?::smallint, ?::bytea)");
            few.add("select u.ord, x.* from (values " + keys + ") u(ord, type, digest) cross join lateral (select "
                    + found + " offset 0) x");
        }
        many = "select u.ord::int, x.* from unnest(?::smallint[], ?::bytea[]) with ordinality u(type, digest, ord)"
                + " cross join lateral (select " + found + " offset 0) x";
    }

    /** The statement for so many identifiers: each its number and digest, then the tenant; or arrays of these. */
    String text(int keys) {
        return keys <= few.size() ? few.get(keys - 1) : many;
    }

    /** What there is of the links. */
    IdentitySnapshot load(Connection connection, Scope scope, List<IdentifierKey> keys) throws SQLException {
        boolean listed = keys.size() <= few.size();
        Map<IdentifierKey, LinkState> links = new LinkedHashMap<>();
        Map<ProfileId, ProfileId> roots = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(text(keys.size()))) {
            if (scope.queryTimeout() > 0) {
                statement.setQueryTimeout(scope.queryTimeout());
            }
            if (listed) {
                bind(statement, scope, keys);
            } else {
                bindArrays(connection, statement, scope, keys);
            }
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    LinkState link = LinkColumns.read(row, 2);
                    ProfileId root = LinkColumns.idOrNull(row, 12);
                    links.put(keys.get(row.getInt(1) - 1), link);
                    if (link.owner() != null && root != null) {
                        roots.put(link.owner(), root);
                    }
                }
            }
        }
        return snapshot(links, roots);
    }

    private static IdentitySnapshot snapshot(Map<IdentifierKey, LinkState> links, Map<ProfileId, ProfileId> roots) {
        IdentitySnapshot.Builder snapshot = IdentitySnapshot.builder();
        links.forEach(snapshot::link);
        roots.forEach((owner, root) -> snapshot.owner(owner, new OwnerState(root, null)));
        return snapshot.build();
    }

    private static void bind(PreparedStatement statement, Scope scope, List<IdentifierKey> keys) throws SQLException {
        int place = 1;
        for (IdentifierKey key : keys) {
            statement.setShort(place++, scope.number(key.type()));
            statement.setBytes(place++, key.digest().bytes());
        }
        statement.setInt(place, scope.tenant());
    }

    private static void bindArrays(
            Connection connection, PreparedStatement statement, Scope scope, List<IdentifierKey> keys)
            throws SQLException {
        Short[] types = new Short[keys.size()];
        byte[][] digests = new byte[keys.size()][];
        for (int i = 0; i < types.length; i++) {
            types[i] = scope.number(keys.get(i).type());
            digests[i] = keys.get(i).digest().bytes();
        }
        statement.setArray(1, connection.createArrayOf("smallint", types));
        statement.setArray(2, connection.createArrayOf("bytea", digests));
        statement.setInt(3, scope.tenant());
    }
}
