package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.LinkState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jooq.Row3;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers with their owners and the roots of these: what every call asks for. One text for each number of identifiers,
 * rendered once.
 *
 * <p>Thread-safe.
 */
final class LinkQuery {
    /** The most identifiers of a lean answer. */
    private static final int LARGEST = 500;

    /** H2 compares each row that it finds with the whole list, so a long list costs more than several short ones. */
    private static final int H2_CHUNK = 16;

    private final Database database;
    private final String ofArrays;
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    LinkQuery(Database database) {
        this.database = database;
        this.ofArrays = ofArrays(database.tables());
    }

    /** Takes the rows that were found. */
    @FunctionalInterface
    interface Found {
        /** One identifier; the root is null where there is no owner. */
        void link(IdentifierKey key, LinkState state, @Nullable ProfileId root);
    }

    /** How many identifiers one statement can ask for. */
    static int largest() {
        return LARGEST;
    }

    void run(Connection connection, Scope scope, Collection<IdentifierKey> keys, Found found) throws SQLException {
        if (database.dialect() == Dialect.POSTGRESQL) {
            for (KeyChunk all : KeyChunk.of(scope, keys, Integer.MAX_VALUE)) {
                try (PreparedStatement statement = prepare(connection, scope, ofArrays)) {
                    all.bindArrays(connection, statement);
                    read(statement, all, found);
                }
            }
            return;
        }
        Iterator<KeyChunk> chunks = KeyChunk.of(scope, keys, H2_CHUNK).iterator();
        KeyChunk chunk = chunks.hasNext() ? chunks.next() : null;
        while (chunk != null) {
            int size = chunk.size();
            try (PreparedStatement statement = prepare(connection, scope, texts.computeIfAbsent(size, this::render))) {
                while (chunk != null && chunk.size() == size) {
                    chunk.bind(statement);
                    read(statement, chunk, found);
                    chunk = chunks.hasNext() ? chunks.next() : null;
                }
            }
        }
    }

    private static PreparedStatement prepare(Connection connection, Scope scope, String text) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        if (scope.queryTimeout() > 0) {
            statement.setQueryTimeout(scope.queryTimeout());
        }
        return statement;
    }

    private static void read(PreparedStatement statement, KeyChunk chunk, Found found) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                read(chunk, row, found);
            }
        }
    }

    /** Each identifier is looked up by its key, whatever the server believes of the size of the table. */
    private static String ofArrays(Tables tables) {
        return "select x.* from unnest(?::int2[], ?::bytea[]) u(type, digest) cross join lateral (select i.type, i.digest,"
                + " i.owner, i.held_since, i.signed_in_at, i.verified, i.source, i.first_seen_at, i.last_seen_at,"
                + " i.expires_at, i.alias, i.sightings, coalesce((select r.root from " + tables.sql(tables.redirect)
                + " r where r.tenant = i.tenant and r.absorbed = i.owner), i.owner) from " + tables.sql(tables.link)
                + " i where i.tenant = ? and i.type = u.type and i.digest = u.digest limit 1) x";
    }

    private String render(int size) {
        DSLContext dsl = database.renderer();
        Tables.Link link = database.tables().link.as("i");
        Tables.Redirect redirect = database.tables().redirect.as("r");
        Row3<Integer, Short, byte[]> key = DSL.row(
                DSL.val(0, SQLDataType.INTEGER),
                DSL.val((short) 0, SQLDataType.SMALLINT),
                DSL.val(new byte[0], SQLDataType.VARBINARY));
        return dsl.select(
                        link.type,
                        link.digest,
                        link.owner,
                        link.heldSince,
                        link.signedInAt,
                        link.verified,
                        link.source,
                        link.firstSeenAt,
                        link.lastSeenAt,
                        link.expiresAt,
                        link.alias,
                        link.sightings,
                        DSL.coalesce(redirect.root, link.owner))
                .from(link)
                .leftJoin(redirect)
                .on(redirect.tenant.eq(link.tenant).and(redirect.absorbed.eq(link.owner)))
                .where(DSL.row(link.tenant, link.type, link.digest).in(Collections.nCopies(size, key)))
                .getSQL();
    }

    private static void read(KeyChunk chunk, ResultSet row, Found found) throws SQLException {
        found.link(
                chunk.key(row.getShort(1), row.getBytes(2)), LinkColumns.read(row, 3), LinkColumns.idOrNull(row, 13));
    }
}
