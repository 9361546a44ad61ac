package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Finds the host's table and its columns in the catalogue, and says what is wrong with them. */
final class HostTableInspection {
    private static final String UNIQUE_ON_POSTGRES = "select count(*) from pg_index i join pg_attribute a"
            + " on a.attrelid = i.indrelid and a.attnum = i.indkey[0] where i.indrelid = to_regclass(?)"
            + " and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null"
            + " and i.indnkeyatts = 1 and a.attname = ? and a.attnotnull";

    /**
     * A column.
     *
     * @param name as the catalogue has it
     * @param type of {@link java.sql.Types}
     * @param typeName of the database
     * @param nullable whether it may be null
     */
    private record Column(String name, int type, String typeName, boolean nullable) {}

    private final Database database;
    private final Connection connection;
    private final HostColumns names;

    HostTableInspection(Database database, Connection connection, HostColumns names) {
        this.database = database;
        this.connection = connection;
        this.names = names;
    }

    /**
     * The table.
     *
     * @throws IdentityStoreException of kind {@code BROKEN} if it will not do
     */
    HostTable run(boolean assumeUniqueKey) throws SQLException {
        Table<Record> table = table();
        List<Column> columns = columns(table);
        Column key = column(columns, names.key());
        Column user = column(columns, names.user());
        Column anonymous = column(columns, names.anonymous());
        require(!user.nullable() ? "has to allow null" : null, user);
        require(isText(anonymous) ? null : "has to be a text", anonymous);
        HostTable found = new HostTable(
                database.dialect(),
                table,
                field(key),
                kind(key),
                DSL.field(DSL.quotedName(anonymous.name()), SQLDataType.VARCHAR),
                field(user),
                kind(user),
                time(columns),
                tenant(columns));
        if (!assumeUniqueKey && !isUnique(table, key)) {
            throw broken("column " + key.name() + " has to be unique and not null by itself; where the database"
                    + " cannot say so, as in a partitioned table, say it with assumeUniqueKey()");
        }
        requireUpdates(found);
        return found;
    }

    private Table<Record> table() {
        List<List<String>> ways = names.tableNames(database.dialect());
        for (List<String> way : ways) {
            Table<Record> table = DSL.table(DSL.quotedName(way));
            if (exists(table)) {
                return table;
            }
        }
        throw broken("there is no such table");
    }

    private boolean exists(Table<Record> table) {
        try {
            none(table);
            return true;
        } catch (DataAccessException e) {
            if (SqlStates.isNoTable(Failures.state(e))) {
                return false;
            }
            throw HostFailures.of(e);
        }
    }

    private void none(Table<Record> table) {
        dsl().selectOne().from(table).where(DSL.falseCondition()).fetch();
    }

    private List<Column> columns(Table<Record> table) throws SQLException {
        String sql = dsl().render(DSL.select(DSL.asterisk()).from(table).where(DSL.falseCondition()));
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            ResultSetMetaData meta = rows.getMetaData();
            List<Column> columns = new ArrayList<>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                columns.add(new Column(
                        meta.getColumnName(i),
                        meta.getColumnType(i),
                        meta.getColumnTypeName(i),
                        meta.isNullable(i) != ResultSetMetaData.columnNoNulls));
            }
            return columns;
        } catch (SQLException e) {
            throw HostFailures.of(e);
        }
    }

    /** As it was written, else in any case where only one has such a name. */
    private Column column(List<Column> columns, String name) {
        for (Predicate<Column> isIt : List.<Predicate<Column>>of(
                column -> column.name().equals(name), column -> column.name().equalsIgnoreCase(name))) {
            List<Column> found = columns.stream().filter(isIt).toList();
            if (found.size() == 1) {
                return found.get(0);
            }
        }
        throw broken("there is no column " + name);
    }

    private Field<Object> field(Column column) {
        return DSL.field(DSL.quotedName(column.name()), kind(column).type());
    }

    private ColumnKind kind(Column column) {
        ColumnKind kind = ColumnKind.of(column.type(), column.typeName());
        if (kind == null) {
            throw broken("column " + column.name() + " has to be an integer, a bigint, a uuid or a text");
        }
        return kind;
    }

    private @Nullable Field<Instant> time(List<Column> columns) {
        if (names.time() == null) {
            return null;
        }
        Column time = column(columns, names.time());
        String type = time.typeName().toLowerCase(Locale.ROOT);
        boolean zoned = type.equals("timestamptz") || type.equals("timestamp with time zone");
        require(zoned ? null : "has to be a timestamp with time zone", time);
        return DSL.field(DSL.quotedName(time.name()), SQLDataType.INSTANT);
    }

    private @Nullable Field<String> tenant(List<Column> columns) {
        if (names.tenant() == null) {
            return null;
        }
        Column tenant = column(columns, names.tenant());
        require(isText(tenant) ? null : "has to be a text", tenant);
        return DSL.field(DSL.quotedName(tenant.name()), SQLDataType.VARCHAR);
    }

    private static boolean isText(Column column) {
        return ColumnKind.of(column.type(), column.typeName()) == ColumnKind.TEXT;
    }

    private boolean isUnique(Table<Record> table, Column key) throws SQLException {
        return database.dialect() == Dialect.H2 ? isUniqueOnH2(table, key) : isUniqueOnPostgres(table, key);
    }

    private boolean isUniqueOnPostgres(Table<Record> table, Column key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UNIQUE_ON_POSTGRES)) {
            statement.setString(1, dsl().render(table));
            statement.setString(2, key.name());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getInt(1) > 0;
            }
        }
    }

    private boolean isUniqueOnH2(Table<Record> table, Column key) throws SQLException {
        String[] parts = table.getQualifiedName().getName();
        String schema = parts.length == 2 ? parts[0] : connection.getSchema();
        Map<String, String> indexes = new HashMap<>();
        DatabaseMetaData meta = connection.getMetaData();
        try (ResultSet row = meta.getIndexInfo(null, schema, parts[parts.length - 1], true, true)) {
            while (row.next()) {
                indexes.merge(row.getString("INDEX_NAME"), row.getString("COLUMN_NAME"), (a, b) -> "");
            }
        }
        return !key.nullable() && indexes.containsValue(key.name());
    }

    private void requireUpdates(HostTable table) {
        try {
            dsl().update(table.table())
                    .set(Map.of(table.user(), table.user()))
                    .where(DSL.falseCondition())
                    .execute();
        } catch (DataAccessException e) {
            throw HostFailures.of(e);
        }
    }

    private void require(@Nullable String wrong, Column column) {
        if (wrong != null) {
            throw broken("column " + column.name() + " " + wrong);
        }
    }

    private IdentityStoreException broken(String what) {
        return new IdentityStoreException(Kind.BROKEN, "table " + names.table() + " cannot be stamped: " + what, null);
    }

    private DSLContext dsl() {
        return database.on(connection, 0);
    }
}
