package io.identitystitch.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Something to do on a connection.
 *
 * @param <T> what comes of it
 */
@FunctionalInterface
interface Work<T> {
    /** Does it; may also throw jOOQ's {@code DataAccessException}. */
    T run(Connection connection) throws SQLException;
}
