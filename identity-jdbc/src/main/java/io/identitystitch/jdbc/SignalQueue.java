package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.Result;
import org.jooq.Row2;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/**
 * The tasks of persons. Who takes one has it until its lease is over; whoever finds that over takes it with the next number of the lease,
 * which the former one then misses. No row is locked longer than a statement or two take. Thread-safe.
 */
final class SignalQueue {
    private static final int CHUNK = 200;

    /** After which a task is due again that was said to be done, and is not: somebody else hands its signals over at the moment. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final SignalAccess access;
    private final SignalTaskTable task;
    private final OpenSignalTable open;

    SignalQueue(SignalAccess access) {
        this.access = access;
        this.task = access.tables().signalTask;
        this.open = access.tables().openSignal;
    }

    List<SignalTask> take(int most, Duration lease) {
        return access.call(connection -> {
            DSLContext dsl = access.on(connection);
            // Most of the time nothing is due, and there is no need for a transaction to find that out.
            if (!dsl.fetchExists(
                    dsl.selectOne().from(task).where(isDue(access.now(dsl))).limit(1))) {
                return List.of();
            }
            return access.connections()
                    .readCommitted(connection, LocalSettings.NONE, mine -> take(mine, most, lease), taken -> true);
        });
    }

    private List<SignalTask> take(Connection connection, int most, Duration lease) throws SQLException {
        DSLContext dsl = access.on(connection);
        Instant now = access.now(dsl);
        Result<Record> rows = lockDue(dsl, now, most);
        for (List<Record> chunk : Chunks.of(rows, CHUNK)) {
            dsl.update(task)
                    .set(task.lease, task.lease.plus(1))
                    .set(task.leaseUntil, now.plus(lease))
                    .where(DSL.row(task.tenant, task.profile)
                            .in(chunk.stream()
                                    .map(row -> DSL.row(row.get(task.tenant), row.get(task.profile)))
                                    .toList()))
                    .execute();
        }
        List<SignalTask> taken = new ArrayList<>();
        for (Record row : rows) {
            taken.add(new SignalTask(
                    access.names().tenant(connection, row.get(task.tenant)),
                    new ProfileId(row.get(task.profile)),
                    Optional.ofNullable(row.get(task.searchAsOf)),
                    row.get(task.attempts),
                    row.get(task.lease) + 1,
                    row.get(task.stamp)));
        }
        return taken;
    }

    /** What is locked is not read in the order of an index on H2, where the rows are chosen first and then locked. */
    private Result<Record> lockDue(DSLContext dsl, Instant now, int most) {
        if (access.database().dialect() == Dialect.POSTGRESQL) {
            return dsl.select(task.fields())
                    .from(task)
                    .where(isDue(now))
                    .orderBy(task.dueAt)
                    .limit(most)
                    .forUpdate()
                    .skipLocked()
                    .fetch();
        }
        Result<Record> locked = dsl.newResult(task.fields());
        for (List<Row2<Integer, UUID>> chunk : Chunks.of(
                dsl.select(task.tenant, task.profile)
                        .from(task)
                        .where(isDue(now))
                        .orderBy(task.dueAt)
                        .limit(most)
                        .fetch(row -> DSL.row(row.value1(), row.value2())),
                CHUNK)) {
            locked.addAll(dsl.select(task.fields())
                    .from(task)
                    .where(DSL.row(task.tenant, task.profile).in(chunk))
                    .and(isDue(now))
                    .forUpdate()
                    .skipLocked()
                    .fetch());
        }
        return locked.sortAsc(task.dueAt);
    }

    private Condition isDue(Instant now) {
        return task.dueAt.le(now).and(task.leaseUntil.isNull().or(task.leaseUntil.le(now)));
    }

    /** The task stays where a signal is left, or somebody gives one back later who had it longer than the lease. */
    void finish(SignalTask done) {
        OpenSignalTable left = open.as("o");
        access.call(connection -> {
            Integer tenant = access.tenant(connection, done.tenant());
            DSLContext dsl = access.on(connection);
            if (tenant == null) {
                return 0;
            }
            int ended = dsl.deleteFrom(task)
                    .where(isMine(tenant, done).and(task.stamp.eq(done.stamp())))
                    .andNotExists(DSL.selectOne()
                            .from(left)
                            .where(left.tenant
                                    .eq(tenant)
                                    .and(left.owner.eq(done.profile().value()))
                                    .and(left.parkedAt.isNull())))
                    .execute();
            if (ended == 0) {
                Instant now = access.now(dsl);
                dsl.update(task)
                        .setNull(task.leaseUntil)
                        .set(task.attempts, 0)
                        .set(
                                task.dueAt,
                                DSL.when(task.stamp.eq(done.stamp()), DSL.val(now.plus(SOON), task.dueAt))
                                        .otherwise(DSL.val(now, task.dueAt)))
                        .where(isMine(tenant, done))
                        .execute();
            }
            return ended;
        });
    }

