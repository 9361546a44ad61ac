package io.identitystitch.jdbc;

import io.identitystitch.cold.BlockCodec;
import io.identitystitch.spi.IdentityStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link JdbcColdStore}. Every option may be set once.
 *
 * <p>Not thread-safe.
 */
public final class JdbcColdStoreBuilder {
    private final DataSource dataSource;
    private @Nullable String schema;
    private @Nullable Boolean autoMigrate;
    private @Nullable Duration timeout;
    private @Nullable BlockCodec codec;

    JdbcColdStoreBuilder(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * In which schema the tables are. Without it they are in the connection's current one.
     *
     * @param name {@code [a-z_][a-z0-9_]{0,40}}
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public JdbcColdStoreBuilder schema(String name) {
        requireUnset(schema, "schema");
        schema = Schema.requireName(name);
        return this;
    }

    /**
     * Whether {@link #build()} brings the tables up to date, as {@link Schema#migrate(DataSource)} does: all tables of the library, for
     * they have one version. By default it only checks them.
     *
     * @param migrate whether to migrate
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public JdbcColdStoreBuilder autoMigrate(boolean migrate) {
        requireUnset(autoMigrate, "autoMigrate");
        autoMigrate = migrate;
        return this;
    }

    /**
     * How long a statement may take, 5 seconds by default. After it the call ends with an {@link IdentityStoreException} of kind {@code
     * TIMEOUT}. On H2, which has no network, only waiting for locks is limited.
     *
     * @param limit 50 milliseconds to one hour
     * @return this
     * @throws IllegalArgumentException if the limit is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public JdbcColdStoreBuilder timeout(Duration limit) {
        requireUnset(timeout, "timeout");
        timeout = Opening.requireTimeout(limit);
        return this;
    }

    /**
     * What happens to a body between compression and row. Default: nothing. Every process that uses the tables needs one that opens what
     * the others sealed. Digests and times stand beside it as they are.
     *
     * @param bodies the codec
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public JdbcColdStoreBuilder codec(BlockCodec bodies) {
        requireUnset(codec, "codec");
        codec = Objects.requireNonNull(bodies, "codec");
        return this;
    }

    /**
     * Checks the database and makes the store.
     *
     * @return a new store
     * @throws IdentityStoreException if the database cannot be reached, will not do, or lacks the tables
     */
    public JdbcColdStore build() {
        Duration limit = timeout != null ? timeout : Opening.DEFAULT_TIMEOUT;
        Database database = Opening.open(dataSource, schema, autoMigrate != null && autoMigrate);
        Names names = new Names(database);
        OwnConnections connections = new OwnConnections(dataSource, database.dialect(), limit);
        try {
            connections.call(connection -> {
                Schema.verify(database, connection);
                names.preload(connection);
                return names;
            });
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
        return new JdbcColdStore(database, connections, names, codec != null ? codec : BlockCodec.NONE);
    }

    private static void requireUnset(@Nullable Object option, String name) {
        if (option != null) {
            throw new IllegalStateException(name + " was set before");
        }
    }
}
