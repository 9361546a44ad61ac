package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the back-fills of one table that have not ended. Who takes one has it for half a minute, and with each chunk for another
 * half; whoever finds that over takes it with the next number of the lease, which the former one then misses.
 *
 * <p>Thread-safe.
 */
final class BackfillQueue {
    static final Duration LEASE = Duration.ofSeconds(30);

    /** Who has a run by now. */
    enum Holder {
        MINE,
        OTHER,
        NOBODY
    }

    private final Database database;
    private final BackfillTable table;
    private final ValueCodec codec;
    private final HostTable host;
    private final String target;

    BackfillQueue(Database database, ValueCodec codec, HostTable host) {
        this.database = database;
        this.table = database.tables().backfill;
        this.codec = codec;
        this.host = host;
        this.target = host.target();
    }

    /**
     * Adds a run.
     *
     * @param taken whether it is taken at once
     * @throws IllegalStateException if it is not, and the codec keeps nothing by which it could be taken later
     */
    BackfillRun add(DSLContext dsl, TenantId tenantId, int tenant, BackfillRequest request, boolean taken) {
        UUID id = UUID.randomUUID();
        byte[] values = new BackfillPayload(codec, tenantId).write(id, request);
        if (values.length == 0 && !taken) {
            throw new IllegalStateException("a store that keeps no readable values cannot queue a back-fill: run it");
        }
        Instant now = now(dsl);
        BackfillRun run = new BackfillRun(tenantId, tenant, id, 1, request, BackfillRun.Place.START, 0);
        dsl.insertInto(table)
                .set(table.tenant, tenant)
                .set(table.id, id)
                .set(table.owner, request.profile().value())
                .set(table.target, target)
                .set(table.pass, (short) run.place().pass())
                .set(table.visitor, run.place().visitor())
                .set(table.stamped, 0L)
                .set(table.lease, run.lease())
                .set(table.leaseUntil, taken ? now.plus(LEASE) : now)
                .set(table.valueKey, values.length == 0 ? null : codec.keyId())
                .set(table.valueBytes, values.length == 0 ? null : values)
                .set(table.startedAt, now)
                .set(table.updatedAt, now)
                .execute();
        return run;
    }

    /**
     * Takes the run that nobody has and that has waited longest.
     *
     * @param tenant its number, null for all
     */
    Optional<Record> take(DSLContext dsl, @Nullable Integer tenant) {
        Instant now = now(dsl);
        dsl.deleteFrom(table)
                .where(mine(tenant))
                .and(table.valueBytes.isNull())
                .and(table.leaseUntil.le(now))
                .execute();
        Record row = dsl.select(table.fields())
                .from(table)
                .where(mine(tenant))
                .and(table.leaseUntil.le(now))
                .orderBy(table.updatedAt)
                .limit(1)
                .forUpdate()
                .skipLocked()
                .fetchOne();
        if (row == null) {
            return Optional.empty();
        }
        dsl.update(table)
                .set(table.lease, row.get(table.lease) + 1)
                .set(table.leaseUntil, now.plus(LEASE))
                .set(table.updatedAt, now)
                .where(is(row.get(table.tenant), row.get(table.id)))
                .execute();
        return Optional.of(row);
    }

    /** A run that {@link #take} gave; empty where its values cannot be read. */
    Optional<BackfillRun> read(TenantId tenantId, Record row) {
        String after = row.get(table.afterKey);
        return new BackfillPayload(codec, tenantId)
                .read(row.get(table.id), row.get(table.owner), row.get(table.valueKey), row.get(table.valueBytes))
                .map(request -> new BackfillRun(
                        tenantId,
                        row.get(table.tenant),
                        row.get(table.id),
                        row.get(table.lease) + 1,
                        request,
                        new BackfillRun.Place(
                                row.get(table.pass),
                                row.get(table.visitor),
                                after == null ? null : host.keyKind().parse(after)),
                        row.get(table.stamped)));
    }

    /** Locks the row until the transaction ends, so that an erasure or a new holder waits for it. */
    Holder hold(DSLContext dsl, BackfillRun run) {
        Integer lease = dsl.select(table.lease)
                .from(table)
                .where(is(run.tenant(), run.id()))
                .forUpdate()
                .fetchOne(table.lease);
        if (lease == null) {
            return Holder.NOBODY;
        }
        return lease == run.lease() ? Holder.MINE : Holder.OTHER;
    }

    /** Keeps where the run is. */
    void advance(DSLContext dsl, BackfillRun run, Duration lease) {
        Instant now = now(dsl);
        Object after = run.place().after();
        dsl.update(table)
                .set(table.pass, (short) run.place().pass())
                .set(table.visitor, run.place().visitor())
                .set(table.afterKey, after == null ? null : after.toString())
                .set(table.stamped, run.stamped())
                .set(table.leaseUntil, now.plus(lease))
                .set(table.updatedAt, now)
                .where(is(run.tenant(), run.id()))
                .and(table.lease.eq(run.lease()))
                .execute();
    }

    void remove(DSLContext dsl, BackfillRun run) {
        dsl.deleteFrom(table)
                .where(is(run.tenant(), run.id()))
                .and(table.lease.eq(run.lease()))
                .execute();
    }

    List<PendingBackfill> pending(DSLContext dsl, @Nullable Integer tenant, int most) {
        Instant now = now(dsl);
        return dsl.select(table.owner, table.stamped, table.startedAt, table.updatedAt, table.leaseUntil)
                .from(table)
                .where(mine(tenant))
                .orderBy(table.updatedAt)
                .limit(most)
                .fetch()
                .map(row -> new PendingBackfill(
                        new ProfileId(row.value1()),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5().isAfter(now)));
    }

    private Instant now(DSLContext dsl) {
        return dsl.select(database.clock()).fetchSingle().value1();
    }

    private Condition mine(@Nullable Integer tenant) {
        Condition mine = table.target.eq(target);
        return tenant == null ? mine : mine.and(table.tenant.eq(tenant));
    }

    private Condition is(int tenant, UUID id) {
        return table.tenant.eq(tenant).and(table.id.eq(id));
    }
}
