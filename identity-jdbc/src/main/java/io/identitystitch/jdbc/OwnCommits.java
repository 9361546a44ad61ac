package io.identitystitch.jdbc;

import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/** Carries out plans, each in a transaction of its own. Thread-safe. */
final class OwnCommits {
    private final OwnConnections connections;
    private final StatementChoice statements;
    private final Names names;
    private final Durability anonymous;

    /** Whether sessions have another isolation level than READ COMMITTED, so that a text alone will not do. */
    private volatile boolean explicit;

    OwnCommits(OwnConnections connections, StatementChoice statements, Names names, Durability anonymous) {
        this.connections = connections;
        this.statements = statements;
        this.names = names;
        this.anonymous = anonymous;
    }

    /**
     * Carries out a plan.
     *
     * @throws IdentityStoreException if the database fails
     */
    CommitResult commit(ResolutionPlan plan) {
        return commit(plan, false);
    }

    /**
     * Carries out a plan of several calls, which does not wait long for what one of them has to wait for.
     *
     * @throws IdentityStoreException if the database fails
     */
    CommitResult commitJoint(ResolutionPlan plan) {
        return commit(plan, true);
    }

    private CommitResult commit(ResolutionPlan plan, boolean joint) {
        // A signal that was accepted is not lost, and a replay has shown none that a crash can take back.
        boolean relaxed = anonymous == Durability.RELAXED
                && plan.isAnonymousCreation()
                && plan.changes().signals().isEmpty();
        LocalSettings settings = new LocalSettings(relaxed, joint);
        try {
            return connections.call(connection -> commit(connection, plan, settings));
        } catch (SQLException | DataAccessException e) {
            if (Failures.isRace(e)) {
                return new CommitResult.Conflicted();
            }
            throw Failures.own(e);
        }
    }

    private CommitResult commit(Connection connection, ResolutionPlan plan, LocalSettings settings)
            throws SQLException {
        int tenant = names.register(connection, plan.tenant());
        names.register(connection, PlanTypes.of(plan));
        Statements scripted = statements.scripted(plan);
        if (scripted != null && !explicit) {
            try {
                return scripted.commit(connection, scope(tenant, Mode.AUTO_COMMIT, settings), plan);
            } catch (SQLException e) {
                if (!SqlStates.ISOLATION_FIXED.equals(e.getSQLState())) {
                    throw e;
                }
                explicit = true;
            }
        }
        Statements chosen = scripted != null ? scripted : statements.portable();
        return connections.readCommitted(
                connection,
                settings,
                mine -> chosen.commit(mine, scope(tenant, Mode.OWN_TRANSACTION, LocalSettings.NONE), plan),
                result -> result instanceof CommitResult.Committed);
    }

    private Scope scope(int tenant, Mode mode, LocalSettings settings) {
        return new Scope(tenant, names, mode, connections.queryTimeout(), settings);
    }
}
