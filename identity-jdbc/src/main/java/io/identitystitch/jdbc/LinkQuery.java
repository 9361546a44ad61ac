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
    private static final int CHUNK = 500;

    private final Database database;
    private final Map<Integer, String> texts = new ConcurrentHashMap<>();

    LinkQuery(Database database) {
        this.database = database;
    }

    /** Takes the rows that were found. */
    @FunctionalInterface
    interface Found {
        /** One identifier; the root is null where there is no owner. */
        void link(IdentifierKey key, LinkState state, @Nullable ProfileId root);
    }

    /** How many identifiers one statement can ask for. */
    static int largest() {
        return CHUNK;
    }

    void run(Connection connection, Scope scope, Collection<IdentifierKey> keys, Found found) throws SQLException {
        for (KeyChunk chunk : KeyChunk.of(scope, keys, CHUNK)) {
            String text = texts.computeIfAbsent(chunk.size(), this::render);
            try (PreparedStatement statement = connection.prepareStatement(text)) {
                if (scope.queryTimeout() > 0) {
                    statement.setQueryTimeout(scope.queryTimeout());
                }
                chunk.bind(statement);
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        read(chunk, row, found);
                    }
                }
            }
        }
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
