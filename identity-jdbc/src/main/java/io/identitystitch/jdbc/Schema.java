package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tables of the identity store, all named {@code id_...}: created and kept up to date by {@link #migrate(DataSource)}, or by the
 * host's own migrations from the text of {@link #ddl(Dialect)}.
 *
 * <p>They live beside whatever else is in their schema and have a version table of their own, {@code id_schema_version}. Without
 * the name of a schema they are in the connection's current one. With a name every statement is qualified with it, so that the
 * search path of a connection neither matters nor changes.
 *
 * <p>Thread-safe.
 */
public final class Schema {
    static final String ADVICE =
            "call Schema.migrate(dataSource) once, build the store with autoMigrate(true), or run the"
                    + " text of Schema.ddl(dialect) in migrations of your own";

    private static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.jdbc");
    private static final Pattern SHAPE = Pattern.compile("[a-z_][a-z0-9_]{0,40}");

    private Schema() {}

    /**
     * Brings the tables in the connection's current schema up to date.
     *
     * @param dataSource where
     * @throws IdentityStoreException if the database refuses, or has tables of a later or another version
     * @see #migrate(DataSource, String)
     */
    public static void migrate(DataSource dataSource) {
        run(dataSource, null);
    }

    /**
     * Brings the tables up to date, and creates their schema if it is missing. May be called at every start and by several processes
     * at once: each change is made by one of them. On PostgreSQL it is one transaction; on H2, where tables cannot be created in one,
     * a call that was cut off is completed by the next.
     *
     * @param dataSource where
     * @param schema the name of the schema, {@code [a-z_][a-z0-9_]{0,40}}
     * @throws IllegalArgumentException if the name has another shape
     * @throws IdentityStoreException if the database refuses, or has tables of a later or another version
     */
    public static void migrate(DataSource dataSource, String schema) {
        run(dataSource, requireName(schema));
    }

    /**
     * Checks that the tables in the connection's current schema are those of this version of the library; changes nothing.
     *
     * @param dataSource where
     * @throws IdentityStoreException if they are not, or the database does not answer
     */
    public static void check(DataSource dataSource) {
        verify(dataSource, null);
    }

    /**
     * Checks that the tables are those of this version of the library; changes nothing.
     *
     * @param dataSource where
     * @param schema the name of the schema, {@code [a-z_][a-z0-9_]{0,40}}
     * @throws IllegalArgumentException if the name has another shape
     * @throws IdentityStoreException if they are not, or the database does not answer
     */
    public static void check(DataSource dataSource, String schema) {
        verify(dataSource, requireName(schema));
    }

    /**
     * The statements that create the tables in the current schema.
     *
     * @param dialect for which database
     * @return statements, each ended by a semicolon and a line end
     */
    public static String ddl(Dialect dialect) {
        return text(dialect, null);
    }

    /**
     * The statements that create a schema and the tables in it.
     *
     * @param dialect for which database
     * @param schema the name of the schema, {@code [a-z_][a-z0-9_]{0,40}}
     * @return statements, each ended by a semicolon and a line end
     * @throws IllegalArgumentException if the name has another shape
     */
    public static String ddl(Dialect dialect, String schema) {
        return text(dialect, requireName(schema));
    }

    static String requireName(String schema) {
        if (!SHAPE.matcher(schema).matches()) {
            throw new IllegalArgumentException("a schema name is a word of [a-z_][a-z0-9_]{0,40}");
        }
        return schema;
    }

    private static String text(Dialect dialect, @Nullable String schema) {
        return Migration.script(new Database(Objects.requireNonNull(dialect, "dialect"), schema), schema).stream()
                .collect(Collectors.joining(";\n\n", "", ";\n"));
    }

    private static void run(DataSource dataSource, @Nullable String schema) {
        List<Integer> applied = on(dataSource, connection -> {
            Dialect dialect = Dialects.detect(connection);
            return new Migration(new Database(dialect, schema), schema, connection).run();
        });
        if (!applied.isEmpty()) {
            LOG.info("identity tables migrated to version {}", applied.get(applied.size() - 1));
        }
    }

    private static void verify(DataSource dataSource, @Nullable String schema) {
        on(dataSource, connection -> {
            Database database = new Database(Dialects.detect(connection), schema);
            verify(database, connection);
            return database;
        });
    }

    static void verify(Database database, Connection connection) {
        List<SchemaScript> scripts = SchemaScript.all();
        int wanted = scripts.get(scripts.size() - 1).version();
        Integer found = database.on(connection, 0)
                .select(org.jooq.impl.DSL.max(database.tables().schemaVersion.version))
                .from(database.tables().schemaVersion)
                .fetchSingle()
                .value1();
        if (found == null || found < wanted) {
            throw new IdentityStoreException(
                    Kind.BROKEN,
                    "the tables of the identity store are of version " + (found == null ? 0 : found) + ", not " + wanted
                            + "; " + ADVICE,
                    null);
        }
        if (found > wanted) {
            throw laterVersion(found, wanted);
        }
    }

    static IdentityStoreException laterVersion(int found, int wanted) {
        return new IdentityStoreException(
                Kind.BROKEN,
                "the tables of the identity store are of version " + found + ", this library knows up to " + wanted
                        + "; use the version of the library that migrated them",
                null);
    }

    private static <T> T on(DataSource dataSource, Work<T> work) {
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            throw Failures.noConnection(e);
        }
        try (connection) {
            return work.run(connection);
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }
}
