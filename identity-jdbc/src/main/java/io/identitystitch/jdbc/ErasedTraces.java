package io.identitystitch.jdbc;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.NewTrait;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.ResultQuery;
import org.jooq.Row2;
import org.jooq.TableField;
import org.jooq.impl.DSL;

/**
 * What others hold of the identifiers of a person who is erased. An identifier stands in a row of somebody else only if both
 * were one person once, or the identifier changed hands, so only those have to be looked at who were joined to its owners, now
 * or before: merges that were undone are kept.
 */
final class ErasedTraces {
    private static final int CHUNK = 200;
    private static final int FETCH = 500;

    private final Tables tables;
    private final Connection connection;
    private final Scope scope;
    private final DSLContext dsl;
    private final Collection<ProfileId> erased;
    private final Set<IdentifierKey> keys = new TreeSet<>();
    private final Set<ProfileId> related = new TreeSet<>();

    private ErasedTraces(Database database, Connection connection, Scope scope, Collection<ProfileId> erased) {
        this.tables = database.tables();
        this.connection = connection;
        this.scope = scope;
        this.dsl = database.on(connection, scope);
        this.erased = erased;
    }

    static ErasedTraces find(Database database, Connection connection, Scope scope, Collection<ProfileId> erased)
            throws SQLException {
        ErasedTraces traces = new ErasedTraces(database, connection, scope, erased);
        traces.findKeys();
        traces.findRelated();
        return traces;
    }

    /** Those that the person has, and those that nobody has now and nobody else ever had. */
    private void findKeys() throws SQLException {
        Tables.Link link = tables.link;
        Tables.Interval interval = tables.interval.as("v");
        Tables.Interval others = tables.interval.as("w");
        Tables.Link free = tables.link.as("i");
        for (List<UUID> ids : Chunks.owners(dsl, erased, CHUNK)) {
            addKeys(dsl.select(link.type, link.digest)
                    .from(link)
                    .where(Chunks.has(link.tenant, link.owner, scope.tenant(), ids)));
            addKeys(dsl.select(interval.type, interval.digest)
                    .from(interval)
                    .leftJoin(free)
                    .on(free.tenant
                            .eq(interval.tenant)
                            .and(free.type.eq(interval.type))
                            .and(free.digest.eq(interval.digest)))
                    .where(Chunks.has(interval.tenant, interval.owner, scope.tenant(), ids))
                    .and(free.owner.isNull())
                    .andNotExists(dsl.selectOne()
                            .from(others)
                            .where(others.tenant
                                    .eq(interval.tenant)
                                    .and(others.type.eq(interval.type))
                                    .and(others.digest.eq(interval.digest)))
                            .and(others.owner.notIn(
                                    erased.stream().map(ProfileId::value).toList()))));
        }
    }

    /** The identifiers that go with the person. */
    Set<IdentifierKey> keys() {
        return Collections.unmodifiableSet(keys);
    }

    private void addKeys(ResultQuery<Record2<Short, byte[]>> found) throws SQLException {
        for (Record2<Short, byte[]> row : found.fetch()) {
            keys.add(new IdentifierKey(scope.type(connection, row.value1()), Digest.of(row.value2())));
        }
    }

    private void findRelated() {
        Tables.Interval interval = tables.interval;
        Deque<ProfileId> open = new ArrayDeque<>(erased);
        Set<ProfileId> reached = new HashSet<>(erased);
        for (Condition these : rowsOf(interval.tenant, interval.type, interval.digest)) {
            dsl.select(interval.owner).from(interval).where(these).forEach(row -> reach(row.value1(), reached, open));
        }
        while (!open.isEmpty()) {
            List<ProfileId> some = new ArrayList<>();
            while (some.size() < CHUNK && !open.isEmpty()) {
                some.add(open.remove());
            }
            joinedTo(some).forEach(other -> reach(other, reached, open));
        }
        reached.removeAll(Set.copyOf(erased));
        related.addAll(reached);
    }

    /** Those that one merge, undone or not, joined to some of these, or whom somebody did who is gone. */
    private Set<UUID> joinedTo(Collection<ProfileId> owners) {
        Tables.EdgeTable edge = tables.edge;
        KinTable kin = tables.kin;
        Set<UUID> joined = new HashSet<>();
        for (List<UUID> ids : Chunks.owners(dsl, owners, CHUNK)) {
            joined.addAll(others(edge.tenant, edge.ownerA, edge.ownerB, ids));
            joined.addAll(others(edge.tenant, edge.ownerB, edge.ownerA, ids));
            joined.addAll(others(kin.tenant, kin.ownerA, kin.ownerB, ids));
            joined.addAll(others(kin.tenant, kin.ownerB, kin.ownerA, ids));
        }
        return joined;
    }

