package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run of the migrations on one connection. */
final class Migration {
    /** Of the lock that concurrent runs on PostgreSQL take; the second number is that of the schema's name. */
    private static final int LOCK = 0x1d5717c4;

    private final Database database;
    private final @Nullable String schema;
    private final Connection connection;

    Migration(Database database, @Nullable String schema, Connection connection) {
        this.database = database;
        this.schema = schema;
        this.connection = connection;
    }

    /** Everything that an empty database needs, the record of it included. */
    static List<String> script(Database database, @Nullable String schema) {
        List<String> statements = new ArrayList<>(preamble(database, schema));
        for (SchemaScript script : SchemaScript.all()) {
            statements.addAll(script.statements(database.dialect(), schema));
            statements.add(record(database, script));
        }
        return statements;
    }

    private static List<String> preamble(Database database, @Nullable String schema) {
        List<String> statements = new ArrayList<>();
        if (schema != null) {
            statements.add("create schema if not exists \"" + schema + '"');
        }
        statements.add("create table if not exists " + database.tables().sql(database.tables().schemaVersion)
                + " (\n  version integer primary key,\n  checksum varchar(64) not null,"
                + "\n  applied_at timestamp(6) with time zone not null\n)");
        return statements;
    }

    /** The versions that were applied. */
    List<Integer> run() throws SQLException {
        return database.dialect() == Dialect.H2 ? runOnH2() : runOnPostgres();
    }

    private List<Integer> runOnPostgres() throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            execute("set transaction isolation level read committed");
            int name = schema == null ? 0 : schema.hashCode();
            execute("select pg_advisory_xact_lock(" + LOCK + ", " + name + ")");
            List<SchemaScript> pending = pending(hasVersionTable() ? applied() : Map.of());
            if (!pending.isEmpty()) {
                apply(pending, statement -> statement);
            }
            connection.commit();
            committed = true;
            return versions(pending);
        } finally {
            // A connection that broke must not hide why: neither call may throw over the first failure.
            if (!connection.isClosed()) {
                if (!committed) {
                    rollback();
                }
                if (!connection.isClosed()) {
                    connection.setAutoCommit(autoCommit);
                }
            }
        }
    }

    private void rollback() throws SQLException {
        try {
            connection.rollback();
        } catch (SQLException e) {
            connection.abort(Runnable::run);
        }
    }

    /**
     * H2 commits with every table that it creates, so there is neither a transaction nor a lock around a run; instead each
     * statement may be run again. Runs in one process still wait for each other.
     */
    private List<Integer> runOnH2() throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            synchronized (Migration.class) {
                List<SchemaScript> pending = pending(hasVersionTable() ? applied() : Map.of());
                if (!pending.isEmpty()) {
                    apply(pending, Migration::repeatable);
                }
                return versions(pending);
            }
        } finally {
            connection.setAutoCommit(autoCommit);
        }
    }

    private void apply(List<SchemaScript> pending, UnaryOperator<String> rewrite) throws SQLException {
        for (String statement : preamble(database, schema)) {
            execute(statement);
        }
        for (SchemaScript script : pending) {
            for (String statement : script.statements(database.dialect(), schema)) {
                execute(rewrite.apply(SchemaScript.withoutComments(statement)));
            }
            execute(record(database, script));
        }
    }

    private static String repeatable(String statement) {
        return statement
                .replaceFirst("^create (table|index) ", "create $1 if not exists ")
                .replaceFirst("^create view ", "create or replace view ");
    }

    private static String record(Database database, SchemaScript script) {
        return "insert into " + database.tables().sql(database.tables().schemaVersion)
                + " (version, checksum, applied_at) values (" + script.version() + ", '" + script.checksum()
                + "', current_timestamp)";
    }

    private boolean hasVersionTable() throws SQLException {
        String table = database.tables().sql(database.tables().schemaVersion);
        boolean postgres = database.dialect() == Dialect.POSTGRESQL;
        String question = postgres ? "select to_regclass(?) is not null" : "select count(*) from " + table;
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            if (postgres) {
                statement.setString(1, table);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return !postgres || row.getBoolean(1);
            }
        } catch (SQLException e) {
            if (!postgres && SqlStates.isNoTable(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private Map<Integer, String> applied() {
        Tables.SchemaVersion table = database.tables().schemaVersion;
        return database.on(connection, 0)
                .select(table.version, table.checksum)
                .from(table)
                .fetchMap(table.version, table.checksum);
    }

    private static List<SchemaScript> pending(Map<Integer, String> applied) {
        List<SchemaScript> pending = new ArrayList<>();
        int newest = 0;
        for (SchemaScript script : SchemaScript.all()) {
            String checksum = applied.get(script.version());
            if (checksum == null) {
                pending.add(script);
            } else if (!checksum.equals(script.checksum())) {
                throw new IdentityStoreException(
                        Kind.BROKEN,
                        "version " + script.version() + " of the identity tables was made by another script than that"
                                + " of this library",
                        null);
            }
            newest = script.version();
        }
        for (int version : applied.keySet()) {
            if (version > newest) {
                throw Schema.laterVersion(version, newest);
            }
        }
        return pending;
    }

    private static List<Integer> versions(List<SchemaScript> scripts) {
        return scripts.stream().map(SchemaScript::version).toList();
    }

    /** On H2 another process may have inserted the same rows. */
    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            if (database.dialect() != Dialect.H2 || !SqlStates.DUPLICATE.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
