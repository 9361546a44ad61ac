package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.NeverLink;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.plan.NewProfile;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootChange;
import io.identitystitch.plan.RootExpectation;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.UpdateSetMoreStep;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one commit, written under its locks. Tables in one order, and rows in the order of their keys, so that two
 * commits never wait for each other in a circle.
 */
final class PortableWrites {
    private final Database database;
    private final ValueCodec codec;
    private final Connection connection;
    private final Tables tables;
    private final Scope scope;
    private final DSLContext dsl;
    private final ResolutionPlan plan;
    private final Changes changes;
    private final Instant now;
    private final PortableLinks links;
    private final PortableFacts facts;
    private final PortableSteward steward;
    private final Map<ProfileId, Instant> createdAt = new HashMap<>();

    PortableWrites(
            Database database, ValueCodec codec, Connection connection, Scope scope, ResolutionPlan plan, Instant now) {
        this.database = database;
        this.codec = codec;
        this.connection = connection;
        this.tables = database.tables();
        this.scope = scope;
        this.dsl = database.on(connection, scope);
        this.plan = plan;
        this.changes = plan.changes();
        this.now = now;
        this.links = new PortableLinks(tables, dsl, scope, codec, plan, now);
        this.facts = new PortableFacts(tables, dsl, scope, now);
        this.steward = new PortableSteward(database, connection, scope, changes.stewardship());
    }

    /** When the new profiles were created. */
    Map<ProfileId, Instant> createdAt() {
        return createdAt;
    }

    /** Whether everything could be written; if not, the transaction has to be rolled back. */
    boolean write() throws SQLException {
        if (!createProfiles()) {
            return false;
        }
        new PortableIntervals(tables, dsl, scope, changes.closed(), now).insert();
        boolean written = links.insert()
                && links.update()
                && steward.areAnonymous()
                && steward.separate(now)
                && changeRoots()
                && absorb()
                && recordEdges()
                && recordConflicts();
        if (written) {
            links.markKnown(rootsAfterwards());
            keepApart();
            written = steward.write(now);
            facts.touches(changes.touches());
            written &= facts.traits(changes.traits());
            facts.evidence(changes.evidence());
            logChanges();
            erase();
            new PortableSignals(database, codec, connection, scope, now).write(plan);
        }
        return written;
    }

    /** Profiles that certainly are roots, so that there is no redirect to look for. */
    private Set<ProfileId> rootsAfterwards() {
        Set<ProfileId> roots = new HashSet<>(createdAt.keySet());
        roots.addAll(plan.roots().keySet());
        roots.removeAll(changes.absorbed().keySet());
        return roots;
    }

    private boolean createProfiles() {
        Tables.Profile profile = tables.profile;
        Inserts insert = Inserts.into(profile, profile.tenant, profile.id, profile.known, profile.createdAt);
        for (NewProfile created : changes.profiles()) {
            Instant stamp = created.createdAt() != null ? created.createdAt() : now;
            createdAt.put(created.id(), stamp);
            insert.add(scope.tenant(), created.id().value(), created.known(), stamp);
        }
        return insert.run(dsl) == insert.size();
    }

    private boolean changeRoots() {
        Tables.Profile profile = tables.profile;
        for (Map.Entry<ProfileId, RootChange> entry : changes.roots().entrySet()) {
            RootChange change = entry.getValue();
            boolean mine = createdAt.containsKey(entry.getKey()) || isExclusive(entry.getKey());
            UpdateSetMoreStep<Record> update =
                    dsl.update(profile).set(profile.version, change.bump() ? profile.version.plus(1) : profile.version);
            // What another commit may be setting at the same time is only ever switched on.
            if (mine || change.known()) {
                update = update.set(profile.known, change.known());
            }
            if (mine || change.guarded()) {
                update = update.set(profile.guarded, change.guarded());
            }
            int rows = update.where(profile.tenant
                            .eq(scope.tenant())
                            .and(profile.id.eq(entry.getKey().value()))
                            .and(profile.isRoot))
                    .execute();
            if (rows != 1) {
                return false;
            }
        }
        return true;
    }

    private boolean isExclusive(ProfileId root) {
        RootExpectation expectation = plan.roots().get(root);
        return expectation != null && expectation.lock() == RootExpectation.Lock.EXCLUSIVE;
    }

