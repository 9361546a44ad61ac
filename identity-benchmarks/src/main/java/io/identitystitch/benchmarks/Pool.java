package io.identitystitch.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Connections of one side, and what their back ends have worked. */
final class Pool implements AutoCloseable {
    private final String name;
    private final HikariDataSource connections;
    private final Server server;

    Pool(String name, HikariDataSource connections, Server server) {
        this.name = name;
        this.connections = connections;
        this.server = server;
    }

    DataSource dataSource() {
        return connections;
    }

    Connection connection() throws SQLException {
        return connections.getConnection();
    }

    /** The processes behind the connections. */
    List<Integer> backEnds() {
        List<Integer> pids = new ArrayList<>();
        try (Connection connection = server.connection();
                PreparedStatement query =
                        connection.prepareStatement("select pid from pg_stat_activity where application_name = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    pids.add(rows.getInt(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return pids;
    }

    /** Nanoseconds that processes have spent on a processor; not a number where the system does not tell. */
    static double nanosOnProcessor(List<Integer> pids) {
        double nanos = 0;
        for (int pid : pids) {
            try {
                String counters = Files.readString(Path.of("/proc/" + pid + "/schedstat"));
                nanos += Long.parseLong(counters.substring(0, counters.indexOf(' ')));
            } catch (IOException e) {
                return Double.NaN;
            }
        }
        return nanos;
    }

    @Override
    public void close() {
        connections.close();
    }
}
