package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every store does with a database before it uses it. */
final class Opening {
    private static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.jdbc");

    static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration SHORTEST = Duration.ofMillis(50);
    private static final Duration LONGEST = Duration.ofHours(1);

    private Opening() {}

    static Duration requireTimeout(Duration limit) {
        if (limit.compareTo(SHORTEST) < 0 || limit.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a time-out is 50 ms to 1 h, not " + limit);
        }
        return limit;
    }

    /** Brings the tables up to date if that is wanted, and sees whether the database will do. */
    static Database open(DataSource dataSource, @Nullable String schema, boolean migrate) {
        if (migrate) {
            migrate(dataSource, schema);
        }
        Connection connection;
        try {
            connection = dataSource.getConnection();
        } catch (SQLException e) {
            throw Failures.noConnection(e);
        }
        try (connection) {
            Dialect dialect = Dialects.detect(connection);
            if (dialect == Dialect.H2) {
                Dialects.requireDurability(connection);
                if (!Dialects.readsAnew(connection)) {
                    LOG.warn("H2 may give rows that a commit has just deleted, and this user may not change that:"
                            + " add ;OPTIMIZE_REUSE_RESULTS=0 to the JDBC URL of whoever opens the database");
                }
            }
            return new Database(dialect, schema);
        } catch (SQLException e) {
            throw Failures.own(e);
        }
    }

    private static void migrate(DataSource dataSource, @Nullable String schema) {
        if (schema == null) {
            Schema.migrate(dataSource);
        } else {
            Schema.migrate(dataSource, schema);
        }
    }
}
