package io.identitystitch.jdbc;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link EventBackfill}. Every option may be set once. Columns have names of the shape {@code [A-Za-z_][A-Za-z0-9_]{0,62}},
 * which may be words that SQL reserves; a name is looked for as it is written, and then in any case.
 *
 * <p>Not thread-safe.
 */
public final class EventBackfillBuilder {
    private static final int DEFAULT_CHUNK = 500;
    private static final int LARGEST_CHUNK = 10_000;
    private static final Duration DEFAULT_TARGET = Duration.ofMillis(250);
    private static final Duration LONGEST_TARGET = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final JdbcIdentityStore store;
    private final String table;
    private @Nullable String key;
    private @Nullable String anonymous;
    private @Nullable String user;
    private @Nullable String time;
    private @Nullable String tenantColumn;
    private @Nullable TenantId tenant;
    private @Nullable DataSource dataSource;
    private @Nullable Integer chunkSize;
    private @Nullable Duration targetTime;
    private @Nullable Duration pause;
    private @Nullable BackfillListener listener;
    private boolean assumeUniqueKey;
    private LongSupplier nanos = System::nanoTime;
    private BackfillParts.Waiting waiting = time -> TimeUnit.NANOSECONDS.sleep(time.toNanos());

    EventBackfillBuilder(JdbcIdentityStore store, String table) {
        this.store = store;
        this.table = HostColumns.requireTable(table);
    }

    /**
     * What tells the rows apart: an integer, bigint, uuid or text column that is unique and not null by itself. Required.
     *
     * @param column its name
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder keyColumn(String column) {
        requireUnset(key, "keyColumn");
        key = HostColumns.requireColumn(column);
        return this;
    }

    /**
     * Which column has the anonymous id: a text. Required.
     *
     * @param column its name
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder anonymousIdColumn(String column) {
        requireUnset(anonymous, "anonymousIdColumn");
        anonymous = HostColumns.requireColumn(column);
        return this;
    }

    /**
     * Which column gets the user id where it is null: a text, uuid, bigint or integer. Required.
     *
     * @param column its name
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder userIdColumn(String column) {
        requireUnset(user, "userIdColumn");
        user = HostColumns.requireColumn(column);
        return this;
    }

    /**
     * Which column has the event time: a timestamp with time zone. Needed for requests with bounds; rows without an event time are
     * in none. By default there is none.
     *
     * @param column its name
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder eventTimeColumn(String column) {
        requireUnset(time, "eventTimeColumn");
        time = HostColumns.requireColumn(column);
        return this;
    }

    /**
     * Which column has the tenant: a text, compared with the tenant's id. Without it all rows are those of one tenant.
     *
     * @param column its name
     * @return this
     * @throws IllegalArgumentException if the name has another shape
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder tenantColumn(String column) {
        requireUnset(tenantColumn, "tenantColumn");
        tenantColumn = HostColumns.requireColumn(column);
        return this;
    }

    /**
     * Whose rows, by default those of {@link TenantId#DEFAULT}.
     *
     * @param id the tenant
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder tenant(TenantId id) {
        requireUnset(tenant, "tenant");
        tenant = Objects.requireNonNull(id, "id");
        return this;
    }

    /**
     * Where connections come from, by default where those of the store do. Another pool on the same database keeps long runs from
     * taking connections of sign-ins, or is of a database user who may update the table.
     *
     * @param pool a pool
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder dataSource(DataSource pool) {
        requireUnset(dataSource, "dataSource");
        dataSource = Objects.requireNonNull(pool, "pool");
        return this;
    }

    /**
     * How many rows a transaction stamps at most, 500 by default. It stamps fewer when one took longer than {@link
     * #targetTime(Duration)}.
     *
     * @param rows 1 to 10,000
     * @return this
     * @throws IllegalArgumentException if the number is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder chunkSize(int rows) {
        requireUnset(chunkSize, "chunkSize");
        if (rows < 1 || rows > LARGEST_CHUNK) {
            throw new IllegalArgumentException("a chunk has 1 to " + LARGEST_CHUNK + " rows, not " + rows);
        }
        chunkSize = rows;
        return this;
    }

    /**
     * How long a transaction should take at most, 250 milliseconds by default: after one that took longer, the next have fewer rows. On
     * PostgreSQL a statement that takes a second is cut off in any case, and its chunk is tried again with half of the rows.
     *
     * @param time 1 millisecond to 1 second
     * @return this
     * @throws IllegalArgumentException if the time is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder targetTime(Duration time) {
        requireUnset(targetTime, "targetTime");
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(LONGEST_TARGET) > 0) {
            throw new IllegalArgumentException("the time of a chunk is 1 ms to 1 s, not " + time);
        }
        targetTime = time;
        return this;
    }

    /**
     * How long to wait between two chunks, by default not at all.
     *
     * @param time 0 to 10 seconds
     * @return this
     * @throws IllegalArgumentException if the time is outside these bounds
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder pause(Duration time) {
        requireUnset(pause, "pause");
        if (time.isNegative() || time.compareTo(LONGEST_PAUSE) > 0) {
            throw new IllegalArgumentException("a pause is 0 to 10 s, not " + time);
        }
        pause = time;
        return this;
    }

    /**
     * Who hears of each chunk, by default nobody.
     *
     * @param who the listener
     * @return this
     * @throws IllegalStateException if it was set before
     */
    public EventBackfillBuilder listener(BackfillListener who) {
        requireUnset(listener, "listener");
        listener = Objects.requireNonNull(who, "who");
        return this;
    }

