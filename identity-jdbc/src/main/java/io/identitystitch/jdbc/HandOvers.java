package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalCall;
import io.identitystitch.spi.SignalTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Row2;
import org.jooq.Row4;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * Hands signals over, each as one transaction with what its handlers write. Only the rows of the signals are locked meanwhile, so that
 * handlers may do whatever they like with the person, on whatever connection. Thread-safe.
 */
final class HandOvers {
    private static final int CHUNK = 200;

    private final ValueCodec codec;
    private final SignalAccess access;
    private final OpenSignalTable open;

    HandOvers(ValueCodec codec, SignalAccess access) {
        this.codec = codec;
        this.access = access;
        this.open = access.tables().openSignal;
    }

    /** A signal that waits. */
    private record Waiting(Row4<Integer, UUID, Instant, byte[]> key, int attempts, SignalRecord signal) {}

    HandOver run(SignalTask task, int most, SignalCall call) {
        try {
            return access.connections()
                    .call(connection -> access.connections()
                            .readCommitted(
                                    connection,
                                    LocalSettings.NONE,
                                    mine -> run(mine, task, most, call),
                                    HandOver.Handled.class::isInstance));
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }

    private HandOver run(Connection connection, SignalTask task, int most, SignalCall call) throws SQLException {
        Integer tenant = access.tenant(connection, task.tenant());
        Record2<UUID, Instant> root = tenant == null
                ? null
                : PersonReader.answersFor(
                        access.database(), connection, tenant, task.profile().value());
        if (tenant == null || root == null) {
            return new HandOver.Handled(0);
        }
        DSLContext dsl = access.on(connection);
        List<Waiting> waiting = read(dsl, task, tenant, lock(dsl, tenant, root.value1(), most));
        ProfileId person = new ProfileId(root.value1());
        for (Waiting each : waiting) {
            Exception thrown = handle(connection, person, each.signal(), call);
            if (thrown == null) {
                thrown = end(dsl, each);
            }
            if (thrown != null) {
                return new HandOver.Failed(each.signal(), each.attempts(), thrown);
            }
        }
        return new HandOver.Handled(waiting.size());
    }

    @SuppressWarnings("IllegalCatch") // whatever a handler throws is its failure
    private static @Nullable Exception handle(
            Connection connection, ProfileId person, SignalRecord signal, SignalCall call) {
        try (GuardedConnection guarded = new GuardedConnection(connection)) {
            call.handle(person, signal, guarded);
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e;
        } catch (Exception e) {
            return e;
        }
    }

    /** A handler that kept a failure of its own statement to itself has still ended the transaction, and that is its failure. */
    private @Nullable Exception end(DSLContext dsl, Waiting handled) {
        try {
            dsl.deleteFrom(open).where(key(open).eq(handled.key())).execute();
            return null;
        } catch (DataAccessException e) {
            if (SqlStates.FAILED_BEFORE.equals(Failures.state(e))) {
                return Failures.stripped(e);
            }
            throw e;
        }
    }

    private Result<? extends Record> lock(DSLContext dsl, int tenant, UUID root, int most) {
        return access.database().dialect() == Dialect.H2
                ? lockOnH2(dsl, tenant, root, most)
                : lockOnPostgres(dsl, tenant, root, most);
    }

    private Result<? extends Record> lockOnPostgres(DSLContext dsl, int tenant, UUID root, int most) {
        OpenSignalTable row = open.as("o");
        Members members = new Members(access.tables(), tenant, root);
        return dsl.select(row.fields())
                .from(row)
                .join(members.table())
                .on(row.tenant.eq(tenant).and(row.owner.eq(members.owner())))
                .where(row.parkedAt.isNull())
                .orderBy(row.occurredAt, row.contentHash)
                .limit(most)
                .forUpdate()
                .of(row)
                .skipLocked()
                .fetch();
    }

    /** It locks only rows of one table. */
    private Result<? extends Record> lockOnH2(DSLContext dsl, int tenant, UUID root, int most) {
        OpenSignalTable row = open.as("o");
        List<Row4<Integer, UUID, Instant, byte[]>> first = new Members(access.tables(), tenant, root)
                .join(dsl.select(row.fields()), row, row.tenant, row.owner)
                .and(row.parkedAt.isNull())
                .orderBy(row.occurredAt, row.contentHash)
                .limit(most)
                .fetch(this::key);
        Result<Record> locked = dsl.newResult(open.fields());
        for (List<Row4<Integer, UUID, Instant, byte[]>> chunk : Chunks.of(first, CHUNK)) {
            locked.addAll(dsl.select(open.fields())
                    .from(open)
                    .where(key(open).in(chunk))
                    .and(open.parkedAt.isNull())
                    .forUpdate()
                    .skipLocked()
                    .fetch());
        }
        return locked;
    }

    /** The signals of the rows, by event time. */
    private List<Waiting> read(DSLContext dsl, SignalTask task, int tenant, Result<? extends Record> rows) {
        SignalTable signal = access.tables().signal;
        SignalRows reader = new SignalRows(codec, task.tenant(), signal);
        Map<Digest, Record> open = new HashMap<>();
        List<Row2<Integer, byte[]>> keys = new ArrayList<>();
        for (Record row : rows) {
            byte[] hash = row.get(this.open.contentHash.getName(), byte[].class);
            open.put(Digest.of(hash), row);
            keys.add(DSL.row(DSL.val(tenant, signal.tenant), DSL.val(hash, signal.contentHash)));
        }
        List<Waiting> waiting = new ArrayList<>();
        for (List<Row2<Integer, byte[]>> chunk : Chunks.of(keys, CHUNK)) {
            Condition these = DSL.row(signal.tenant, signal.contentHash).in(chunk);
            for (Record row :
                    dsl.select(signal.fields()).from(signal).where(these).fetch()) {
                SignalRecord read = reader.read(row);
                Record one = open.get(read.signal().contentHash());
                if (one != null) {
                    waiting.add(new Waiting(key(one), one.get("attempts", Integer.class), read));
                }
            }
        }
        waiting.sort((a, b) -> a.signal().signal().compareTo(b.signal().signal()));
        return waiting;
    }

    private Row4<Integer, UUID, Instant, byte[]> key(Record row) {
        return DSL.row(
                DSL.val(row.get("tenant", Integer.class), open.tenant),
                DSL.val(row.get("owner", UUID.class), open.owner),
                DSL.val(row.get("occurred_at", Instant.class), open.occurredAt),
                DSL.val(row.get("content_hash", byte[].class), open.contentHash));
    }

    private static Row4<Integer, UUID, Instant, byte[]> key(OpenSignalTable table) {
        return DSL.row(table.tenant, table.owner, table.occurredAt, table.contentHash);
    }
}
