package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Anonymity;
import io.identitystitch.plan.ConflictChange;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.LockChange;
import io.identitystitch.plan.NewAct;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.Stewardship;
import io.identitystitch.plan.Undoing;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** Those parts of a commit that only stewards ask for. */
final class PortableSteward {
    private static final int CHUNK = 500;

    private final Tables tables;
    private final Connection connection;
    private final Scope scope;
    private final DSLContext dsl;
    private final Stewardship stewardship;
    private final FactMoves facts;
    private final RefusedMarks marks;

    PortableSteward(Database database, Connection connection, Scope scope, Stewardship stewardship) {
        this.tables = database.tables();
        this.connection = connection;
        this.scope = scope;
        this.dsl = database.on(connection, scope);
        this.stewardship = stewardship;
        this.facts = new FactMoves(database, connection, scope);
        this.marks = new RefusedMarks(database, connection, scope);
    }

    /** Whether persons have the owners that were planned with; to be asked after the locks are held. */
    boolean holds() throws SQLException {
        if (stewardship.undone().isEmpty() && stewardship.erasing().isEmpty()) {
            return true;
        }
        requireReadCommitted();
        for (Erasing erasing : stewardship.erasing()) {
            if (!hasOwners(erasing.root(), erasing.owners().size())) {
                return false;
            }
        }
        for (Undoing undoing : stewardship.undone()) {
            if (!hasOwners(undoing.root(), undoing.owners()) || !isAnonymous(undoing)) {
                return false;
            }
        }
        return true;
    }

    /** At a higher level the checks would see the moment before the locks, and the root's row does not tell the difference. */
    private void requireReadCommitted() throws SQLException {
        if (connection.getTransactionIsolation() > Connection.TRANSACTION_READ_COMMITTED) {
            throw new IdentityStoreException(
                    Kind.BROKEN, "this act is possible only in a transaction at READ COMMITTED", null);
        }
    }

    private boolean hasOwners(ProfileId root, int owners) {
        Tables.Redirect redirect = tables.redirect;
        return owners == 1 + dsl.fetchCount(redirect, isAt(root));
    }

    /** Whether those who shall be anonymous are, once the plan's identifiers have moved. */
    boolean areAnonymous() throws SQLException {
        if (stewardship.anonymous().isEmpty()) {
            return true;
        }
        requireReadCommitted();
        Tables.Link link = tables.link.as("i");
        for (Anonymity person : stewardship.anonymous()) {
            Condition persistent = link.type.in(numbers(person.persistent()));
            Members members = new Members(tables, scope.tenant(), person.root().value());
            if (dsl.fetchExists(
                    members.join(dsl.selectOne(), link, link.tenant, link.owner).and(persistent))) {
                return false;
            }
        }
        return true;
    }

