package io.identitystitch.torture;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A pool and a store, as a host would have them, with time-outs that are short enough to be met in a run. */
final class Database implements AutoCloseable {
    /** For a database that nobody breaks. */
    static final Consumer<IdentityStoreException> NEVER_WRONG = failure -> {
        throw failure;
    };

    private static final Duration STATEMENT_LIMIT = Duration.ofSeconds(2);
    private static final long CONNECTION_MILLIS = 2_000;

    private final HikariDataSource pool;
    private final IdentityStore store;

    private Database(HikariDataSource pool, IdentityStore store) {
        this.pool = pool;
        this.store = store;
    }

    IdentityStore store() {
        return store;
    }

    /**
     * Opens a database, and waits for it where it is away.
     *
     * @param wrong told of failures that claim that waiting is of no use
     */
    static Database open(String url, int connections, Consumer<IdentityStoreException> wrong)
            throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(CONNECTION_MILLIS);
        config.setValidationTimeout(CONNECTION_MILLIS / 2);
        config.setInitializationFailTimeout(-1);
        // Otherwise the pool asks its very first connection, and where that breaks meanwhile it never makes another
        // one.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        HikariDataSource pool = new HikariDataSource(config);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            try {
                return new Database(
                        pool,
                        JdbcIdentityStore.builder(pool)
                                .autoMigrate(true)
                                .timeout(STATEMENT_LIMIT)
                                .build());
            } catch (IdentityStoreException e) {
                if (!e.isRetryable()) {
                    wrong.accept(e);
                }
                if (System.nanoTime() - end > 0) {
                    pool.close();
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