    /** What the absorbed had absorbed goes first: no redirect may point to a profile that is not a root. */
    private boolean absorb() {
        Tables.Redirect redirect = tables.redirect;
        Tables.Profile profile = tables.profile;
        for (Map.Entry<ProfileId, ProfileId> entry : changes.absorbed().entrySet()) {
            UUID absorbed = entry.getKey().value();
            UUID root = entry.getValue().value();
            dsl.update(redirect)
                    .set(redirect.root, root)
                    .where(redirect.tenant.eq(scope.tenant()).and(redirect.root.eq(absorbed)))
                    .execute();
            int rows = dsl.update(profile)
                    .set(profile.isRoot, false)
                    .where(profile.tenant
                            .eq(scope.tenant())
                            .and(profile.id.eq(absorbed))
                            .and(profile.isRoot))
                    .execute();
            if (rows != 1) {
                return false;
            }
            dsl.insertInto(
                            redirect,
                            redirect.tenant,
                            redirect.absorbed,
                            redirect.root,
                            redirect.known,
                            redirect.mergedAt)
                    .select(DSL.select(
                                    profile.tenant,
                                    profile.id,
                                    DSL.cast(DSL.val(root), SQLDataType.UUID),
                                    profile.known,
                                    DSL.cast(DSL.val(now, redirect.mergedAt), redirect.mergedAt))
                            .from(profile)
                            .where(profile.tenant.eq(scope.tenant()).and(profile.id.eq(absorbed))))
                    .execute();
        }
        return true;
    }

    private boolean recordEdges() {
        Tables.EdgeTable edge = tables.edge;
        Inserts insert = Inserts.into(
                edge,
                edge.tenant,
                edge.id,
                edge.ownerA,
                edge.ownerB,
                edge.aType,
                edge.aDigest,
                edge.bType,
                edge.bDigest,
                edge.source,
                edge.observedAt,
                edge.mergedAt);
        for (Edge merge : changes.edges()) {
            insert.add(
                    scope.tenant(),
                    merge.id().value(),
                    merge.a().value(),
                    merge.b().value(),
                    type(merge.keyA()),
                    digest(merge.keyA()),
                    type(merge.keyB()),
                    digest(merge.keyB()),
                    merge.source().wireName(),
                    merge.observedAt(),
                    now);
        }
        return insert.run(dsl) == insert.size();
    }

    private boolean recordConflicts() {
        Tables.Conflict table = tables.conflict;
        Inserts insert = Inserts.into(
                table,
                table.tenant,
                table.id,
                table.ownerLow,
                table.ownerHigh,
                table.returned,
                table.refused,
                table.reason,
                table.type,
                table.evidenceType,
                table.evidenceDigest,
                table.status,
                table.observedAt,
                table.createdAt);
        List<NewConflict> sorted = changes.conflicts().stream()
                .sorted(Comparator.comparing(PortableWrites::pair, PortableFacts.PAIRS))
                .toList();
        for (NewConflict conflict : sorted) {
            insert.add(
                    scope.tenant(),
                    conflict.id().value(),
                    pair(conflict).low().value(),
                    pair(conflict).high().value(),
                    conflict.returned().value(),
                    conflict.refused().value(),
                    conflict.reason().name(),
                    scope.number(conflict.type()),
                    type(conflict.evidence()),
                    digest(conflict.evidence()),
                    "OPEN",
                    conflict.observedAt(),
                    now);
        }
        return insert.run(dsl) == insert.size();
    }

    private static ProfilePair pair(NewConflict conflict) {
        return ProfilePair.of(conflict.returned(), conflict.refused());
    }

    private void keepApart() {
        Tables.NeverLinkTable table = tables.neverLink;
        Inserts insert = Inserts.into(
                table, table.tenant, table.ownerLow, table.ownerHigh, table.reason, table.decidedBy, table.createdAt);
        changes.neverLinks().stream()
                .sorted(Comparator.comparing(NeverLink::owners, PortableFacts.PAIRS))
                .forEach(pair -> insert.add(
                        scope.tenant(),
                        pair.owners().low().value(),
                        pair.owners().high().value(),
                        pair.reason(),
                        pair.by(),
                        now));
        insert.run(dsl);
    }

    private void logChanges() {
        Tables.Change change = tables.change;
        Inserts insert = Inserts.into(
                change,
                change.tenant,
                change.kind,
                change.profile,
                change.other,
                change.type,
                change.digest,
                change.at);
        changes.absorbed()
                .forEach((absorbed, root) ->
                        insert.add(scope.tenant(), FeedRow.MERGED, absorbed.value(), root.value(), null, null, now));
        changes.stewardship()
                .undone()
                .forEach(undoing -> insert.add(
                        scope.tenant(),
                        FeedRow.UNDONE,
                        undoing.newRoot().value(),
                        undoing.root().value(),
                        null,
                        null,
                        now));
        links.moves()
                .forEach(move -> insert.add(
                        scope.tenant(),
                        FeedRow.MOVED,
                        uuid(move.after().owner()),
                        uuid(move.before() == null ? null : move.before().owner()),
                        scope.number(move.key().type()),
                        move.key().digest().bytes(),
                        now));
        insert.run(dsl);
    }

    private void erase() throws SQLException {
        for (Erasing erasing : changes.stewardship().erasing()) {
            new PortableErasure(database, connection, scope, plan.tenant(), erasing, now).run();
        }
    }

    private @Nullable Short type(@Nullable IdentifierKey key) {
        return key == null ? null : scope.number(key.type());
    }

    static byte @Nullable [] digest(@Nullable IdentifierKey key) {
        return key == null ? null : key.digest().bytes();
    }

    static @Nullable UUID uuid(@Nullable ProfileId id) {
        return id == null ? null : id.value();
    }
}
