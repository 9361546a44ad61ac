package io.identitystitch.rehydration;

import io.identitystitch.SignalHandler;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.spi.SignalCall.Transaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * A table of the application's own: how often a person did what. It counts, so a signal that was handled twice would show; and it is
 * written by the connection of the hand-over, so that none is.
 */
final class Interests implements SignalHandler {
    private final DataSource database;

    Interests(DataSource database) throws SQLException {
        this.database = database;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table interest (person varchar(36), what varchar(128), times integer,"
                    + " primary key (person, what))");
        }
    }

    @Override
    public void handle(ProfileId person, SignalRecord signal, Transaction transaction) throws SQLException {
        Connection connection = transaction.unwrap(Connection.class).orElseThrow();
        try (PreparedStatement more =
                connection.prepareStatement("update interest set times = times + 1 where person = ? and what = ?")) {
            more.setString(1, person.toString());
            more.setString(2, signal.signal().type());
            if (more.executeUpdate() == 1) {
                return;
            }
        }
        try (PreparedStatement first = connection.prepareStatement("insert into interest values (?, ?, 1)")) {
            first.setString(1, person.toString());
            first.setString(2, signal.signal().type());
            first.executeUpdate();
        }
    }

    /** All counts of all persons. */
    int total() throws SQLException {
        return number("select coalesce(sum(times), 0) from interest");
    }

    /** How many rows a table has. */
    int rows(String table) throws SQLException {
        return number("select count(*) from " + table);
    }

    private int number(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(1);
        }
    }
}
