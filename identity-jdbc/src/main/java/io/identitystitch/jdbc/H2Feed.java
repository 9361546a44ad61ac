package io.identitystitch.jdbc;

import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.IdentityChange;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jooq.exception.DataAccessException;

/**
 * The change log of H2, which does not show transaction ids. What was numbered before something that was read a minute ago is
 * taken to be committed by now: a commit of this library takes seconds at most, and a transaction of the host that it joined has
 * to be as short.
 */
final class H2Feed implements ChangeFeed {
    private static final long LONGEST = Duration.ofMinutes(1).toNanos();

    /** What is so many numbers behind when a reader begins is taken to be committed too. */
    private static final long WINDOW = 10_000;

    /**
     * A number that was read.
     *
     * @param seq the number
     * @param at when, by the clock
     */
    private record Seen(long seq, long at) {}

    private final OwnConnections connections;
    private final LongSupplier nanos;
    private final String last;
    private final String sql;
    private final Set<Long> given = new HashSet<>();
    private final Deque<Seen> recent = new ArrayDeque<>();
    private long settled;
    private boolean begun;

    H2Feed(Tables tables, OwnConnections connections, LongSupplier nanos) {
        this.connections = connections;
        this.nanos = nanos;
        last = "select coalesce(max(seq), 0) from " + tables.sql(tables.change);
        sql = "select " + FeedRow.COLUMNS + " from " + tables.sql(tables.change) + " c join "
                + tables.sql(tables.tenant) + " t on t.id = c.tenant left join " + tables.sql(tables.type)
                + " y on y.id = c.type where c.seq > ? order by c.seq";
    }

    @Override
    public ChangeBatch read() {
        long now = nanos.getAsLong();
        List<FeedRow> rows;
        try {
            rows = connections.call(this::rows);
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
        List<IdentityChange> changes = new ArrayList<>();
        for (FeedRow row : rows) {
            if (given.add(row.seq())) {
                recent.add(new Seen(row.seq(), now));
                changes.add(row.change());
            }
        }
        settle(now);
        boolean first = !begun;
        begun = true;
        return first ? new ChangeBatch(List.of(), true) : new ChangeBatch(changes, false);
    }

    private List<FeedRow> rows(Connection connection) throws SQLException {
        if (!begun) {
            settled = last(connection) - WINDOW;
        }
        List<FeedRow> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, settled);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(FeedRow.read(row, 1));
                }
            }
        }
        return rows;
    }

    private long last(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(last);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private void settle(long now) {
        while (!recent.isEmpty() && now - recent.getFirst().at() > LONGEST) {
            settled = Math.max(settled, recent.removeFirst().seq());
        }
        given.removeIf(seq -> seq <= settled);
    }
}
