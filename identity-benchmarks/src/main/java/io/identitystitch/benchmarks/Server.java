package io.identitystitch.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.testdb.TestPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL that syncs to disk, with one database for all sides. Its settings are PostgreSQL's own, but for memory, and for
 * the size of the log, so that checkpoints fall between the measurements rather than into some of them.
 */
final class Server implements AutoCloseable {
    private final TestPostgres postgres;
    private final boolean mine;
    private final String url;
    private final String user;
    private final HikariDataSource admin;

    /** On a server that runs, with a database of its own; {@code mine} is ended with this. */
    Server(TestPostgres postgres, boolean mine) {
        this.postgres = postgres;
        this.mine = mine;
        PGSimpleDataSource database = postgres.newDatabase();
        String password = database.getPassword();
        url = "jdbc:postgresql://" + database.getServerNames()[0] + ":" + database.getPortNumbers()[0] + "/"
                + database.getDatabaseName() + (password == null ? "" : "?password=" + password);
        user = String.valueOf(database.getUser());
        admin = pool("admin", "public", 4);
    }

    static Server start(String sharedBuffers) {
        return new Server(
                TestPostgres.with(Map.of(
                        "fsync", "on",
                        "synchronous_commit", "on",
                        "full_page_writes", "on",
                        "shared_buffers", sharedBuffers,
                        "max_wal_size", "16GB",
                        "checkpoint_timeout", "30min")),
                true);
    }

    String version() {
        return postgres.version();
    }

    /** A pool as a host has it, filled from the start. */
    Pool pool(String name, int size, String schema) {
        return new Pool(name, pool(name, schema, size), this);
    }

    private HikariDataSource pool(String name, String schema, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setMaxLifetime(0);
        config.setKeepaliveTime(0);
        config.addDataSourceProperty("ApplicationName", name);
        config.addDataSourceProperty("currentSchema", schema);
        return new HikariDataSource(config);
    }

    void execute(String... commands) {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    long number(String query) {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    String text(String query) throws SQLException {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    Connection connection() throws SQLException {
        return admin.getConnection();
    }

    /** Makes a schema and runs a script of this package in it. */
    void create(String schema, String script) {
        execute("create schema " + schema);
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement();
                InputStream in = Server.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalStateException("no " + script);
            }
            statement.execute("set search_path to " + schema);
            statement.execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            statement.execute("reset search_path");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * After loading: statistics and visibility as they would be the next morning, and nothing left to write. Tables in which nothing
     * happened are left alone, as the server's own cleaning leaves them.
     */
    void settle() {
        try (Connection connection = admin.getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname not in"
                            + " ('pg_catalog', 'information_schema')")) {
                while (row.next()) {
                    tables.add(row.getString(1));
                }
            }
            for (String table : tables) {
                boolean used;
                try (ResultSet row = statement.executeQuery("select exists (select from " + table + ")")) {
                    row.next();
                    used = row.getBoolean(1);
                }
                if (used) {
                    statement.execute("vacuum analyze " + table);
                }
            }
            statement.execute("checkpoint");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        if (mine) {
            postgres.close();
        }
    }
}
