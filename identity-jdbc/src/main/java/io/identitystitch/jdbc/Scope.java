package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierType;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What statements know of the call that they serve.
 *
 * @param tenant the number of the tenant
 * @param names the numbers of types; every type of a plan has one, of a query those that were ever stored
 * @param mode how the connection stands
 * @param queryTimeout seconds for {@link java.sql.Statement#setQueryTimeout}, 0 for leaving it alone
 * @param settings what a text that is a transaction by itself sets for it
 */
record Scope(int tenant, Names names, Mode mode, int queryTimeout, LocalSettings settings) {
    /** A scope that sets nothing. */
    Scope(int tenant, Names names, Mode mode, int queryTimeout) {
        this(tenant, names, mode, queryTimeout, LocalSettings.NONE);
    }

    /** The number of a type; null where the database has never seen it. */
    @Nullable
    Short numberOrNull(IdentifierType type) {
        return names.knownType(type);
    }

    /** The number of a type that was registered before. */
    short number(IdentifierType type) {
        Short number = names.knownType(type);
        if (number == null) {
            throw new IllegalStateException("type without a number: " + type);
        }
        return number;
    }

    /** The type with a number that was read from the tables; asks the database once for each. */
    IdentifierType type(Connection connection, short number) throws SQLException {
        return names.type(connection, number);
    }
}
