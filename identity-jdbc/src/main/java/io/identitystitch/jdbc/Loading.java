package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import java.sql.Connection;
import java.sql.SQLException;

/** A load, the numbers of types that it needs, and the marks that it may need. */
final class Loading {
    private Loading() {}

    /**
     * Marks come last: an erasure removes links and leaves marks at once, so whoever looks for a mark after seeing the link gone
     * finds it, though each statement sees a moment of its own.
     */
    static IdentitySnapshot load(
            Database database, Statements statements, Connection connection, Scope scope, LoadQuery query)
            throws SQLException {
        IdentitySnapshot snapshot = loadStored(statements, connection, scope, query);
        return query.marks().isEmpty()
                ? snapshot
                : new RefusedMarks(database, connection, scope).addTo(snapshot, query);
    }

    /**
     * Types that are only counted and were never stored are asked for afterwards: a known person is answered without them. If
     * one is there by then, it is the load that was too early.
     */
    private static IdentitySnapshot loadStored(
            Statements statements, Connection connection, Scope scope, LoadQuery query) throws SQLException {
        Names names = scope.names();
        names.lookUp(connection, PlanTypes.of(query));
        IdentitySnapshot snapshot = statements.load(connection, scope, query);
        boolean counted = !snapshot.roots().isEmpty();
        return counted && names.lookUp(connection, query.counted().keySet())
                ? statements.load(connection, scope, query)
                : snapshot;
    }
}
