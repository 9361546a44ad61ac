package io.identitystitch.jdbc;

import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * How signals come by a connection.
 *
 * @param database the database
 * @param connections where connections come from
 * @param names the numbers of names
 */
record SignalAccess(Database database, OwnConnections connections, Names names) {
    /**
     * Runs a statement, or several that need not see one moment.
     *
     * @throws io.identitystitch.spi.IdentityStoreException if the database fails
     */
    <T> T call(Work<T> work) {
        try {
            return connections.call(work);
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }

    /**
     * Runs a transaction.
     *
     * @throws io.identitystitch.spi.IdentityStoreException if the database fails
     */
    <T> T transaction(Work<T> work) {
        return call(connection -> connections.readCommitted(connection, LocalSettings.NONE, work, result -> true));
    }

    DSLContext on(Connection connection) {
        return database.on(connection, connections.queryTimeout());
    }

    Tables tables() {
        return database.tables();
    }

    /** The number of a tenant; null where it has none. */
    @Nullable
    Integer tenant(Connection connection, TenantId tenant) {
        return names.tenant(connection, tenant);
    }

    /** The database's clock, in microseconds. */
    Instant now(DSLContext dsl) {
        return dsl.select(database.clock()).fetchSingle().value1().truncatedTo(ChronoUnit.MICROS);
    }
}
