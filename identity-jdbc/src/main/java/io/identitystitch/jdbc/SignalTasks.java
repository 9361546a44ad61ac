package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * Adds to what is to be done for persons. The last that a transaction does, and in the order of the profiles, so that two transactions
 * never wait for each other in a circle. On H2 under the lock of the tenant.
 */
final class SignalTasks {
    private static final int CHUNK = 200;

    private final Database database;
    private final SignalTaskTable task;
    private final DSLContext dsl;
    private final int tenant;

    SignalTasks(Database database, DSLContext dsl, int tenant) {
        this.database = database;
        this.task = database.tables().signalTask;
        this.dsl = dsl;
        this.tenant = tenant;
    }

    /** Tasks for profiles that have signals to hand over. */
    void add(Collection<ProfileId> owners, Instant now) {
        add(owners, List.of(), Instant.EPOCH, now);
    }

    /** Tasks for profiles that have signals to hand over, and for those that are to be searched as of a moment. */
    void add(Collection<ProfileId> owners, Collection<ProfileId> searched, Instant asOf, Instant now) {
        SortedSet<ProfileId> all = new TreeSet<>(owners);
        all.addAll(searched);
        Set<ProfileId> toSearch = Set.copyOf(searched);
        for (List<ProfileId> chunk : Chunks.of(List.copyOf(all), CHUNK)) {
            if (database.dialect() == Dialect.POSTGRESQL) {
                addOnPostgres(chunk, toSearch, asOf, now);
            } else {
                addOnH2(chunk, toSearch, asOf, now);
            }
        }
    }

    private void addOnPostgres(List<ProfileId> chunk, Set<ProfileId> searched, Instant asOf, Instant now) {
        UUID[] ids = chunk.stream().map(ProfileId::value).toArray(UUID[]::new);
        Boolean[] search = chunk.stream().map(searched::contains).toArray(Boolean[]::new);
        dsl.execute(
                "insert into " + database.tables().sql(task)
                        + " as k (tenant, profile, search_as_of, due_at, attempts, lease, stamp)"
                        + " select {0}, u.profile, case when u.searched then {1} end, {2}, 0, 0, 0"
                        + " from unnest({3}, {4}) with ordinality u(profile, searched, place) order by u.place"
                        + PostgresSignals.ON_CONFLICT,
                DSL.val(tenant, task.tenant),
                DSL.cast(DSL.val(asOf, task.searchAsOf), SQLDataType.INSTANT),
                DSL.cast(DSL.val(now, task.dueAt), SQLDataType.INSTANT),
                DSL.val(ids, SQLDataType.UUID.array()),
                DSL.val(search, SQLDataType.BOOLEAN.array()));
    }

    /** A row that was there stays: whoever ends a task waits for this transaction. */
    private void addOnH2(List<ProfileId> chunk, Set<ProfileId> searched, Instant asOf, Instant now) {
        List<UUID> search = new ArrayList<>();
        List<UUID> others = new ArrayList<>();
        chunk.forEach(id -> (searched.contains(id) ? search : others).add(id.value()));
        renew(others, task.searchAsOf, now);
        Field<Instant> given = DSL.val(asOf, task.searchAsOf);
        renew(
                search,
                DSL.when(task.searchAsOf.isNull().or(task.searchAsOf.gt(given)), given)
                        .otherwise(task.searchAsOf),
                now);
        Set<UUID> there = new HashSet<>(dsl.select(task.profile)
                .from(task)
                .where(Chunks.has(
                        task.tenant,
                        task.profile,
                        tenant,
                        chunk.stream().map(ProfileId::value).toList()))
                .fetch(task.profile));
        Inserts insert = Inserts.into(
                task, task.tenant, task.profile, task.searchAsOf, task.dueAt, task.attempts, task.lease, task.stamp);
        for (ProfileId id : chunk) {
            if (!there.contains(id.value())) {
                insert.add(tenant, id.value(), searched.contains(id) ? asOf : null, now, 0, 0L, 0L);
            }
        }
        insert.run(dsl);
    }

    private void renew(List<UUID> ids, Field<Instant> asOf, Instant now) {
        if (ids.isEmpty()) {
            return;
        }
        dsl.update(task)
                .set(task.stamp, task.stamp.plus(1))
                .set(task.dueAt, Fold.earlier(task.dueAt, now))
                .set(task.searchAsOf, asOf)
                .where(Chunks.has(task.tenant, task.profile, tenant, ids))
                .execute();
    }
}