    private List<UUID> others(
            TableField<Record, Integer> tenant,
            TableField<Record, UUID> mine,
            TableField<Record, UUID> other,
            List<UUID> ids) {
        return dsl.selectDistinct(other)
                .from(mine.getTable())
                .where(Chunks.has(tenant, mine, scope.tenant(), ids))
                .fetch(other);
    }

    /** Who was one person through those who go stays joined by something. */
    private void keepJoined() {
        Set<ProfileId> neighbours = new TreeSet<>();
        joinedTo(erased).forEach(id -> neighbours.add(new ProfileId(id)));
        tookFrom(erased).forEach(id -> neighbours.add(new ProfileId(id)));
        neighbours.removeAll(Set.copyOf(erased));
        KinTable kin = tables.kin;
        Inserts insert = Inserts.into(kin, kin.tenant, kin.ownerA, kin.ownerB);
        neighbours.stream()
                .skip(1)
                .forEach(other ->
                        insert.add(scope.tenant(), neighbours.iterator().next().value(), other.value()));
        insert.run(dsl);
    }

    /** Those who have or had an identifier that was once one of these. */
    private Set<UUID> tookFrom(Collection<ProfileId> owners) {
        Tables.Interval mine = tables.interval.as("v");
        Tables.Link link = tables.link.as("i");
        Tables.Interval others = tables.interval.as("w");
        Set<UUID> found = new HashSet<>();
        for (List<UUID> ids : Chunks.owners(dsl, owners, CHUNK)) {
            found.addAll(dsl.selectDistinct(link.owner)
                    .from(mine)
                    .join(link)
                    .on(link.tenant.eq(mine.tenant).and(link.type.eq(mine.type)).and(link.digest.eq(mine.digest)))
                    .where(Chunks.has(mine.tenant, mine.owner, scope.tenant(), ids))
                    .and(link.owner.isNotNull())
                    .fetch(link.owner));
            found.addAll(dsl.selectDistinct(others.owner)
                    .from(mine)
                    .join(others)
                    .on(others.tenant
                            .eq(mine.tenant)
                            .and(others.type.eq(mine.type))
                            .and(others.digest.eq(mine.digest)))
                    .where(Chunks.has(mine.tenant, mine.owner, scope.tenant(), ids))
                    .fetch(others.owner));
        }
        return found;
    }

    private static void reach(UUID id, Set<ProfileId> reached, Deque<ProfileId> open) {
        ProfileId owner = new ProfileId(id);
        if (reached.add(owner)) {
            open.add(owner);
        }
    }

    /** Some of the identifiers at a time, beside a condition that finds the rows. */
    private List<Condition> these(TableField<Record, Short> type, TableField<Record, byte[]> digest) {
        List<Row2<Short, byte[]>> rows = keys.stream()
                .map(key -> DSL.row(
                        DSL.val(scope.number(key.type()), type),
                        DSL.val(key.digest().bytes(), digest)))
                .toList();
        List<Condition> conditions = new ArrayList<>();
        for (List<Row2<Short, byte[]>> chunk : Chunks.of(rows, CHUNK)) {
            conditions.add(DSL.row(type, digest).in(chunk));
        }
        return conditions;
    }

    /** The rows of some of the identifiers at a time, in tables whose keys begin with them. */
    private List<Condition> rowsOf(
            TableField<Record, Integer> tenant, TableField<Record, Short> type, TableField<Record, byte[]> digest) {
        return KeyChunk.of(scope, keys, Chunks.ofPrefixes(dsl, CHUNK)).stream()
                .map(chunk -> chunk.has(tenant, type, digest))
                .toList();
    }

    void remove() throws SQLException {
        keepJoined();
        Tables.Link link = tables.link;
        Tables.Interval interval = tables.interval;
        rowsOf(link.tenant, link.type, link.digest)
                .forEach(these -> dsl.deleteFrom(link).where(these).execute());
        rowsOf(interval.tenant, interval.type, interval.digest)
                .forEach(these -> dsl.deleteFrom(interval).where(these).execute());
        Tables.EdgeTable edge = tables.edge;
        Tables.Conflict conflict = tables.conflict;
        Tables.Evidence evidence = tables.evidence;
        ErasedSignals signals = new ErasedSignals(tables, connection, scope, dsl, keys);
        for (List<UUID> ids : Chunks.owners(dsl, related, CHUNK)) {
            forget(link.tenant, link.owner, link.viaType, link.viaDigest, ids);
            forget(edge.tenant, edge.ownerA, edge.aType, edge.aDigest, ids);
            forget(edge.tenant, edge.ownerB, edge.bType, edge.bDigest, ids);
            forget(conflict.tenant, conflict.ownerLow, conflict.evidenceType, conflict.evidenceDigest, ids);
            forget(conflict.tenant, conflict.ownerHigh, conflict.evidenceType, conflict.evidenceDigest, ids);
            forget(evidence.tenant, evidence.owner, evidence.seenType, evidence.seenDigest, ids);
            forgetTouches(ids);
            forgetTraits(ids);
            signals.remove(ids);
            forgetActs(ids);
            forgetMoves(ids);
        }
    }

