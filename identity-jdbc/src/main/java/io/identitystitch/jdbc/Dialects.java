package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which database is behind a connection, and whether it will do. */
final class Dialects {
    private static final Pattern H2_VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");
    /** Before it, {@code select for update} lost updates. */
    private static final long H2_OLDEST = h2Version(2, 4, 240);

    /** Files of H2 that live in memory, where no commit outlives the process however often it is forced. */
    private static final Pattern MEMORY_FILE = Pattern.compile("(nio)?mem(FS|LZF):", Pattern.CASE_INSENSITIVE);

    /** {@code ErrorCode.ADMIN_RIGHTS_REQUIRED}. */
    private static final int H2_ADMIN_RIGHTS_REQUIRED = 90040;

    private static final int POSTGRES_OLDEST = 14;

    private Dialects() {}

    /**
     * The dialect.
     *
     * @throws IdentityStoreException if the database, its version or a setting of its driver will not do
     */
    static Dialect detect(Connection connection) throws SQLException {
        DatabaseMetaData meta = connection.getMetaData();
        String product = meta.getDatabaseProductName();
        if ("PostgreSQL".equals(product)) {
            if (meta.getDatabaseMajorVersion() < POSTGRES_OLDEST) {
                throw refuse("PostgreSQL " + meta.getDatabaseMajorVersion() + " is too old: 14 or later is needed");
            }
            if (isSimpleQueryMode(connection)) {
                throw refuse("the PostgreSQL driver must not run with preferQueryMode=simple: remove the option");
            }
            return Dialect.POSTGRESQL;
        }
        if ("H2".equals(product)) {
            Matcher version = H2_VERSION.matcher(meta.getDatabaseProductVersion());
            if (!version.matches() || h2Version(version) < H2_OLDEST) {
                throw refuse("H2 before 2.4.240 loses updates: use 2.4.240 or later");
            }
            return Dialect.H2;
        }
        throw refuse("the identity store runs on PostgreSQL and H2, not on " + product);
    }

    /**
     * Sees to it that H2 forces each commit to its file before it answers. By default it does so twice a second, and a process
     * that is killed loses commits that were acknowledged.
     */
    static void requireDurability(Connection connection) throws SQLException {
        if (isInMemory(connection) || writeDelay(connection) == 0) {
            return;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("set write_delay 0");
        } catch (SQLException e) {
            throw Failures.exception(Kind.BROKEN, durabilityAdvice(), e);
        }
        if (writeDelay(connection) != 0) {
            throw refuse(durabilityAdvice());
        }
    }

    /**
     * H2 gives the rows of a query once more if nothing it reads was changed since; and it notes a change a moment after others see the
     * commit. What was read in two statements of one transaction would then be of two moments, and a check could pass that must not.
     *
     * @return whether that is switched off; if not, the user may not
     */
    static boolean readsAnew(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set optimize_reuse_results 0");
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == H2_ADMIN_RIGHTS_REQUIRED) {
                return false;
            }
            throw e;
        }
    }

    private static String durabilityAdvice() {
        return "H2 would lose acknowledged commits when its process is killed: add ;WRITE_DELAY=0 to the JDBC URL";
    }

    private static boolean isInMemory(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("call database_path()")) {
            String path = row.next() ? row.getString(1) : null;
            return path == null || MEMORY_FILE.matcher(path).lookingAt();
        }
    }

    private static int writeDelay(Connection connection) throws SQLException {
        String question = "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            return row.next() ? Integer.parseInt(row.getString(1)) : -1;
        }
    }

    /** In simple mode the driver writes parameters into the text of the statements. */
    private static boolean isSimpleQueryMode(Connection connection) throws SQLException {
        Connection driver = connection.unwrap(Connection.class);
        Class<?> postgres = postgresInterface(driver.getClass());
        if (postgres != null) {
            try {
                Object mode = postgres.getMethod("getPreferQueryMode").invoke(driver);
                return mode instanceof Enum<?> value && value.name().equals("SIMPLE");
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                // An other driver, or one that hides it: its URL may tell.
            }
        }
        String url = connection.getMetaData().getURL();
        return url != null && url.toLowerCase(Locale.ROOT).contains("preferquerymode=simple");
    }

    private static @Nullable Class<?> postgresInterface(Class<?> type) {
        for (Class<?> one = type; one != null; one = one.getSuperclass()) {
            for (Class<?> candidate : one.getInterfaces()) {
                Class<?> found = candidate.getName().equals("org.postgresql.PGConnection")
                        ? candidate
                        : postgresInterface(candidate);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static long h2Version(Matcher version) {
        return h2Version(
                Long.parseLong(version.group(1)), Long.parseLong(version.group(2)), Long.parseLong(version.group(3)));
    }

    private static long h2Version(long major, long minor, long build) {
        return (major * 1_000 + minor) * 100_000 + build;
    }

    private static IdentityStoreException refuse(String message) {
        return new IdentityStoreException(Kind.BROKEN, message, null);
    }
}
