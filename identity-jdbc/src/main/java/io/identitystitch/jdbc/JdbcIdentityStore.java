package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.SignalStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Identities in PostgreSQL (14 and later) or H2 (2.4.240 and later).
 *
 * <p>Each call takes a connection of the data source for as long as it lasts, and gives it back with the auto-commit mode,
 * isolation level and network time-out that it had. A call is a transaction of its own; {@link #joining(Connection)} takes part
 * in one of the host. A call while the same thread holds a connection of the same pool needs two at once: where the pool has none
 * left, the call ends with an {@link IdentityStoreException} of kind {@code TIMEOUT} after the pool's own time-out.
 *
 * <p>The tables must exist, see {@link Schema}. Nothing is cached but the numbers of tenants and types.
 *
 * <p>Thread-safe.
 */
public final class JdbcIdentityStore implements IdentityStore {
    /** How many calls commit together where none do. */
    static final int ALONE = 1;

    private final Database database;
    private final OwnConnections connections;
    private final StatementChoice statements;
    private final Names names;
    private final ValueCodec codec;
    private final OwnCommits commits;
    private final @Nullable JointCommits joint;
    private final IdentityReads reads;
    private final SignalStore signals;

    JdbcIdentityStore(
            Database database,
            OwnConnections connections,
            StatementChoice statements,
            Names names,
            ValueCodec codec,
            Durability anonymous,
            int together) {
        this.database = database;
        this.connections = connections;
        this.statements = statements;
        this.names = names;
        this.codec = codec;
        commits = new OwnCommits(connections, statements, names, anonymous);
        joint = together == ALONE
                ? null
                : new JointCommits(together, PostgresCommit.MOST_ROWS, commits::commit, commits::commitJoint);
        reads = new JdbcReads(database, codec, statements, new OwnAccess(connections, names));
        signals = new JdbcSignals(database, codec, connections, names);
    }

    /**
     * A store with the default settings: the tables are in the connection's current schema and up to date, readable values are
     * kept as they are.
     *
     * @param dataSource where connections come from; best a pool
     * @return the store
     * @throws IdentityStoreException if the database cannot be reached, will not do, or lacks the tables
     */
    public static JdbcIdentityStore create(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * A builder of a store.
     *
     * @param dataSource where connections come from; best a pool
     * @return a new builder
     */
    public static JdbcIdentityStoreBuilder builder(DataSource dataSource) {
        return new JdbcIdentityStoreBuilder(Objects.requireNonNull(dataSource, "dataSource"));
    }

    /**
     * A store that works inside the transaction of a connection, on the same tables. The connection stays the host's: it is
     * neither committed nor rolled back nor closed, and its settings are left alone.
     *
     * @param connection a connection of the host to the same database, not in auto-commit mode
     * @return a store for this one transaction
     * @throws IllegalStateException if the connection is in auto-commit mode
     * @throws IdentityStoreException if the connection is broken
     */
    public JoinedIdentityStore joining(Connection connection) {
        Objects.requireNonNull(connection, "connection");
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException("a connection in auto-commit mode has no transaction to join");
            }
        } catch (SQLException e) {
            throw Failures.joined(e);
        }
        return new JoinedIdentityStore(connection, database, statements, names.forTransaction(), codec, signals);
    }

    /**
     * Tells what any node has changed of answers already given, on this database: for caches. On PostgreSQL it follows the
     * transactions, whatever they take; on H2 a transaction of the host that was joined has to end within a minute to be heard
     * of.
     *
     * @return a new reader, which begins with its first read
     */
    public ChangeFeed changes() {
        return database.dialect() == Dialect.H2
                ? new H2Feed(database.tables(), connections, System::nanoTime)
                : new PostgresFeed(database.tables(), connections);
    }

    Database database() {
        return database;
    }

    OwnConnections connections() {
        return connections;
    }

    Names names() {
        return names;
    }

    ValueCodec codec() {
        return codec;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        try {
            return connections.call(connection -> load(connection, query));
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }

    private IdentitySnapshot load(Connection connection, LoadQuery query) throws SQLException {
        Integer tenant = names.tenant(connection, query.tenant());
        if (tenant == null) {
            return IdentitySnapshot.EMPTY;
        }
        Scope scope = new Scope(tenant, names, Mode.AUTO_COMMIT, 0);
        Statements scripted = statements.scripted();
        if (scripted != null) {
            return Loading.load(database, scripted, connection, scope, query);
        }
        names.lookUp(connection, PlanTypes.of(query));
        IdentitySnapshot lean = statements.portable().lean(connection, scope, query);
        if (lean != null) {
            return lean;
        }
        Scope inTransaction = new Scope(tenant, names, Mode.OWN_TRANSACTION, 0);
        return connections.snapshot(
                connection, mine -> Loading.load(database, statements.portable(), mine, inTransaction, query));
    }

    /** On PostgreSQL, where a statement that may read everything costs twice as much to begin with. */
    @Override
    public boolean isFasterWithLinksOnly() {
        return statements.scripted() != null;
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        return joint != null && plan.isAnonymousCreation() ? joint.commit(plan) : commits.commit(plan);
    }

    @Override
    public IdentityReads reads() {
        return reads;
    }

    /**
     * {@inheritDoc} A handler gets the connection by {@code unwrap(java.sql.Connection.class)}: it writes in the transaction of the
     * hand-over, and may neither end it nor change the connection's settings. Its statements have to answer within the time-out of this
     * store.
     */
    @Override
    public SignalStore signals() {
        return signals;
    }

    /** The kind of database. */
    @Override
    public String toString() {
        return "JdbcIdentityStore[" + database.dialect() + "]";
    }
}
