package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.NewProfile;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootExpectation;
import io.identitystitch.spi.CommitResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A plan in one text of several statements, which is one round trip and one transaction: first the locks, one statement
 * each and in ascending order; then one statement that checks everything the plan expects, with a snapshot that is younger
 * than the locks, and writes under the condition that all of it holds.
 *
 * <p>A lost race is told by the checks, by a unique key, or by an update that finds its row changed; each leaves nothing
 * behind.
 */
final class PostgresCommit {
    /** What the cast in the last part fails with where an update found its row changed. */
    private static final String INVALID_TEXT = "22P02";

    /** How many rows a plan has at most that is carried out by a text of its own. */
    static final int MOST_ROWS = 64;

    private static final String LOST = "identity-stitch lost a race and tries again, update count ";

    private final PostgresWrites writes;
    private final PostgresSignals signals;
    private final String profile;
    private final String identifier;
    private final String redirect;

    PostgresCommit(Tables tables, ValueCodec codec) {
        this.signals = new PostgresSignals(tables, codec);
        this.writes = new PostgresWrites(tables, codec, signals);
        this.profile = tables.sql(tables.profile);
        this.identifier = tables.sql(tables.link);
        this.redirect = tables.sql(tables.redirect);
    }

    /** Whether a plan is small enough for a text of its own. What stewards do is too rare for one. */
    static boolean fits(ResolutionPlan plan) {
        return rows(plan) <= MOST_ROWS && plan.changes().stewardship().isEmpty();
    }

    /** How many rows a plan checks and writes, about. */
    static int rows(ResolutionPlan plan) {
        Changes changes = plan.changes();
        return plan.keys().size()
                + plan.roots().size()
                + changes.profiles().size()
                + changes.links().size()
                + changes.closed().size()
                + changes.edges().size()
                + changes.absorbed().size()
                + changes.conflicts().size()
                + changes.neverLinks().size()
                + changes.touches().size()
                + changes.traits().size()
                + changes.evidence().size()
                + 3 * changes.signals().staged().size()
                + changes.signals().searched().size();
    }

    CommitResult commit(Connection connection, Scope scope, ResolutionPlan plan) throws SQLException {
        PostgresScript script = script(scope, plan);
        int verdict = script.verdict();
        try (PreparedStatement statement = script.prepare(connection, scope)) {
            statement.execute();
            for (int i = 0; i < verdict; i++) {
                statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getBoolean(1)
                        ? new CommitResult.Committed(stamps(plan, row.getObject(2, OffsetDateTime.class)))
                        : new CommitResult.Conflicted();
            }
        } catch (SQLException e) {
            if (INVALID_TEXT.equals(e.getSQLState())) {
                return new CommitResult.Conflicted();
            }
            throw e;
        }
    }

    PostgresScript script(Scope scope, ResolutionPlan plan) {
        PostgresScript script = new PostgresScript();
        lockProfiles(scope, script, plan);
        lockIdentifiers(scope, script, plan);
        script.markVerdict();
        check(scope, script, plan);
        writes.write(scope, script, plan);
        flagAbsorbedOwners(scope, script, plan);
        signals.addTasks(scope, script, plan.changes().signals());
        return script;
    }

    /** All locks on profiles in one ascending order, so that no two plans can wait for each other. */
    private void lockProfiles(Scope scope, PostgresScript script, ResolutionPlan plan) {
        SortedMap<ProfileId, String> locks = new TreeMap<>();
        // Foreign keys lock these rows anyway, but later, while roots are held that others wait for.
        PlanOwners.stored(plan.changes()).forEach(owner -> locks.put(owner, " for key share"));
        plan.roots().forEach((root, expectation) -> locks.put(root, lock(plan, root, expectation)));
        locks.forEach((id, lock) -> script.add(
                        "select 1 from " + profile + " where tenant = ? and id = ?" + lock, scope.tenant(), id.value())
                .next());
    }

    private static String lock(ResolutionPlan plan, ProfileId root, RootExpectation expectation) {
        if (expectation.lock() == RootExpectation.Lock.SHARED) {
            return " for share";
        }
        return plan.changes().absorbed().containsKey(root) ? " for update" : " for no key update";
    }