    private void forget(
            TableField<Record, Integer> tenant,
            TableField<Record, UUID> owner,
            TableField<Record, Short> type,
            TableField<Record, byte[]> digest,
            List<UUID> ids) {
        for (Condition these : these(type, digest)) {
            dsl.update(owner.getTable())
                    .setNull(type)
                    .setNull(digest)
                    .where(Chunks.has(tenant, owner, scope.tenant(), ids))
                    .and(these)
                    .execute();
        }
    }

    private void forgetTouches(List<UUID> ids) throws SQLException {
        Tables.TouchTable touch = tables.touch;
        for (Record row : concerned(
                dsl.select(touch.owner, touch.eventId, touch.cameWith)
                        .from(touch)
                        .where(Chunks.has(touch.tenant, touch.owner, scope.tenant(), ids)),
                touch.cameWith)) {
            dsl.update(touch)
                    .set(touch.cameWith, CameWith.bytes(scope, left(row, touch.cameWith)))
                    .where(touch.tenant.eq(scope.tenant()))
                    .and(touch.owner.eq(row.get(touch.owner)))
                    .and(touch.eventId.eq(row.get(touch.eventId)))
                    .execute();
        }
    }

    /** Of two that differed in nothing else the later one stays. */
    private void forgetTraits(List<UUID> ids) throws SQLException {
        Tables.TraitTable trait = tables.trait;
        for (Record row : concerned(
                dsl.select(trait.fields())
                        .from(trait)
                        .where(Chunks.has(trait.tenant, trait.owner, scope.tenant(), ids)),
                trait.cameWith)) {
            List<IdentifierKey> left = left(row, trait.cameWith);
            byte[] digest = NewTrait.digest(left).bytes();
            Condition named = trait.tenant
                    .eq(scope.tenant())
                    .and(trait.owner.eq(row.get(trait.owner)))
                    .and(trait.name.eq(row.get(trait.name)));
            Condition isThis = named.and(trait.cameWithDigest.eq(row.get(trait.cameWithDigest)));
            Condition isSame = named.and(trait.cameWithDigest.eq(digest));
            Instant at = row.get(trait.at);
            dsl.deleteFrom(trait).where(isSame).and(trait.at.lt(at)).execute();
            if (dsl.fetchExists(trait, isSame)) {
                dsl.deleteFrom(trait).where(isThis).execute();
            } else {
                dsl.update(trait)
                        .set(trait.cameWith, CameWith.bytes(scope, left))
                        .set(trait.cameWithDigest, digest)
                        .where(isThis)
                        .execute();
            }
        }
    }

    private void forgetActs(List<UUID> ids) throws SQLException {
        ActTable act = tables.act;
        for (TableField<Record, UUID> owner : List.of(act.ownerA, act.ownerB)) {
            for (Record row : concerned(
                    dsl.select(act.id, act.keys)
                            .from(act)
                            .where(Chunks.has(act.tenant, owner, scope.tenant(), ids))
                            .and(act.keys.isNotNull()),
                    act.keys)) {
                List<IdentifierKey> left = left(row, act.keys);
                dsl.update(act)
                        .set(act.keys, left.isEmpty() ? null : CameWith.bytes(scope, left))
                        .where(act.tenant.eq(scope.tenant()).and(act.id.eq(row.get(act.id))))
                        .execute();
            }
        }
    }

    /** Of the moves of an identifier nobody needs to hear any more: that it is gone is told of its owner. */
    private void forgetMoves(List<UUID> ids) {
        Tables.Change change = tables.change;
        for (Condition these : these(change.type, change.digest)) {
            dsl.deleteFrom(change)
                    .where(change.tenant.eq(scope.tenant()))
                    .and(change.profile.in(ids).or(change.other.in(ids)))
                    .and(these)
                    .execute();
        }
    }

    private List<Record> concerned(ResultQuery<? extends Record> query, TableField<Record, byte[]> column)
            throws SQLException {
        List<Record> concerned = new ArrayList<>();
        try (Cursor<? extends Record> rows = query.fetchSize(FETCH).fetchLazy()) {
            for (Record row : rows) {
                if (CameWith.read(scope.names(), connection, row.get(column)).stream()
                        .anyMatch(keys::contains)) {
                    concerned.add(row);
                }
            }
        }
        return concerned;
    }

    private List<IdentifierKey> left(Record row, TableField<Record, byte[]> column) throws SQLException {
        return CameWith.read(scope.names(), connection, row.get(column)).stream()
                .filter(key -> !keys.contains(key))
                .toList();
    }
}
