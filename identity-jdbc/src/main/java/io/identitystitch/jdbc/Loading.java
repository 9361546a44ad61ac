package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import java.sql.Connection;
import java.sql.SQLException;

/** A load and the numbers of types that it needs. */
final class Loading {
    private Loading() {}

    /**
     * Types that are only counted and were never stored are asked for afterwards: a known person is answered without them. If
     * one is there by then, it is the load that was too early.
     */
    static IdentitySnapshot load(Statements statements, Connection connection, Scope scope, LoadQuery query)
            throws SQLException {
        Names names = scope.names();
        names.lookUp(connection, PlanTypes.of(query));
        IdentitySnapshot snapshot = statements.load(connection, scope, query);
        boolean counted = !snapshot.roots().isEmpty();
        return counted && names.lookUp(connection, query.counted().keySet())
                ? statements.load(connection, scope, query)
                : snapshot;
    }
}
