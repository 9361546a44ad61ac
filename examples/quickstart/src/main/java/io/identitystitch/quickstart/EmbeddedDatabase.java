package io.identitystitch.quickstart;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** An H2 database inside this process, behind a connection pool as an application has one. */
final class EmbeddedDatabase implements AutoCloseable {
    private static final String SUFFIX = ".mv.db";

    private final HikariDataSource dataSource;
    private final IdentityStore store;
    private final String description;

    private EmbeddedDatabase(HikariDataSource dataSource, IdentityStore store, String description) {
        this.dataSource = dataSource;
        this.store = store;
        this.description = description;
    }

    static EmbeddedDatabase open(Optional<Path> file) {
        return file.map(EmbeddedDatabase::onDisk)
                .orElseGet(() -> open("mem:" + UUID.randomUUID(), "an H2 database in memory"));
    }

    IdentityStore store() {
        return store;
    }

    String description() {
        return description;
    }

    @Override
    public void close() {
        dataSource.close();
    }

    private static EmbeddedDatabase onDisk(Path file) {
        String path = file.toAbsolutePath().normalize().toString();
        if (path.contains(";")) {
            throw Failure.badArgument("--db: H2 takes no semicolon in the name of a file.");
        }
        String base = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
        return open("file:" + base, "the H2 database " + base + SUFFIX);
    }

    private static EmbeddedDatabase open(String where, String description) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("quickstart");
        config.setJdbcUrl("jdbc:h2:" + where);
        config.setMaximumPoolSize(2);
        // A database in memory lives as long as a connection to it is open.
        config.setMaxLifetime(0);
        HikariDataSource dataSource = connect(config, description);
        try {
            IdentityStore store =
                    JdbcIdentityStore.builder(dataSource).autoMigrate(true).build();
            return new EmbeddedDatabase(dataSource, store, description);
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    private static HikariDataSource connect(HikariConfig config, String description) {
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw Failure.trouble("cannot open " + description + ": " + cause.getMessage());
        }
    }
}
