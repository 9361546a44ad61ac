package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootExpectation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record2;
import org.jooq.SelectConditionStep;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The locks of one commit and what is checked under them. Locks are taken in ascending order of profile ids and roots one by
 * one, so that whoever waits holds true roots with smaller ids only; the profiles that foreign keys will point to are in that
 * order too, for a foreign key that takes its lock later would break it.
 */
final class PortableChecks {

    private final Database database;
    private final LinkQuery links;
    private final Connection connection;
    private final Tables tables;
    private final Scope scope;
    private final DSLContext dsl;
    private boolean rootsHold = true;

    PortableChecks(Database database, LinkQuery links, Connection connection, Scope scope) {
        this.database = database;
        this.links = links;
        this.connection = connection;
        this.tables = database.tables();
        this.scope = scope;
        this.dsl = database.on(connection, scope);
    }

    /**
     * The lock of the tenant, which on H2 has one writer at a time; PostgreSQL does without.
     *
     * @return the database's clock, in microseconds
     */
    Instant lockTenant(Duration patience) {
        Field<Instant> now = database.clock();
        if (database.dialect() == Dialect.POSTGRESQL) {
            return dsl.select(now).fetchSingle().value1();
        }
        long start = System.nanoTime();
        while (true) {
            try {
                return dsl.select(now)
                        .from(tables.tenant)
                        .where(tables.tenant.id.eq(scope.tenant()))
                        .forUpdate()
                        .fetchSingle()
                        .value1()
                        .truncatedTo(ChronoUnit.MICROS);
            } catch (DataAccessException e) {
                boolean patient = System.nanoTime() - start < patience.toNanos();
                if (!patient || !SqlStates.isTimeout(Failures.state(e))) {
                    throw e;
                }
            }
        }
    }

    /** Locks roots as the plan says, and other profiles that will be pointed to against being absorbed. */
    void lockProfiles(ResolutionPlan plan) {
        SortedMap<ProfileId, @Nullable RootExpectation> locks = new TreeMap<>();
        if (database.dialect() == Dialect.POSTGRESQL) {
            pointedTo(plan.changes()).forEach(id -> locks.put(id, null));
        }
        Set<ProfileId> newRoots = newRoots(plan);
        newRoots.forEach(id -> locks.put(id, null));
        locks.putAll(plan.roots());
        List<UUID> pointedTo = new ArrayList<>();
        for (Map.Entry<ProfileId, @Nullable RootExpectation> lock : locks.entrySet()) {
            RootExpectation expectation = lock.getValue();
            if (expectation == null && !newRoots.contains(lock.getKey())) {
                pointedTo.add(lock.getKey().value());
                continue;
            }
            keep(pointedTo);
            pointedTo.clear();
            if (expectation == null) {
                lockNewRoot(lock.getKey());
                continue;
            }
            boolean noRootAfterwards =
                    plan.changes().absorbed().containsKey(lock.getKey()) || newRoots.contains(lock.getKey());
            if (!lockRoot(lock.getKey(), expectation, noRootAfterwards)) {
                rootsHold = false;
                return;
            }
        }
        keep(pointedTo);
    }

    private void keep(List<UUID> ids) {
        if (!ids.isEmpty()) {
            Tables.Profile profile = tables.profile;
            // As one array, so that the text and its plan are the same however many they are.
            dsl.select(profile.id)
                    .from(profile)
                    .where(profile.tenant.eq(scope.tenant()))
                    .and(profile.id.eq(DSL.any(ids.toArray(UUID[]::new))))
                    .orderBy(profile.id)
                    .forKeyShare()
                    .fetch();
        }
    }

    private static Set<ProfileId> erased(ResolutionPlan plan) {
        Set<ProfileId> ids = new HashSet<>();
        plan.changes().stewardship().erasing().stream()
                .filter(Erasing::isWhole)
                .forEach(erasing -> ids.addAll(erasing.owners()));
        return ids;
    }

