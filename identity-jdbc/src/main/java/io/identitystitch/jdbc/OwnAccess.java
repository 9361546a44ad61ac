package io.identitystitch.jdbc;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/**
 * Reads on connections of our own.
 *
 * @param connections where they come from
 * @param names the numbers of names
 */
record OwnAccess(OwnConnections connections, Names names) implements Access {
    @Override
    public <T> T read(Work<T> work) {
        return readOnce(connection -> connections.snapshot(connection, work));
    }

    @Override
    public <T> T readOnce(Work<T> work) {
        try {
            return connections.call(work);
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }
}
