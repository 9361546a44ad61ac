package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Param;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * Counts the identifiers of a type that a person has, up to a bound: a person may have very many. One text, rendered once and
 * run for each person and type, for a text over all of them would be parsed anew each time.
 *
 * <p>Thread-safe.
 */
final class CountProbe {
    /** A person with fewer identifiers than this, and who absorbed nobody, is counted by reading their types. */
    private static final int FEW = 64;

    private static final short ABSORBED = -1;

    private final String types;
    private final String overAll;
    private final String overKnown;

    CountProbe(Database database) {
        types = renderTypes(database);
        overAll = render(database, false);
        overKnown = render(database, true);
    }

    private static String renderTypes(Database database) {
        DSLContext dsl = database.renderer();
        Tables.Link own = database.tables().link.as("o");
        Tables.Redirect redirect = database.tables().redirect.as("r");
        Param<Integer> tenant = DSL.val(0, SQLDataType.INTEGER);
        Param<UUID> root = DSL.val(new UUID(0, 0), SQLDataType.UUID);
        return dsl.select(own.type)
                .from(own)
                .where(own.tenant.eq(tenant).and(own.owner.eq(root)))
                .limit(DSL.inline(FEW))
                .unionAll(dsl.select(DSL.inline(ABSORBED))
                        .from(redirect)
                        .where(redirect.tenant.eq(tenant).and(redirect.root.eq(root)))
                        .limit(DSL.inline(1)))
                .getSQL();
    }

    /** Each branch ends at the bound by itself: a limit around a union would not stop H2 from reading both to their ends. */
    private static String render(Database database, boolean onlyKnown) {
        DSLContext dsl = database.renderer();
        Tables.Link own = database.tables().link.as("o");
        Tables.Redirect redirect = database.tables().redirect.as("r");
        Tables.Link other = database.tables().link.as("x");
        Param<Integer> tenant = DSL.val(0, SQLDataType.INTEGER);
        Param<UUID> root = DSL.val(new UUID(0, 0), SQLDataType.UUID);
        Param<Short> type = DSL.val((short) 0, SQLDataType.SMALLINT);
        Param<Integer> bound = DSL.val(1, SQLDataType.INTEGER);
        Condition known = onlyKnown ? redirect.known.isTrue() : DSL.noCondition();
        return dsl.select(DSL.count())
                .from(dsl.select(DSL.one().as("n"))
                        .from(own)
                        .where(own.tenant.eq(tenant).and(own.owner.eq(root)).and(own.type.eq(type)))
                        .limit(bound)
                        .unionAll(dsl.select(DSL.one().as("n"))
                                .from(redirect)
                                .join(other)
                                .on(other.tenant
                                        .eq(redirect.tenant)
                                        .and(other.owner.eq(redirect.absorbed))
                                        .and(other.type.eq(type)))
                                .where(redirect.tenant.eq(tenant).and(redirect.root.eq(root)))
                                .and(known)
                                .limit(bound))
                        .asTable("bounded"))
                .getSQL();
    }

    /** Counts for one connection. To be closed. */
    Run on(Connection connection, int tenant) {
        return new Run(connection, tenant);
    }

    /** Not thread-safe. */
    final class Run implements AutoCloseable {
        private final Connection connection;
        private final int tenant;
        private @Nullable PreparedStatement few;
        private final Prepared all = new Prepared(overAll);
        private final Prepared known = new Prepared(overKnown);

        private Run(Connection connection, int tenant) {
            this.connection = connection;
            this.tenant = tenant;
        }

        /** The number; of a persistent type only known owners are looked at. */
        int count(UUID root, short type, boolean persistent, int bound) throws SQLException {
            return Math.min(bound, (persistent ? known : all).count(root, type, bound));
        }

        /** How many identifiers of each type a person has who has few; null of one who has many or absorbed somebody. */
        @Nullable
        Map<Short, Integer> countFew(UUID root) throws SQLException {
            PreparedStatement prepared = few;
            if (prepared == null) {
                prepared = connection.prepareStatement(types);
                few = prepared;
            }
            prepared.setInt(1, tenant);
            prepared.setObject(2, root);
            prepared.setInt(3, tenant);
            prepared.setObject(4, root);
            Map<Short, Integer> counts = new HashMap<>();
            int rows = 0;
            try (ResultSet row = prepared.executeQuery()) {
                while (row.next()) {
                    counts.merge(row.getShort(1), 1, Integer::sum);
                    rows++;
                }
            }
            return rows < FEW && !counts.containsKey(ABSORBED) ? counts : null;
        }

        @Override
        public void close() throws SQLException {
            try {
                all.close();
                known.close();
            } finally {
                if (few != null) {
                    few.close();
                }
            }
        }

        private final class Prepared implements AutoCloseable {
            private final String sql;
            private @Nullable PreparedStatement statement;

            Prepared(String sql) {
                this.sql = sql;
            }

            int count(UUID root, short type, int bound) throws SQLException {
                PreparedStatement prepared = statement;
                if (prepared == null) {
                    prepared = connection.prepareStatement(sql);
                    statement = prepared;
                }
                prepared.setInt(1, tenant);
                prepared.setObject(2, root);
                prepared.setShort(3, type);
                prepared.setInt(4, bound);
                prepared.setShort(5, type);
                prepared.setInt(6, tenant);
                prepared.setObject(7, root);
                prepared.setInt(8, bound);
                try (ResultSet row = prepared.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }

            @Override
            public void close() throws SQLException {
                if (statement != null) {
                    statement.close();
                }
            }
        }
    }
}
