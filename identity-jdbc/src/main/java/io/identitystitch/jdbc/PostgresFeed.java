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
 *
 * <p>A server that crashes gives transaction ids once more whose traces had not reached the disk. So a read begins at an id only once
 * the log was on disk as far as it reached when the id was seen, and no crash came between.
 */
final class PostgresFeed implements ChangeFeed {
    /** So many changes between two reads, or behind a transaction that runs for long, are more work than to begin anew. */
    private static final int MOST = 100_000;

    private final OwnConnections connections;
    private final String begin;
    private final String goOn;
    private Set<Long> given = new HashSet<>();

    /** Where the next read begins. */
    private @Nullable Mark place;

    /** Where reads will begin once the log is on disk so far. */
    private @Nullable Mark ahead;

    private @Nullable OffsetDateTime started;

    /**
     * A transaction id.
     *
     * @param xid the oldest transaction that was running, or the next one
     * @param written how far the log reached
     * @param at when that was, by the server's clock
     * @param durable whether so much of the log was on disk, so that no crash takes the id back
     */
    private record Mark(long xid, long written, OffsetDateTime at, boolean durable) {}

    /**
     * The server at a moment.
     *
     * @param mark where a read could begin
     * @param started when the server was started
     * @param connected when this connection began; a crash ends all connections
     * @param flushed how far the log was on disk
     */
    private record Server(Mark mark, OffsetDateTime started, OffsetDateTime connected, long flushed) {
        static Server read(ResultSet row) throws SQLException {
            long written = row.getLong(2);
            long flushed = row.getLong(3);
            OffsetDateTime at = row.getObject(4, OffsetDateTime.class);
            return new Server(
                    new Mark(row.getLong(1), written, at, flushed >= written),
                    row.getObject(5, OffsetDateTime.class),
                    row.getObject(6, OffsetDateTime.class),
                    flushed);
        }

        /** Whether there was no crash since. */
        boolean isOneRunSince(Mark earlier) {
            return !connected.isAfter(earlier.at());
        }

        /** An earlier mark, durable where that is known by now. */
        Mark settled(Mark earlier) {
            boolean durable = earlier.durable() || (isOneRunSince(earlier) && flushed >= earlier.written());
            return new Mark(earlier.xid(), earlier.written(), earlier.at(), durable);
        }
    }

    PostgresFeed(Tables tables, OwnConnections connections) {
        this.connections = connections;
        String moment = "select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) xid,"
                + " cast(pg_current_wal_insert_lsn() - cast('0/0' as pg_lsn) as bigint) written,"
                + " cast(pg_current_wal_flush_lsn() - cast('0/0' as pg_lsn) as bigint) flushed,"
                + " clock_timestamp() at, pg_postmaster_start_time() started,"
                + " (select s.backend_start from pg_stat_get_activity(pg_backend_pid()) s) connected";
        begin = moment;
        goOn = "select o.*, " + FeedRow.COLUMNS + " from (" + moment + ") o left join ("
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
        Mark from = place;
        if (from == null) {
            return restart(connection);
        }
        List<IdentityChange> changes = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        Server server = null;
        try (PreparedStatement statement = connection.prepareStatement(goOn)) {
            statement.setString(1, Long.toString(from.xid()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    server = server == null ? Server.read(row) : server;
                    if (row.getObject(7) != null) {
                        FeedRow read = FeedRow.read(row, 7);
                        seen.add(read.seq());
                        if (!given.contains(read.seq())) {
                            changes.add(read.change());
                        }
                    }
                }
            }
        }
        if (server == null || seen.size() > MOST || isAnother(server, from)) {
            return restart(connection);
        }
        given = seen;
        goOn(server, from);
        return new ChangeBatch(changes, false);
    }

    /** Another server, or this one from a backup or after a crash: its transaction ids may say nothing about what was given. */
    private boolean isAnother(Server server, Mark from) {
        return server.mark().xid() < from.xid()
                || started == null
                || !server.started().isEqual(started)
                || (!from.durable() && !server.isOneRunSince(from));
    }

    private void goOn(Server server, Mark from) {
        Mark waiting = ahead == null ? null : server.settled(ahead);
        if (server.mark().durable()) {
            place = server.mark();
            ahead = null;
        } else if (waiting != null && waiting.durable()) {
            place = waiting;
            ahead = server.mark();
        } else {
            place = server.settled(from);
            ahead = waiting == null || !server.isOneRunSince(waiting) ? server.mark() : waiting;
        }
    }

    private ChangeBatch restart(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(begin);
                ResultSet row = statement.executeQuery()) {
            row.next();
            Server server = Server.read(row);
            place = server.mark();
            ahead = null;
            started = server.started();
            given = new HashSet<>();
            return new ChangeBatch(List.of(), true);
        }
    }
}
