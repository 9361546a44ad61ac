package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.SignalStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Identities inside one transaction of the host: what is resolved here is committed or rolled back with the rest of it.
 *
 * <p>The connection stays the host's. It is never committed, rolled back or closed, and its auto-commit mode, isolation level,
 * time-outs and search path are left alone. Each attempt to resolve runs under a savepoint, so that one that fails leaves the
 * transaction as it was before and usable. Locks are held until the host ends the transaction; on H2 that is the lock of the tenant
 * from the first call that may write. A call that loses a race which only the whole transaction can repeat throws
 * {@link IdentityStoreException} of kind {@code TRANSACTION_LOST}.
 *
 * <p>What has to wait until others can see the transaction (listeners) runs in {@link #committed()}, which the host calls after
 * its commit; {@link #rolledBack()} drops it. Neither is called by anything else.
 *
 * <p>Not thread-safe; not to be used after the transaction has ended.
 */
public final class JoinedIdentityStore implements IdentityStore {
    private enum Phase {
        OPEN,
        COMMITTED,
        ROLLED_BACK
    }

    private final Connection connection;
    private final Database database;
    private final StatementChoice statements;
    private final Names names;
    private final IdentityReads reads;
    private final SignalStore signals;
    private final List<Runnable> waiting = new ArrayList<>();
    private Phase phase = Phase.OPEN;
    private boolean inAttempt;
    private boolean failed;
    /** Whether what is committed may rest on what this transaction reads. */
    private boolean read;

    JoinedIdentityStore(
            Connection connection,
            Database database,
            StatementChoice statements,
            Names names,
            ValueCodec codec,
            SignalStore signals) {
        this.connection = connection;
        this.database = database;
        this.statements = statements;
        this.names = names;
        reads = new JdbcReads(database, codec, statements, new JoinedAccess());
        this.signals = signals;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        return guarded(mine -> {
            read = true;
            Integer tenant = names.tenant(connection, query.tenant());
            if (tenant == null) {
                return IdentitySnapshot.EMPTY;
            }
            Scope scope = scope(tenant);
            Statements scripted = statements.scripted();
            if (scripted != null) {
                return Loading.load(database, scripted, connection, scope, query);
            }
            names.lookUp(connection, PlanTypes.of(query));
            IdentitySnapshot lean = statements.portable().lean(connection, scope, query);
            return lean != null ? lean : Loading.load(database, statements.portable(), connection, scope, query);
        });
    }

    /** {@inheritDoc} It takes effect for others when the host commits. */
    @Override
    public CommitResult commit(ResolutionPlan plan) {
        return guarded(mine -> {
            int tenant = names.register(connection, plan.tenant());
            names.register(connection, PlanTypes.of(plan));
            Statements scripted = statements.scripted(plan);
            Statements chosen = scripted != null ? scripted : statements.portable();
            CommitResult result = commit(chosen, scope(tenant), plan);
            if (result instanceof CommitResult.Conflicted) {
                failed = true;
                if (read) {
                    requireNewerReads();
                }
            }
            return result;
        });
    }

    /** H2 does not say that a race was lost at a level at which reading again would give the same: PostgreSQL does. */
    private void requireNewerReads() throws SQLException {
        if (database.dialect() == Dialect.H2
                && connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
            throw new SQLException("what was read is outdated", SqlStates.SERIALIZATION);
        }
    }

    /** A unique key that was met is a lost race that the savepoint mends; a deadlock is not, for the host's locks take part. */
    private CommitResult commit(Statements chosen, Scope scope, ResolutionPlan plan) throws SQLException {
        try {
            return chosen.commit(connection, scope, plan);
        } catch (SQLException | DataAccessException e) {
            if (Failures.isRace(e) && !SqlStates.isLost(Failures.state(e))) {
                return new CommitResult.Conflicted();
            }
            throw e;
        }
    }

    private Scope scope(int tenant) {
        return new Scope(tenant, names, Mode.JOINED, 0);
    }

    @Override
    public IdentityReads reads() {
        return reads;
    }

    /** {@inheritDoc} Not in the joined transaction: what that has staged is there when the host has committed. */
    @Override
    public SignalStore signals() {
        return signals;
    }

    /**
     * Runs one attempt under a savepoint, which is rolled back to if the attempt throws or ends in a conflict, and released in
     * any case.
     */
    @Override
    public <T> T attempt(Supplier<T> attempt) {
        requireOpen();
        if (inAttempt) {
            return attempt.get();
        }
        read = false;
        return underSavepoint(attempt);
    }

    private <T> T underSavepoint(Supplier<T> attempt) {
        Savepoint savepoint = begin();
        int waitingBefore = waiting.size();
        inAttempt = true;
        failed = false;
        boolean returned = false;
        try {
            T result = attempt.get();
            returned = true;
            return result;
        } finally {
            inAttempt = false;
            if (!returned) {
                undo(savepoint, waitingBefore);
            } else if (failed) {
                undoOrThrow(savepoint, waitingBefore);
            } else {
                release(savepoint);
            }
        }
    }

    /** Keeps the action until {@link #committed()}. */
    @Override
    public void afterCommit(Runnable action) {
        requireOpen();
        waiting.add(action);
    }

    /**
     * To be called after the host's transaction was committed: runs what waited for it. Calling it again does nothing.
     *
     * @throws IllegalStateException if the transaction was said to be rolled back
     */
    public void committed() {
        if (phase == Phase.ROLLED_BACK) {
            throw new IllegalStateException("the transaction was rolled back");
        }
        phase = Phase.COMMITTED;
        List<Runnable> actions = List.copyOf(waiting);
        waiting.clear();
        actions.forEach(Runnable::run);
    }

    /**
     * To be called after the host's transaction was rolled back: drops what waited for its commit. Calling it again does nothing.
     *
     * @throws IllegalStateException if the transaction was said to be committed
     */
    public void rolledBack() {
        if (phase == Phase.COMMITTED) {
            throw new IllegalStateException("the transaction was committed");
        }
        phase = Phase.ROLLED_BACK;
        waiting.clear();
    }

    /** Whether the transaction still goes on. */
    @Override
    public String toString() {
        return "JoinedIdentityStore[" + phase + "]";
    }

    private void requireOpen() {
        if (phase != Phase.OPEN) {
            throw new IllegalStateException("the transaction that was joined has ended");
        }
    }

    private <T> T guarded(Work<T> work) {
        requireOpen();
        if (!inAttempt) {
            // What the caller read before, it may have read in another attempt.
            read = true;
            return underSavepoint(() -> guarded(work));
        }
        try {
            return work.run(connection);
        } catch (SQLException | DataAccessException e) {
            // Whoever catches the exception inside of the attempt must not go on in what the database has given up.
            failed = true;
            throw Failures.joined(e);
        }
    }

    private Savepoint begin() {
        try {
            return connection.setSavepoint();
        } catch (SQLException e) {
            throw Failures.joined(e);
        }
    }

    private void release(Savepoint savepoint) {
        try {
            connection.releaseSavepoint(savepoint);
        } catch (SQLException e) {
            throw Failures.joined(e);
        }
    }

    private void undoOrThrow(Savepoint savepoint, int waitingBefore) {
        SQLException failure = undo(savepoint, waitingBefore);
        if (failure != null) {
            throw Failures.joined(failure);
        }
    }

    private @Nullable SQLException undo(Savepoint savepoint, int waitingBefore) {
        // What was learned inside may be gone.
        names.forget();
        waiting.subList(waitingBefore, waiting.size()).clear();
        try {
            connection.rollback(savepoint);
            connection.releaseSavepoint(savepoint);
            return null;
        } catch (SQLException e) {
            return e;
        }
    }

    /** Reads in the joined transaction: they see one moment only as far as its isolation level gives that. */
    private final class JoinedAccess implements Access {
        @Override
        public Names names() {
            return names;
        }

        @Override
        public <T> T read(Work<T> work) {
            return guarded(mine -> {
                read = true;
                return work.run(mine);
            });
        }
    }
}
