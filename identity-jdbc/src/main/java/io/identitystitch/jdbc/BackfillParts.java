package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all runs of one back-fill work with. Thread-safe.
 *
 * @param database the dialect and the tables
 * @param connections where connections come from
 * @param host the host's table
 * @param queue the runs that have not ended
 * @param settings what the host chose
 * @param nanos a clock for durations
 * @param waiting how to wait
 * @param complained whether it was said that the listener fails
 */
record BackfillParts(
        Database database,
        OwnConnections connections,
        HostTable host,
        BackfillQueue queue,
        Settings settings,
        LongSupplier nanos,
        Waiting waiting,
        AtomicBoolean complained) {
    private static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.jdbc");

    /**
     * What the host chose.
     *
     * @param chunkSize how many rows a transaction stamps at most
     * @param targetTime how long one should take at most
     * @param pause between two
     * @param listener hears of each
     */
    record Settings(int chunkSize, Duration targetTime, Duration pause, BackfillListener listener) {}

    /** How to wait. */
    @FunctionalInterface
    interface Waiting {
        /** Comes back after a time. */
        void await(Duration time) throws InterruptedException;
    }

    <T> T inTransaction(Work<T> work) throws SQLException {
        return connections.call(
                connection -> connections.readCommitted(connection, LocalSettings.NONE, work, any -> true));
    }

    /**
     * One statement or several, each for itself.
     *
     * @throws IdentityStoreException if the database fails
     */
    <T> T call(Function<DSLContext, T> work) {
        try {
            return connections.call(connection -> work.apply(database.on(connection, 0)));
        } catch (SQLException | DataAccessException e) {
            throw HostFailures.of(e);
        }
    }

    void tell(BackfillProgress progress) {
        try {
            settings.listener().stamped(progress);
        } catch (RuntimeException e) {
            if (!complained.getAndSet(true)) {
                LOG.warn(
                        "a listener of back-fills failed with {}; this is said once",
                        e.getClass().getName());
            }
        }
    }
}
