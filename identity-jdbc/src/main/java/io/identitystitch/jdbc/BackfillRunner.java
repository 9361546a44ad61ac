package io.identitystitch.jdbc;

import io.identitystitch.jdbc.BackfillResult.End;
import io.identitystitch.jdbc.BackfillRun.Place;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * One call of one run. All visitors are gone through in order, each by its keys; then, for rows that were locked or that came in
 * behind, once more, and after a moment a third time. Not thread-safe.
 */
final class BackfillRunner {
    private static final int PASSES = 3;
    private static final int LOST_RACES = 5;
    /** Visitors without a row cost time too. */
    private static final int VISITORS_A_CHUNK = 100;

    private static final Duration MOMENT = Duration.ofMillis(200);
    /** On PostgreSQL; a chunk is cut off and made smaller. */
    private static final String LIMIT = "set local statement_timeout = 1000";

    /** What a chunk came to. */
    private record Chunk(
            @Nullable BackfillRun run, @Nullable End end, int rows) {}

    private final BackfillParts parts;
    private final Object userId;
    private final ChunkSize size;
    private final long started;
    private int chunks;
    private Duration longest = Duration.ZERO;
    private BackfillRun run;

    BackfillRunner(BackfillParts parts, BackfillRun run) {
        this.parts = parts;
        this.run = run;
        this.userId = parts.host().userKind().parse(run.request().userId());
        this.size = new ChunkSize(parts.settings().chunkSize(), parts.settings().targetTime());
        this.started = parts.nanos().getAsLong();
    }

    /**
     * Goes on until the end.
     *
     * @throws IdentityStoreException if the database fails; the run is kept
     */
    BackfillResult run() {
        try {
            while (true) {
                End end = run.isThrough() ? endPass() : chunk();
                if (end != null) {
                    return result(end);
                }
            }
        } catch (InterruptedException e) {
            release(Duration.ZERO);
            Thread.currentThread().interrupt();
            return result(End.INTERRUPTED);
        }
    }

    private @Nullable End chunk() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        long begun = parts.nanos().getAsLong();
        Chunk chunk = tryChunk();
        Duration took = since(begun);
        if (chunk.run() == null) {
            return chunk.end();
        }
        run = chunk.run();
        chunks++;
        longest = took.compareTo(longest) > 0 ? took : longest;
        size.took(chunk.rows(), took);
        parts.tell(new BackfillProgress(
                run.request().profile(), run.stamped(), chunks, chunk.rows(), took, since(started)));
        Duration pause = parts.settings().pause();
        if (!pause.isZero() && !run.isThrough()) {
            parts.waiting().await(pause);
        }
        return null;
    }

    private Chunk tryChunk() {
        int lost = 0;
        while (true) {
            try {
                return parts.inTransaction(this::chunk);
            } catch (SQLException | DataAccessException e) {
                String state = Failures.state(e);
                if (SqlStates.isLost(state) && ++lost < LOST_RACES) {
                    continue;
                }
                if (!SqlStates.isTimeout(state)) {
                    throw HostFailures.of(e);
                }
                if (!size.halve()) {
                    throw Failures.exception(
                            Kind.TIMEOUT,
                            "one row of the table that is to be stamped took too long: is there an index for"
                                    + " it, as docs/backfill.md names it?",
                            e);
                }
            }
        }
    }

    private Chunk chunk(Connection connection) throws SQLException {
        if (parts.database().dialect() == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LIMIT);
            }
        }
        DSLContext dsl = parts.database().on(connection, 0);
        BackfillQueue.Holder holder = parts.queue().hold(dsl, run);
        if (holder != BackfillQueue.Holder.MINE) {
            return new Chunk(null, holder == BackfillQueue.Holder.NOBODY ? End.NO_PERSON : End.TAKEN_OVER, 0);
        }
        BackfillRun next = run;
        int found = 0;
        int stamped = 0;
        for (int i = 0; i < VISITORS_A_CHUNK && found < size.rows() && !next.isThrough(); i++) {
            int most = size.rows() - found;
            Place place = next.place();
            HostTable.Stamped some = parts.host()
                    .stamp(
                            dsl,
                            run.tenantId().value(),
                            run.request().visitors().get(place.visitor()),
                            userId,
                            place.after(),
                            most);
            found += some.found();
            stamped += some.stamped();
            next = next.at(
                    some.found() < most ? place.nextVisitor() : new Place(place.pass(), place.visitor(), some.last()),
                    some.stamped());
        }
        parts.queue().advance(dsl, next, BackfillQueue.LEASE);
        return new Chunk(next, null, stamped);
    }

    /** A row that is left was locked, or came in behind the place where the run was. */
    private @Nullable End endPass() throws InterruptedException {
        boolean isLeft = parts.call(dsl ->
                parts.host().isLeft(dsl, run.tenantId().value(), run.request().visitors()));
        if (!isLeft) {
            parts.call(dsl -> {
                parts.queue().remove(dsl, run);
                return true;
            });
            return End.COMPLETE;
        }
        if (run.place().pass() >= PASSES) {
            run = run.at(Place.START, 0);
            release(BackfillQueue.LEASE);
            return End.ROWS_LOCKED;
        }
        if (run.place().pass() > 1) {
            parts.waiting().await(MOMENT);
        }
        run = run.at(run.place().nextPass(), 0);
        return null;
    }

    private void release(Duration lease) {
        parts.call(dsl -> {
            parts.queue().advance(dsl, run, lease);
            return true;
        });
    }

    private BackfillResult result(End end) {
        return new BackfillResult(run.request().profile(), end, run.stamped(), chunks, since(started), longest);
    }

    private Duration since(long begun) {
        return Duration.ofNanos(parts.nanos().getAsLong() - begun);
    }
}