    /**
     * Rows that move are locked before they are checked; of rows that are renewed only the order matters. In a transaction
     * at a higher level, which sees the moment of its first statement, the lock on what is only checked tells that it has
     * changed since.
     */
    private void lockIdentifiers(Scope scope, PostgresScript script, ResolutionPlan plan) {
        SortedMap<IdentifierKey, String> locks = new TreeMap<>();
        if (scope.mode() == Mode.JOINED) {
            plan.keys().forEach((key, expectation) -> {
                if (expectation.linked()) {
                    locks.put(key, " for share");
                }
            });
        }
        for (LinkChange link : plan.changes().links()) {
            if (!link.isNew()) {
                locks.put(link.key(), " for no key update");
            }
        }
        boolean onlyOneRenewal = locks.size() == 1
                && plan.changes().links().stream().noneMatch(LinkChange::isMove)
                && plan.keys().isEmpty();
        if (onlyOneRenewal) {
            return;
        }
        locks.forEach((key, lock) -> script.add(
                        "select 1 from " + identifier + " where tenant = ? and type = ? and digest = ?" + lock,
                        scope.tenant(),
                        scope.number(key.type()),
                        key.digest().bytes())
                .next());
    }

    private void check(Scope scope, PostgresScript script, ResolutionPlan plan) {
        script.add(
                "with t as materialized (select clock_timestamp() as now), ok as materialized (select coalesce(true");
        if (!plan.roots().isEmpty() || !plan.keys().isEmpty()) {
            // At a higher level the checks would see the moment before the locks: setting another fails, and the caller
            // goes on in a
            // transaction that it begins itself.
            if (scope.mode() == Mode.AUTO_COMMIT) {
                script.add(" and set_config('transaction_isolation', 'read committed', true) = 'read committed'");
            }
            plan.roots().forEach((root, expectation) -> checkRoot(scope, script, root, expectation));
            plan.keys().forEach((key, expectation) -> checkKey(scope, script, key, expectation));
        }
        script.add(scope.settings().conditions()).add(", false) as v)");
    }

    private void checkRoot(Scope scope, PostgresScript script, ProfileId root, RootExpectation expectation) {
        script.add(
                " and (select p.is_root and (? = -1 or p.version = ?) from " + profile
                        + " p where p.tenant = ? and p.id = ?)",
                expectation.version(),
                expectation.version(),
                scope.tenant(),
                root.value());
    }

    private void checkKey(Scope scope, PostgresScript script, IdentifierKey key, KeyExpectation expectation) {
        short type = scope.number(key.type());
        byte[] digest = key.digest().bytes();
        if (!expectation.linked()) {
            script.add(
                    " and (select count(*) from " + identifier
                            + " i where i.tenant = ? and i.type = ? and i.digest = ?) = 0",
                    scope.tenant(),
                    type,
                    digest);
            return;
        }
        ProfileId owner = expectation.owner();
        ProfileId root = expectation.root();
        script.add(
                " and coalesce((select i.owner is not distinct from ?::uuid and coalesce(i.signed_in_at, i.held_since) = ?"
                        + " from " + identifier + " i where i.tenant = ? and i.type = ? and i.digest = ?), false)",
                owner == null ? null : owner.value(),
                expectation.settledAt(),
                scope.tenant(),
                type,
                digest);
        if (owner != null && root != null) {
            script.add(
                    " and coalesce((select r.root from " + redirect
                            + " r where r.tenant = ? and r.absorbed = ?), ?) = ?",
                    scope.tenant(),
                    owner.value(),
                    owner.value(),
                    root.value());
        }
    }

    /** Whoever counts the persistent identifiers of a person looks at flagged owners only. */
    private void flagAbsorbedOwners(Scope scope, PostgresScript script, ResolutionPlan plan) {
        Set<ProfileId> created = new HashSet<>();
        plan.changes().profiles().forEach(profile -> created.add(profile.id()));
        Set<UUID> owners = new TreeSet<>();
        for (LinkChange link : plan.changes().links()) {
            ProfileId owner = link.after().owner();
            if (link.persistent() && !link.isRenewal() && owner != null && !created.contains(owner)) {
                owners.add(owner.value());
            }
        }
        for (UUID owner : owners) {
            script.next()
                    .add(
                            "update " + redirect + " set known = true where tenant = ? and absorbed = ? and not known",
                            scope.tenant(),
                            owner);
        }
    }

    private static Map<ProfileId, Instant> stamps(ResolutionPlan plan, OffsetDateTime now) {
        Map<ProfileId, Instant> stamps = new HashMap<>();
        for (NewProfile profile : plan.changes().profiles()) {
            Instant given = profile.createdAt();
            stamps.put(profile.id(), given != null ? given : now.toInstant());
        }
        return stamps;
    }

    static String lostRace() {
        return LOST;
    }
}