    /** Those that become roots again, and those that go; on H2 the lock of the tenant does. */
    private Set<ProfileId> newRoots(ResolutionPlan plan) {
        Set<ProfileId> ids = new HashSet<>();
        if (database.dialect() == Dialect.POSTGRESQL) {
            plan.changes().stewardship().undone().forEach(undoing -> ids.add(undoing.newRoot()));
            erased(plan).forEach(ids::add);
        }
        return ids;
    }

    private void lockNewRoot(ProfileId id) {
        Tables.Profile profile = tables.profile;
        dsl.select(profile.id)
                .from(profile)
                .where(profile.tenant.eq(scope.tenant()).and(profile.id.eq(id.value())))
                .forUpdate()
                .fetch();
    }

    private boolean lockRoot(ProfileId id, RootExpectation expectation, boolean noRootAfterwards) {
        Tables.Profile profile = tables.profile;
        SelectConditionStep<Record2<Boolean, Long>> select = dsl.select(profile.isRoot, profile.version)
                .from(profile)
                .where(profile.tenant.eq(scope.tenant()).and(profile.id.eq(id.value())));
        Record2<Boolean, Long> row;
        if (database.dialect() == Dialect.H2) {
            row = select.fetchOne();
        } else if (expectation.lock() == RootExpectation.Lock.SHARED) {
            row = select.forShare().fetchOne();
        } else if (noRootAfterwards) {
            row = select.forUpdate().fetchOne();
        } else {
            row = select.forNoKeyUpdate().fetchOne();
        }
        return row != null
                && row.value1()
                && (expectation.version() == RootExpectation.ANY_VERSION || expectation.version() == row.value2());
    }

    /** The stored profiles that the new rows refer to. */
    private static Set<ProfileId> pointedTo(Changes changes) {
        Set<ProfileId> ids = new HashSet<>();
        changes.links().forEach(link -> {
            ProfileId owner = link.after().owner();
            if (owner != null && !link.isRenewal()) {
                ids.add(owner);
            }
        });
        changes.closed().forEach(interval -> ids.add(interval.owner()));
        changes.edges().forEach(edge -> {
            ids.add(edge.a());
            ids.add(edge.b());
        });
        ids.addAll(changes.absorbed().values());
        changes.conflicts().forEach(conflict -> {
            ids.add(conflict.returned());
            ids.add(conflict.refused());
        });
        changes.neverLinks().forEach(pair -> {
            ids.add(pair.owners().low());
            ids.add(pair.owners().high());
        });
        changes.stewardship().acts().forEach(act -> {
            ids.add(act.a());
            ids.add(act.b());
        });
        changes.touches().forEach(touch -> ids.add(touch.owner()));
        changes.traits().forEach(trait -> ids.add(trait.owner()));
        changes.evidence().forEach(evidence -> ids.add(evidence.after().owner()));
        changes.signals().staged().forEach(signal -> ids.add(signal.owner()));
        ids.addAll(changes.signals().searched());
        changes.profiles().forEach(created -> ids.remove(created.id()));
        return ids;
    }

    /** Whether roots and identifiers are as the plan expects them; to be asked after the locks are held. */
    boolean hold(ResolutionPlan plan) throws SQLException {
        return rootsHold
                && new PortableSteward(
                                database, connection, scope, plan.changes().stewardship())
                        .holds()
                && keysHold(plan.keys());
    }

    private boolean keysHold(SortedMap<IdentifierKey, KeyExpectation> expected) throws SQLException {
        Set<IdentifierKey> open = new HashSet<>();
        expected.forEach((key, expectation) -> {
            if (expectation.linked()) {
                open.add(key);
            }
        });
        links.run(connection, scope, expected.keySet(), (key, state, root) -> {
            KeyExpectation expectation = expected.get(key);
            if (expectation != null && holds(expectation, state, root)) {
                open.remove(key);
            } else {
                open.add(key);
            }
        });
        return open.isEmpty();
    }

    private static boolean holds(KeyExpectation expected, LinkState found, @Nullable ProfileId root) {
        ProfileId owner = found.owner();
        return expected.linked()
                && Objects.equals(expected.owner(), owner)
                && found.settledAt().equals(expected.settledAt())
                && (owner == null || root == null || root.equals(expected.root()));
    }
}
