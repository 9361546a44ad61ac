package io.identitystitch.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connections whose session lives in {@link TestPostgres#ZONE}.
 *
 * <p>The driver sends the JVM's zone with every connection, and that overrules what the database is set to. So the
 * session is moved after the connection is made, at the price of one round trip.
 */
final class OddZoneDataSource extends PGSimpleDataSource {
    private static final long serialVersionUID = 1L;

    OddZoneDataSource(String host, int port, String database, @Nullable String user, @Nullable String password) {
        setServerNames(new String[] {host});
        setPortNumbers(new int[] {port});
        setDatabaseName(database);
        setUser(user);
        setPassword(password);
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        try (Statement statement = connection.createStatement()) {
            statement.execute("set time zone '" + TestPostgres.ZONE + "'");
            return connection;
        } catch (SQLException | RuntimeException e) {
            try {
                connection.close();
            } catch (SQLException alsoBroken) {
                e.addSuppressed(alsoBroken);
            }
            throw e;
        }
    }
}
