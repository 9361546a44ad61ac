package io.identitystitch.jdbc;

import io.identitystitch.jdbc.BackfillResult.End;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Writes a person's user id to rows of a table of the application's own that have one of the person's anonymous ids and no user id
 * yet. Rows that have a user id are never touched, and no row of the identity tables is.
 *
 * <p>It goes on in chunks, each a short transaction of its own, and keeps where it is in {@code id_backfill}, so that another process
 * can {@link #resume} what was cut off. Whatever is run twice, at once or again, comes to the same. Rows that others have locked are
 * passed by and tried again at the end. Nothing starts it: a host calls it after its sign-in was committed, or lets the sign-in
 * {@linkplain #enqueue(Connection, BackfillRequest) queue} it. The table needs an index, which {@code docs/backfill.md} names.
 *
 * <p>Bound to one tenant. Thread-safe.
 */
public final class EventBackfill {
    private static final int MOST_NOW = 10_000;

    private final BackfillParts parts;
    private final Names names;
    private final TenantId tenant;

    EventBackfill(BackfillParts parts, Names names, TenantId tenant) {
        this.parts = parts;
        this.names = names;
        this.tenant = tenant;
    }

    /**
     * A builder of a back-fill of a table in the same database as the identities.
     *
     * @param store where the identities are
     * @param table the table, with or without its schema, as in {@code events} or {@code web.events}
     * @return a new builder
     * @throws IllegalArgumentException if the name has another shape than {@code [A-Za-z_][A-Za-z0-9_]{0,62}}, once or twice with a dot
     */
    public static EventBackfillBuilder builder(JdbcIdentityStore store, String table) {
        return new EventBackfillBuilder(Objects.requireNonNull(store, "store"), table);
    }

    /**
     * The same table, for another tenant.
     *
     * @param other the tenant
     * @return a view, which costs nothing
     * @throws IllegalStateException if the table has no tenant column, so that the rows of tenants cannot be told apart
     */
    public EventBackfill forTenant(TenantId other) {
        Objects.requireNonNull(other, "other");
        if (parts.host().tenant() == null && !other.equals(tenant)) {
            throw new IllegalStateException("a table without a tenant column is that of one tenant");
        }
        return new EventBackfill(parts, names, other);
    }

    /**
     * Stamps every row, in as many transactions as it takes. Not to be called while the thread has a transaction open.
     *
     * @param request which rows
     * @return how it ended
     * @throws IllegalArgumentException if the user id is not a value of its column's type, or there are bounds and no time column
     * @throws IdentityStoreException if the database fails; what was stamped is, and the run can be resumed after half a minute
     */
    public BackfillResult run(BackfillRequest request) {
        check(request);
        BackfillRun run = add(request, true);
        return run == null ? ended(request, End.NO_PERSON) : new BackfillRunner(parts, run).run();
    }

    /**
     * Keeps a request for {@link #resume}.
     *
     * @param request which rows
     * @return whether it is queued; false where the profile was erased or never was there
     * @throws IllegalArgumentException as {@link #run} has it
     * @throws IllegalStateException if the store's codec keeps no readable values
     * @throws IdentityStoreException if the database fails
     */
    public boolean enqueue(BackfillRequest request) {
        check(request);
        return add(request, false) != null;
    }

    /**
     * Keeps a request for {@link #resume} if the host's transaction is committed: one insert, which waits for nobody but an erasure of
     * that person. The connection is neither committed nor rolled back.
     *
     * @param connection a connection of the host to the same database, in a transaction
     * @param request which rows
     * @return whether it is queued; false where the profile was erased or is not there for this transaction
     * @throws IllegalArgumentException as {@link #run} has it
     * @throws IllegalStateException if the connection is in auto-commit mode, or the store's codec keeps no readable values
     * @throws IdentityStoreException if the database fails; the transaction is as it was before
     */
    public boolean enqueue(Connection connection, BackfillRequest request) {
        check(request);
        try {
            return underSavepoint(connection, mine -> {
                Integer number = names.forTransaction().tenant(mine, tenant);
                if (number == null || !isThere(dsl(mine), number, request)) {
                    return false;
                }
                parts.queue().add(dsl(mine), tenant, number, request, false);
                return true;
            });
        } catch (IdentityStoreException e) {
            // Erased since it was looked for.
            if (e.getCause() instanceof SQLException cause && SqlStates.isNoParent(cause.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Stamps some rows inside of the host's transaction, which is neither committed nor rolled back. Rows that others have locked are
     * left; those that are stamped stay locked until the host ends its transaction.
     *
     * @param connection a connection of the host to the same database, in a transaction
     * @param request which rows
     * @param most how many at most, 1 to 10,000
     * @return how many it were, and whether more are left
     * @throws IllegalArgumentException as {@link #run} has it, or if the number is outside its bounds
     * @throws IllegalStateException if the connection is in auto-commit mode
     * @throws IdentityStoreException if the database fails; the transaction is as it was before
     */
    public StampedNow stampNow(Connection connection, BackfillRequest request, int most) {
        Object userId = check(request);
        if (most < 1 || most > MOST_NOW) {
            throw new IllegalArgumentException("1 to " + MOST_NOW + " rows are stamped at once, not " + most);
        }
        return underSavepoint(connection, mine -> {
            int rows = 0;
            for (Visitor visitor : request.visitors()) {
                if (rows < most) {
                    rows += parts.host()
                            .stamp(dsl(mine), tenant.value(), visitor, userId, null, most - rows)
                            .stamped();
                }
            }
            return new StampedNow(rows, parts.host().isLeft(dsl(mine), tenant.value(), request.visitors()));
        });
    }

    /**
     * Goes on, one after the other, with all runs on this table and these columns that are queued or were cut off, until there are none:
     * those of this tenant, and those of every tenant where the table has a tenant column. Any number of nodes may call it at once; each run
     * is taken by one of them. A run that fails is left for half a minute, and the exception ends the call.
     *
     * @return how each ended, empty where there was none
     * @throws IdentityStoreException if the database fails
     */
    public List<BackfillResult> resume() {
        List<BackfillResult> results = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            Integer mine = number();
            if (mine == null && parts.host().tenant() == null) {
                return results;
            }
            Record row = take(mine);
            if (row == null) {
                return results;
            }
            results.add(goOn(row));
        }
        return results;
    }

    /**
     * Runs that were begun or queued and have not ended, of those that {@link #resume} goes on with, the one that has waited longest
     * first.
     *
     * @param most how many at most
     * @return the runs
     * @throws IdentityStoreException if the database fails
     */
    public List<PendingBackfill> pending(int most) {
        Integer mine = number();
        return mine == null && parts.host().tenant() == null
                ? List.of()
                : parts.call(dsl -> parts.queue().pending(dsl, mine, most));
    }

    /** The table and its columns. */
    @Override
    public String toString() {
        return "EventBackfill[" + parts.host().target() + "]";
    }

    private BackfillResult goOn(Record row) {
        Tables tables = parts.database().tables();
        String name = parts.call(dsl -> dsl.select(tables.tenant.name)
                .from(tables.tenant)
                .where(tables.tenant.id.eq(row.get(tables.backfill.tenant)))
                .fetchSingle(tables.tenant.name));
        return parts.queue()
                .read(TenantId.of(name), row)
                .map(run -> new BackfillRunner(parts, run).run())
                .orElseGet(() -> new BackfillResult(
                        new ProfileId(row.get(tables.backfill.owner)),
                        End.UNREADABLE,
                        row.get(tables.backfill.stamped),
                        0,
                        Duration.ZERO,
                        Duration.ZERO));
    }

    private @Nullable Record take(@Nullable Integer mine) {
        try {
            return parts.inTransaction(connection -> parts.queue().take(dsl(connection), mine))
                    .orElse(null);
        } catch (SQLException | DataAccessException e) {
            throw HostFailures.of(e);
        }
    }

    /** Null for all tenants, and where this one is unknown. */
    private @Nullable Integer number() {
        return parts.host().tenant() != null
                ? null
                : parts.call(dsl -> Optional.ofNullable(dsl.connectionResult(mine -> names.tenant(mine, tenant))))
                        .orElse(null);
    }

    private @Nullable BackfillRun add(BackfillRequest request, boolean taken) {
        try {
            return parts.inTransaction(connection -> {
                        Integer number = names.tenant(connection, tenant);
                        return number == null || !isThere(dsl(connection), number, request)
                                ? Optional.<BackfillRun>empty()
                                : Optional.of(parts.queue().add(dsl(connection), tenant, number, request, taken));
                    })
                    .orElse(null);
        } catch (SQLException | DataAccessException e) {
            if (SqlStates.isNoParent(Failures.state(e))) {
                return null;
            }
            throw HostFailures.of(e);
        }
    }

    private boolean isThere(DSLContext dsl, int number, BackfillRequest request) {
        Tables.Profile profile = parts.database().tables().profile;
        return dsl.fetchExists(
                profile,
                profile.tenant.eq(number).and(profile.id.eq(request.profile().value())));
    }

    private Object check(BackfillRequest request) {
        Objects.requireNonNull(request, "request");
        if (request.isBounded() && parts.host().time() == null) {
            throw new IllegalArgumentException("bounds of event time need a time column");
        }
        return parts.host().userKind().parse(request.userId());
    }

    private static BackfillResult ended(BackfillRequest request, End end) {
        return new BackfillResult(request.profile(), end, 0, 0, Duration.ZERO, Duration.ZERO);
    }

    private DSLContext dsl(Connection connection) {
        return parts.database().on(connection, 0);
    }

    /** The host's transaction can go on, whatever fails. */
    private static <T> T underSavepoint(Connection connection, Work<T> work) {
        Objects.requireNonNull(connection, "connection");
        try {
            if (connection.getAutoCommit()) {
                throw new IllegalStateException("a connection in auto-commit mode has no transaction to take part in");
            }
            Savepoint savepoint = connection.setSavepoint();
            boolean done = false;
            try {
                T result = work.run(connection);
                done = true;
                return result;
            } finally {
                if (!done) {
                    connection.rollback(savepoint);
                }
                connection.releaseSavepoint(savepoint);
            }
        } catch (SQLException | DataAccessException e) {
            throw HostFailures.joined(e);
        }
    }
}
