package io.identitystitch.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** A database behind a connection pool, as an application has one. */
final class QuickDatabase implements AutoCloseable {
    private final HikariDataSource dataSource;
    private final IdentityStore store;
    private final String description;
    private final boolean passing;

    private QuickDatabase(HikariDataSource dataSource, IdentityStore store, String description, boolean passing) {
        this.dataSource = dataSource;
        this.store = store;
        this.description = description;
        this.passing = passing;
    }

    /** Opens a database; one that is passing is deleted by closing. */
    static QuickDatabase open(String url, String description, boolean passing) {
        HikariDataSource dataSource = connect(url, description);
        try {
            IdentityStore store =
                    JdbcIdentityStore.builder(dataSource).autoMigrate(true).build();
            return new QuickDatabase(dataSource, store, description, passing);
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    IdentityStore store() {
        return store;
    }

    String description() {
        return description;
    }

    @Override
    public void close() {
        try (dataSource) {
            if (passing) {
                delete();
            }
        }
    }

    private void delete() {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("drop all objects delete files");
        } catch (SQLException e) {
            // What cannot be deleted goes with the process.
        }
    }

    private static HikariDataSource connect(String url, String description) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("quickstart");
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(2);
        // A database in memory lives as long as a connection to it is open.
        config.setMaxLifetime(0);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Failure.trouble("cannot open " + description + ": " + cause.getMessage());
        }
    }
}