    void release(SignalTask given, boolean searched, Duration delay) {
        access.call(connection -> {
            Integer tenant = access.tenant(connection, given.tenant());
            DSLContext dsl = access.on(connection);
            if (tenant == null) {
                return 0;
            }
            // What was added meanwhile may be another search.
            Field<Instant> asOf = searched ? DSL.when(task.stamp.ne(given.stamp()), task.searchAsOf) : task.searchAsOf;
            return dsl.update(task)
                    .setNull(task.leaseUntil)
                    .set(task.attempts, delay.isZero() ? DSL.inline(0) : task.attempts.plus(1))
                    .set(task.dueAt, access.now(dsl).plus(delay))
                    .set(task.searchAsOf, asOf)
                    .where(isMine(tenant, given))
                    .execute();
        });
    }

    private Condition isMine(int tenant, SignalTask taken) {
        return task.tenant
                .eq(tenant)
                .and(task.profile.eq(taken.profile().value()))
                .and(task.lease.eq(taken.lease()));
    }

    /** A signal has another owner by now where its identifiers were split off. */
    void failed(SignalTask taken, HandOver.Failed failed, boolean park) {
        SignalTable signal = access.tables().signal;
        byte[] hash = failed.signal().signal().contentHash().bytes();
        access.transaction(connection -> {
            Integer tenant = access.tenant(connection, taken.tenant());
            DSLContext dsl = access.on(connection);
            UUID owner = tenant == null
                    ? null
                    : dsl.select(signal.owner)
                            .from(signal)
                            .where(signal.tenant.eq(tenant).and(signal.contentHash.eq(hash)))
                            .fetchOne(signal.owner);
            if (tenant == null || owner == null) {
                return 0;
            }
            Instant now = access.now(dsl);
            return dsl.update(open)
                    .set(open.attempts, open.attempts.plus(1))
                    .set(open.error, failed.thrown().getClass().getName())
                    .set(open.parkedAt, park ? DSL.val(now, open.parkedAt) : open.parkedAt)
                    .where(open.tenant.eq(tenant))
                    .and(open.owner.eq(owner))
                    .and(open.occurredAt.eq(failed.signal().signal().occurredAt()))
                    .and(open.contentHash.eq(hash))
                    .execute();
        });
    }

    void search(TenantId tenantId, Collection<ProfileId> profiles, Instant asOf) {
        access.transaction(connection -> {
            Integer tenant = access.tenant(connection, tenantId);
            if (tenant == null) {
                return 0;
            }
            Instant now = lockTenant(connection, tenant);
            SortedSet<ProfileId> there = lock(connection, tenant, new TreeSet<>(profiles));
            tasks(connection, tenant).add(List.of(), there, asOf, now);
            return there.size();
        });
    }

    int unpark(TenantId tenantId, ProfileId id) {
        return access.transaction(connection -> {
            Integer tenant = access.tenant(connection, tenantId);
            if (tenant == null) {
                return 0;
            }
            Instant now = lockTenant(connection, tenant);
            Record2<UUID, Instant> root = PersonReader.answersFor(access.database(), connection, tenant, id.value());
            return root == null ? 0 : unpark(connection, tenant, root.value1(), now);
        });
    }

    private int unpark(Connection connection, int tenant, UUID root, Instant now) throws SQLException {
        DSLContext dsl = access.on(connection);
        OpenSignalTable parked = open.as("o");
        SortedSet<ProfileId> owners = new TreeSet<>();
        new Members(access.tables(), tenant, root)
                .join(dsl.selectDistinct(parked.owner), parked, parked.tenant, parked.owner)
                .and(parked.parkedAt.isNotNull())
                .forEach(row -> owners.add(new ProfileId(row.value1())));
        SortedSet<ProfileId> there = lock(connection, tenant, owners);
        int count = 0;
        for (List<UUID> ids : Chunks.owners(dsl, there, CHUNK)) {
            count += dsl.update(open)
                    .setNull(open.parkedAt)
                    .setNull(open.error)
                    .set(open.attempts, 0)
                    .where(Chunks.has(open.tenant, open.owner, tenant, ids))
                    .and(open.parkedAt.isNotNull())
                    .execute();
        }
        tasks(connection, tenant).add(there, now);
        return count;
    }

    private Instant lockTenant(Connection connection, int tenant) {
        return new PortableChecks(access.database(), new LinkQuery(access.database()), connection, scope(tenant))
                .lockTenant(access.connections().patience());
    }

    /** Those of the profiles that are there, kept until the transaction ends, in ascending order as every commit locks them. */
    private SortedSet<ProfileId> lock(Connection connection, int tenant, SortedSet<ProfileId> wanted)
            throws SQLException {
        Tables.Profile profile = access.tables().profile;
        SortedSet<ProfileId> there = new TreeSet<>();
        for (List<UUID> ids : Chunks.uuids(wanted, CHUNK)) {
            SelectConditionStep<?> select = access.on(connection)
                    .select(profile.id)
                    .from(profile)
                    .where(Chunks.has(profile.tenant, profile.id, tenant, ids));
            Result<?> rows = access.database().dialect() == Dialect.H2
                    ? select.fetch()
                    : select.orderBy(profile.id).forKeyShare().fetch();
            rows.forEach(row -> there.add(new ProfileId(row.get(profile.id))));
        }
        return there;
    }

    private SignalTasks tasks(Connection connection, int tenant) {
        return new SignalTasks(access.database(), access.on(connection), tenant);
    }

    private Scope scope(int tenant) {
        return new Scope(
                tenant,
                access.names(),
                Mode.OWN_TRANSACTION,
                access.connections().queryTimeout());
    }
}
