package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * The SQL of a store. Connections, transactions, savepoints, network time-outs, numbers of names and the translation of
 * errors belong to the caller; an implementation neither commits nor rolls back, except that a text of several statements
 * in {@link Mode#AUTO_COMMIT} is a transaction by itself.
 *
 * <p>Implementations are thread-safe. They may also throw jOOQ's {@code DataAccessException}.
 */
interface Statements {
    /** Reads what {@link io.identitystitch.spi.IdentityStore#load} promises, at one moment. */
    IdentitySnapshot load(Connection connection, Scope scope, LoadQuery query) throws SQLException;

    /**
     * Carries out a plan. After {@link CommitResult.Conflicted} the caller rolls back: in {@link Mode#AUTO_COMMIT} the
     * text has done so (or written nothing) by itself.
     */
    CommitResult commit(Connection connection, Scope scope, ResolutionPlan plan) throws SQLException;
}
