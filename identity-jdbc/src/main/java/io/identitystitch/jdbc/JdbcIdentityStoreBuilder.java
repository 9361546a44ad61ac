package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a {@link JdbcIdentityStore}. Every option may be set once.
 *
 * <p>Not thread-safe.
 */
public final class JdbcIdentityStoreBuilder {
    private static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.jdbc");
    private static final int MOST_TOGETHER = 32;

    private final DataSource dataSource;
    private @Nullable String schema;
    private @Nullable Boolean autoMigrate;
    private @Nullable ValueCodec codec;
    private @Nullable Duration timeout;
    private @Nullable Durability anonymousDurability;
    private @Nullable Integer collapseAnonymous;

    JdbcIdentityStoreBuilder(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * In which schema the tables are. Without it they are in the connection's current one; with it every statement is qualified,
     * and the connection's search path does not matter.
     *
     * @param name {@code [a-z_][a-z0-9_]{0,40}}
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public JdbcIdentityStoreBuilder schema(String name) {
        requireUnset(schema, "schema");
        schema = Schema.requireName(name);
        return this;
    }

    /**
     * Whether {@link #build()} brings the tables up to date, as {@link Schema#migrate(DataSource)} does. By default it only checks
     * them, for in production the user of the application should not own its tables.
     *
     * @param migrate whether to migrate
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public JdbcIdentityStoreBuilder autoMigrate(boolean migrate) {
        requireUnset(autoMigrate, "autoMigrate");
        autoMigrate = migrate;
        return this;
    }

    /**
     * How readable values of identifiers are kept. By default as they are, which is said once in the log.
     *
     * @param values the codec
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public JdbcIdentityStoreBuilder codec(ValueCodec values) {
        requireUnset(codec, "codec");
        codec = Objects.requireNonNull(values, "codec");
        return this;
    }

    /**
     * How long a statement may take, 5 seconds by default. After it the call ends with an {@link IdentityStoreException} of kind
     * {@code TIMEOUT}; a commit that was cut off was either carried out or not, and may be repeated. Waiting for a connection is
     * the pool's to limit, and in a transaction that was joined the host's settings hold. On H2, which has no network, only waiting for
     * locks is limited.
     *
     * @param limit 50 milliseconds to one hour
     * @return this
     * @throws IllegalArgumentException if the limit is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public JdbcIdentityStoreBuilder timeout(Duration limit) {
        requireUnset(timeout, "timeout");
        timeout = Opening.requireTimeout(limit);
        return this;
    }

    /**
     * Whether PostgreSQL may say that an anonymous visitor is stored before that is on its disk. By default it may not. Only a
     * transaction that creates anonymous profiles, with the identifiers that make nobody known and with their facts, and does
     * nothing else is relaxed: never one that links a persistent identifier, merges, moves, or touches a profile that was there,
     * and never the host's, when the store has joined it.
     *
     * <p>The price: a crash of the server loses the visitors of its last moments, whose profile ids the application may have
     * used already; see {@link Durability#RELAXED}. On H2 without effect.
     *
     * @param durability when such a transaction counts as committed
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public JdbcIdentityStoreBuilder anonymousDurability(Durability durability) {
        requireUnset(anonymousDurability, "anonymousDurability");
        anonymousDurability = Objects.requireNonNull(durability, "durability");
        return this;
    }

    /**
     * How many concurrent calls that only create anonymous profiles of one tenant may be committed in one transaction. By default
     * each is committed alone. Nobody waits for others to come: a call that finds no such commit under way is committed at once,
     * and those that come meanwhile are committed together after it, as many as their rows allow.
     *
     * <p>The price: under load a call waits for up to two commits of others before it is answered, as long as {@link
     * #timeout(Duration)} allows each, and where the joint one fails, its own comes after that. Worth it where many threads of
     * one process create visitors at once. Calls in a transaction that was joined never take part.
     *
     * @param most 2 to 32 calls
     * @return this
     * @throws IllegalArgumentException if the number is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public JdbcIdentityStoreBuilder collapseAnonymous(int most) {
        requireUnset(collapseAnonymous, "collapseAnonymous");
        if (most < 2 || most > MOST_TOGETHER) {
            throw new IllegalArgumentException("2 to 32 calls are committed together, not " + most);
        }
        collapseAnonymous = most;
        return this;
    }

    /**
     * Checks the database and makes the store.
     *
     * @return a new store
     * @throws IdentityStoreException if the database cannot be reached, will not do, or lacks the tables
     */
    public JdbcIdentityStore build() {
        Duration limit = timeout != null ? timeout : Opening.DEFAULT_TIMEOUT;
        ValueCodec values = codec != null ? codec : ValueCodec.plain();
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
        if (values.keyId().equals(PlainCodec.KEY_ID)) {
            LOG.info("the values of identifiers are kept readable; set a codec to change that");
        }
        Durability anonymous = anonymousDurability != null ? anonymousDurability : Durability.STANDARD;
        return new JdbcIdentityStore(
                database,
                connections,
                StatementChoice.of(database, values, limit),
                names,
                values,
                anonymous,
                collapseAnonymous != null ? collapseAnonymous : JdbcIdentityStore.ALONE);
    }

    private static void requireUnset(@Nullable Object option, String name) {
        if (option != null) {
            throw new IllegalStateException(name + " was set before");
        }
    }
}