    /**
     * Takes the host's word that the key is unique and never null, where the database cannot say so: in a partitioned table, whose
     * unique indexes have the column of the partitions in them, or in a view. By default the database is asked. Rows without a key are never stamped,
     * and rows that share one may take longer.
     *
     * @return this
     */
    public EventBackfillBuilder assumeUniqueKey() {
        assumeUniqueKey = true;
        return this;
    }

    EventBackfillBuilder nanos(LongSupplier clock) {
        nanos = clock;
        return this;
    }

    EventBackfillBuilder waiting(BackfillParts.Waiting how) {
        waiting = how;
        return this;
    }

    /**
     * Looks at the table and makes the back-fill.
     *
     * @return a new back-fill
     * @throws IllegalStateException if a column is missing, or two have one name
     * @throws IdentityStoreException if the database cannot be reached; of kind {@code BROKEN}, if the table or a column is not there, has
     *     another type, may not be updated, or the key is not unique
     */
    public EventBackfill build() {
        HostColumns columns = new HostColumns(
                table,
                require(key, "keyColumn"),
                require(anonymous, "anonymousIdColumn"),
                require(user, "userIdColumn"),
                time,
                tenantColumn);
        Database database = store.database();
        OwnConnections connections =
                dataSource == null ? store.connections() : store.connections().from(dataSource);
        HostTable host;
        try {
            host = connections.call(
                    connection -> new HostTableInspection(database, connection, columns).run(assumeUniqueKey));
        } catch (SQLException | DataAccessException e) {
            throw HostFailures.of(e);
        }
        BackfillParts.Settings settings = new BackfillParts.Settings(
                chunkSize != null ? chunkSize : DEFAULT_CHUNK,
                targetTime != null ? targetTime : DEFAULT_TARGET,
                pause != null ? pause : Duration.ZERO,
                listener != null ? listener : progress -> {});
        BackfillParts parts = new BackfillParts(
                database,
                connections,
                host,
                new BackfillQueue(database, store.codec(), host),
                settings,
                nanos,
                waiting,
                new AtomicBoolean());
        return new EventBackfill(parts, store.names(), tenant != null ? tenant : TenantId.DEFAULT);
    }

    private static String require(@Nullable String column, String name) {
        if (column == null) {
            throw new IllegalStateException(name + " was not set");
        }
        return column;
    }

    private static void requireUnset(@Nullable Object option, String name) {
        if (option != null) {
            throw new IllegalStateException(name + " was set before");
        }
    }
}