    private List<Short> numbers(Set<IdentifierType> types) throws SQLException {
        scope.names().lookUp(connection, types);
        List<Short> numbers = new ArrayList<>();
        for (IdentifierType type : types) {
            Short number = scope.numberOrNull(type);
            if (number != null) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    private boolean isAnonymous(Undoing undoing) throws SQLException {
        List<Short> types = numbers(undoing.persistent());
        Tables.Link link = tables.link;
        for (List<UUID> ids : Chunks.owners(dsl, undoing.anonymous(), CHUNK)) {
            Condition persistent =
                    Chunks.has(link.tenant, link.owner, scope.tenant(), ids).and(link.type.in(types));
            if (dsl.fetchExists(link, persistent)) {
                return false;
            }
        }
        return true;
    }

    private Condition isAt(ProfileId root) {
        Tables.Redirect redirect = tables.redirect;
        return redirect.tenant.eq(scope.tenant()).and(redirect.root.eq(root.value()));
    }

    /** Takes merges back, before anything else is done with the roots. Whether everything was as planned. */
    boolean separate(Instant now) {
        for (Undoing undoing : stewardship.undone()) {
            if (!markUndone(undoing, now) || !makeRoot(undoing) || !repoint(undoing)) {
                return false;
            }
        }
        return true;
    }

    private boolean markUndone(Undoing undoing, Instant now) {
        Tables.EdgeTable edge = tables.edge;
        return dsl.update(edge)
                        .set(edge.undoneAt, now)
                        .where(edge.tenant
                                .eq(scope.tenant())
                                .and(edge.id.eq(undoing.merge().value()))
                                .and(edge.undoneAt.isNull()))
                        .execute()
                == 1;
    }

    /** The redirect goes first: no profile may be a root while it is absorbed. */
    private boolean makeRoot(Undoing undoing) {
        Tables.Redirect redirect = tables.redirect;
        Tables.Profile profile = tables.profile;
        UUID newRoot = undoing.newRoot().value();
        int redirects = dsl.deleteFrom(redirect)
                .where(isAt(undoing.root()).and(redirect.absorbed.eq(newRoot)))
                .execute();
        int roots = dsl.update(profile)
                .set(profile.isRoot, true)
                .set(profile.known, undoing.known())
                .set(profile.guarded, true)
                .set(profile.version, profile.version.plus(1))
                .where(profile.tenant
                        .eq(scope.tenant())
                        .and(profile.id.eq(newRoot))
                        .and(profile.isRoot.isFalse()))
                .execute();
        return redirects == 1 && roots == 1;
    }

    private boolean repoint(Undoing undoing) {
        Tables.Redirect redirect = tables.redirect;
        TreeSet<ProfileId> others = new TreeSet<>(undoing.leaving());
        others.remove(undoing.newRoot());
        int repointed = 0;
        for (List<UUID> ids : Chunks.uuids(others, CHUNK)) {
            repointed += dsl.update(redirect)
                    .set(redirect.root, undoing.newRoot().value())
                    .where(Chunks.has(redirect.tenant, redirect.absorbed, scope.tenant(), ids))
                    .and(redirect.root.eq(undoing.root().value()))
                    .execute();
        }
        return repointed == others.size();
    }

    /** Pairs, conflicts, marks and the record. Whether everything was as planned. */
    boolean write(Instant now) {
        boolean written =
                stewardship.mayLink().stream().sorted(PortableFacts.PAIRS).allMatch(this::letLink);
        written = written
                && stewardship.conflicts().stream()
                        .sorted(Comparator.comparing(ConflictChange::owners, PortableFacts.PAIRS))
                        .allMatch(change -> decide(change, now));
        written = written && marks.remove(stewardship.readmitted());
        facts.write(stewardship.facts(), now);
        setLocks();
        record(now);
        return written;
    }

    private void setLocks() {
        Tables.Profile profile = tables.profile;
        for (LockChange change : stewardship.locks()) {
            dsl.update(profile)
                    .set(profile.locked, change.locked())
                    .where(profile.tenant
                            .eq(scope.tenant())
                            .and(profile.id.eq(change.root().value())))
                    .execute();
        }
    }

    private boolean letLink(ProfilePair pair) {
        Tables.NeverLinkTable table = tables.neverLink;
        return dsl.deleteFrom(table)
                        .where(table.tenant
                                .eq(scope.tenant())
                                .and(table.ownerLow.eq(pair.low().value()))
                                .and(table.ownerHigh.eq(pair.high().value())))
                        .execute()
                == 1;
    }

    private boolean decide(ConflictChange change, Instant now) {
        Tables.Conflict conflict = tables.conflict;
        @Nullable UUID merge = change.merge() == null ? null : change.merge().value();
        return dsl.update(conflict)
                        .set(conflict.status, change.after().name())
                        .set(conflict.mergeId, DSL.val(merge, conflict.mergeId))
                        .set(conflict.decidedAt, now)
                        .where(conflict.tenant
                                .eq(scope.tenant())
                                .and(conflict.id.eq(change.id().value()))
                                .and(conflict.status.eq(change.before().name())))
                        .execute()
                == 1;
    }

    private void record(Instant now) {
        ActTable table = tables.act;
        Inserts insert = Inserts.into(
                table,
                table.tenant,
                table.id,
                table.kind,
                table.ownerA,
                table.ownerB,
                table.mergeId,
                table.conflictId,
                table.decidedBy,
                table.reason,
                table.keys,
                table.at);
        for (NewAct act : stewardship.acts()) {
            insert.add(
                    scope.tenant(),
                    act.id().value(),
                    act.kind().name(),
                    act.a().value(),
                    act.b().value(),
                    act.merge() == null ? null : act.merge().value(),
                    act.conflict() == null ? null : act.conflict().value(),
                    act.by(),
                    act.reason(),
                    act.keys().isEmpty() ? null : CameWith.bytes(scope, act.keys()),
                    now);
        }
        insert.run(dsl);
    }
}
