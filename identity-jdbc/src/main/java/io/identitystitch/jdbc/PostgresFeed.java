package io.identitystitch.jdbc;

import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.IdentityChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * The change log by transaction ids. A row that a read does not see was written by a transaction that was running then, so its
 * transaction id is not below that of the oldest one running then; and from there the next read begins. Sequences would not do:
 * they do not commit in order. Nor would a clock.
 */
final class PostgresFeed implements ChangeFeed {
    /** So many changes between two reads, or behind a transaction that runs for long, are more work than to begin anew. */
    private static final int MOST = 100_000;

    private final OwnConnections connections;
    private final String begin;
    private final String goOn;
    private Set<Long> given = new HashSet<>();
    private @Nullable Place place;

    /**
     * Where the next read begins.
     *
     * @param xid the oldest transaction that was running, or the next one
     * @param started when the server was started
     */
    private record Place(long xid, OffsetDateTime started) {}

    PostgresFeed(Tables tables, OwnConnections connections) {
        this.connections = connections;
        String moment = "select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) xid,"
                + " pg_postmaster_start_time() started";
        begin = moment;
        goOn = "select o.xid, o.started, " + FeedRow.COLUMNS + " from (" + moment + ") o left join ("
                + tables.sql(tables.change) + " c join " + tables.sql(tables.tenant)
                + " t on t.id = c.tenant left join "
                + tables.sql(tables.type) + " y on y.id = c.type) on c.xid >= cast(? as xid8) order by c.seq limit "
                + (MOST + 1);
    }

    @Override
    public ChangeBatch read() {
        try {
            return connections.call(this::read);
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }

    private ChangeBatch read(Connection connection) throws SQLException {
        Place from = place;
        if (from == null) {
            return restart(connection);
        }
        List<IdentityChange> changes = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Place next = from;
        try (PreparedStatement statement = connection.prepareStatement(goOn)) {
            statement.setString(1, Long.toString(from.xid()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    next = place(row);
                    if (row.getObject(3) != null) {
                        FeedRow read = FeedRow.read(row, 3);
                        seen.add(read.seq());
                        if (!given.contains(read.seq())) {
                            changes.add(read.change());
                        }
                    }
                }
            }
        }
        // Another server, or this one from a backup: its transaction ids say nothing about what was given.
        if (seen.size() > MOST || next.xid() < from.xid() || !next.started().isEqual(from.started())) {
            return restart(connection);
        }
        given = seen;
        place = next;
        return new ChangeBatch(changes, false);
    }

    private ChangeBatch restart(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(begin);
                ResultSet row = statement.executeQuery()) {
            row.next();
            place = place(row);
            given = new HashSet<>();
            return new ChangeBatch(List.of(), true);
        }
    }

    private static Place place(ResultSet row) throws SQLException {
        return new Place(row.getLong(1), row.getObject(2, OffsetDateTime.class));
    }
}
