package io.identitystitch.jdbc;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.ConflictState;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.OwnerState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.RootState;
import io.identitystitch.plan.TouchRef;
import io.identitystitch.plan.TraitRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Row3;
import org.jooq.RowN;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** One load in several statements, which must see one moment: the transaction that they run in sees to it. */
final class PortableLoad {
    private static final int CHUNK = 500;

    private final Tables tables;
    private final Connection connection;
    private final DSLContext dsl;
    private final LinkQuery links;
    private final CountProbe probe;
    private final Scope scope;
    private final LoadQuery query;

    private final IdentitySnapshot.Builder snapshot = IdentitySnapshot.builder();
    private final Map<ProfileId, ProfileId> rootOf = new TreeMap<>();
    private final Map<ProfileId, Record> profiles = new HashMap<>();
    private final Set<ProfileId> formerOwners = new TreeSet<>();
    private final Map<IdentifierKey, Set<ProfileId>> ownersOf = new HashMap<>();
    private boolean allLive = true;
    private int linked;

    PortableLoad(
            Database database, LinkQuery links, CountProbe probe, Connection connection, Scope scope, LoadQuery query) {
        this.tables = database.tables();
        this.connection = connection;
        this.dsl = database.on(connection, scope);
        this.links = links;
        this.probe = probe;
        this.scope = scope;
        this.query = query;
    }

    /** The lean answer, by one statement; null where the query or the data ask for more. */
    @Nullable
    IdentitySnapshot lean() throws SQLException {
        boolean more = query.complete()
                || !query.evidence().isEmpty()
                || query.intervalsSince().isPresent()
                || !query.traitNames().isEmpty()
                || !query.touches().isEmpty();
        if (more || query.keys().isEmpty() || query.keys().size() > LinkQuery.largest()) {
            return null;
        }
        loadLinks();
        Set<ProfileId> roots = new HashSet<>(rootOf.values());
        boolean onePersons = linked == query.keys().size() && allLive && roots.size() == 1;
        if (!onePersons && !query.isOfLinksOnly()) {
            return null;
        }
        rootOf.forEach((owner, root) -> snapshot.owner(owner, new OwnerState(root, null)));
        return snapshot.build();
    }

    /** Everything that the query asks for. */
    IdentitySnapshot complete() throws SQLException {
        loadLinks();
        loadEvidence();
        loadIntervals();
        loadProfiles();
        loadRoots();
        loadApart();
        loadConflicts();
        loadTraits();
        loadTouches();
        return snapshot.build();
    }

    private void loadLinks() throws SQLException {
        links.run(connection, scope, query.keys(), (key, state, root) -> {
            snapshot.link(key, state);
            ProfileId owner = state.owner();
            if (owner == null || root == null || state.isExpired(query.now())) {
                allLive = false;
            }
            if (owner != null && root != null) {
                rootOf.put(owner, root);
                own(key, owner);
                linked++;
            }
        });
    }

    private void own(IdentifierKey key, ProfileId owner) {
        if (!query.touches().isEmpty()) {
            ownersOf.computeIfAbsent(key, any -> new TreeSet<>()).add(owner);
        }
    }

    private void loadEvidence() throws SQLException {
        Tables.Evidence evidence = tables.evidence.as("e");
        Tables.Redirect redirect = tables.redirect.as("r");
        Field<UUID> root = DSL.coalesce(redirect.root, evidence.owner).as("answers");
        for (KeyChunk chunk : KeyChunk.of(scope, query.evidence(), CHUNK)) {
            Table<Record> keys = chunk.table();
            for (Record row : dsl.select(evidence.fields())
                    .select(root)
                    .from(keys)
                    .leftJoin(evidence)
                    .on(chunk.isOf(keys, evidence.tenant, evidence.type, evidence.digest))
                    .leftJoin(redirect)
                    .on(redirect.tenant.eq(evidence.tenant).and(redirect.absorbed.eq(evidence.owner)))
                    .where(evidence.owner.isNotNull())
                    .and(evidence.expiresAt.isNull().or(evidence.expiresAt.gt(query.now())))
                    .fetch()) {
                ProfileId owner = new ProfileId(row.get(evidence.owner));
                rootOf.put(owner, new ProfileId(row.get(root)));
                IdentifierKey mark = chunk.key(row.get(evidence.type), row.get(evidence.digest));
                own(mark, owner);
                snapshot.evidence(new EvidenceState(
                        mark,
                        owner,
                        key(row.get(evidence.seenType), row.get(evidence.seenDigest)),
                        row.get(evidence.confidence),
                        row.get(evidence.firstSeenAt),
                        row.get(evidence.lastSeenAt),
                        row.get(evidence.expiresAt)));
            }
        }
    }

    private @Nullable IdentifierKey key(@Nullable Short type, byte @Nullable [] digest) throws SQLException {
        return type == null || digest == null
                ? null
                : new IdentifierKey(scope.type(connection, type), Digest.of(digest));
    }

    private void loadIntervals() {
        if (query.intervalsSince().isEmpty()) {
            return;
        }
        Instant since = query.intervalsSince().get();
        Tables.Interval interval = tables.interval.as("v");
        for (KeyChunk chunk : KeyChunk.of(scope, query.keys(), CHUNK)) {
            Table<Record> keys = chunk.table();
            dsl.select(interval.fields())
                    .from(keys)
                    .leftJoin(interval)
                    .on(chunk.isOf(keys, interval.tenant, interval.type, interval.digest))
                    .and(interval.heldUntil.gt(since))
                    .where(interval.owner.isNotNull())
                    .forEach(row -> {
                        ProfileId owner = new ProfileId(row.get(interval.owner));
                        IdentifierKey key = chunk.key(row.get(interval.type), row.get(interval.digest));
                        formerOwners.add(owner);
                        own(key, owner);
                        snapshot.interval(
                                new HeldInterval(key, owner, row.get(interval.heldFrom), row.get(interval.heldUntil)));
                    });
        }
    }

    private void loadProfiles() {
        Tables.Profile profile = tables.profile;
        Set<ProfileId> wanted = new TreeSet<>(rootOf.keySet());
        wanted.addAll(rootOf.values());
        for (List<UUID> ids : Chunks.uuids(wanted, CHUNK)) {
            dsl.select(profile.fields())
                    .from(profile)
                    .where(Chunks.has(profile.tenant, profile.id, scope.tenant(), ids))
                    .forEach(row -> profiles.put(new ProfileId(row.get(profile.id)), row));
        }
    }

    private Record profile(ProfileId id) throws SQLException {
        Record row = profiles.get(id);
        if (row == null) {
            throw new SQLException("an owner has no profile", SqlStates.BROKEN);
        }
        return row;
    }

    private void loadRoots() throws SQLException {
        Tables.Profile profile = tables.profile;
        for (Map.Entry<ProfileId, ProfileId> owner : rootOf.entrySet()) {
            Instant createdAt = profile(owner.getKey()).get(profile.createdAt);
            snapshot.owner(owner.getKey(), new OwnerState(owner.getValue(), createdAt));
        }
        Map<ProfileId, Map<IdentifierType, Integer>> counts = counts();
        for (ProfileId root : new TreeSet<>(rootOf.values())) {
            Record row = profile(root);
            snapshot.root(
                    root,
                    new RootState(
                            row.get(profile.createdAt),
                            row.get(profile.known),
                            row.get(profile.version),
                            counts.getOrDefault(root, Map.of()),
                            row.get(profile.guarded),
                            row.get(profile.locked)));
        }
    }

    private Map<ProfileId, Map<IdentifierType, Integer>> counts() throws SQLException {
        Map<ProfileId, Map<IdentifierType, Integer>> counts = new HashMap<>();
        try (CountProbe.Run run = probe.on(connection, scope.tenant())) {
            for (ProfileId root : new TreeSet<>(rootOf.values())) {
                Map<IdentifierType, Integer> mine = new HashMap<>();
                Map<Short, Integer> few = run.countFew(root.value());
                for (Map.Entry<IdentifierType, Integer> counted :
                        query.counted().entrySet()) {
                    IdentifierType type = counted.getKey();
                    Short number = scope.numberOrNull(type);
                    boolean persistent = query.persistent().contains(type);
                    int count;
                    if (number == null) {
                        count = 0;
                    } else if (few != null) {
                        count = Math.min(counted.getValue(), few.getOrDefault(number, 0));
                    } else {
                        count = run.count(root.value(), number, persistent, counted.getValue());
                    }
                    if (count > 0) {
                        mine.put(type, count);
                    }
                }
                counts.put(root, mine);
            }
        }
        return counts;
    }

    private void loadApart() throws SQLException {
        Set<ProfileId> guarded = new TreeSet<>();
        for (ProfileId root : new HashSet<>(rootOf.values())) {
            if (profile(root).get(tables.profile.guarded)) {
                guarded.add(root);
            }
        }
        if (guarded.size() < 2) {
            return;
        }
        Tables.NeverLinkTable pair = tables.neverLink.as("n");
        Tables.Redirect low = tables.redirect.as("l");
        Tables.Redirect high = tables.redirect.as("h");
        Field<UUID> lowRoot = DSL.coalesce(low.root, pair.ownerLow).as("low_root");
        Field<UUID> highRoot = DSL.coalesce(high.root, pair.ownerHigh).as("high_root");
        Condition isLow = low.tenant.eq(pair.tenant).and(low.absorbed.eq(pair.ownerLow));
        Condition isHigh = high.tenant.eq(pair.tenant).and(high.absorbed.eq(pair.ownerHigh));
        for (List<UUID> ids : Chunks.uuids(guarded, CHUNK)) {
            Table<Record> roots = Chunks.table(ids);
            Field<UUID> root = roots.field("id", UUID.class);
            dsl.select(lowRoot, highRoot)
                    .from(roots)
                    .leftJoin(pair)
                    .on(pair.tenant.eq(scope.tenant()).and(pair.ownerLow.eq(root)))
                    .leftJoin(low)
                    .on(isLow)
                    .leftJoin(high)
                    .on(isHigh)
                    .where(pair.ownerLow.isNotNull())
                    .unionAll(dsl.select(lowRoot, highRoot)
                            .from(roots)
                            .leftJoin(low)
                            .on(low.tenant.eq(scope.tenant()).and(low.root.eq(root)))
                            .leftJoin(pair)
                            .on(pair.tenant.eq(low.tenant).and(pair.ownerLow.eq(low.absorbed)))
                            .leftJoin(high)
                            .on(isHigh)
                            .where(pair.ownerLow.isNotNull()))
                    .forEach(row -> {
                        ProfileId a = new ProfileId(row.value1());
                        ProfileId b = new ProfileId(row.value2());
                        if (!a.equals(b) && guarded.contains(a) && guarded.contains(b)) {
                            snapshot.apart(ProfilePair.of(a, b));
                        }
                    });
        }
    }

    private void loadConflicts() throws SQLException {
        if (rootOf.size() < 2) {
            return;
        }
        Tables.Conflict conflict = tables.conflict;
        for (List<UUID> low : Chunks.uuids(rootOf.keySet(), CHUNK)) {
            Table<Record> owners = Chunks.table(low);
            for (Record row : dsl.select(conflict.fields())
                    .from(owners)
                    .leftJoin(conflict)
                    .on(conflict.tenant.eq(scope.tenant()).and(conflict.ownerLow.eq(owners.field("id", UUID.class))))
                    .where(conflict.ownerHigh.isNotNull())
                    .fetch()) {
                ProfileId high = new ProfileId(row.get(conflict.ownerHigh));
                if (rootOf.containsKey(high)) {
                    snapshot.conflict(
                            ProfilePair.of(new ProfileId(row.get(conflict.ownerLow)), high),
                            new ConflictState(
                                    new ConflictId(row.get(conflict.id)),
                                    ConflictReason.valueOf(row.get(conflict.reason)),
                                    scope.type(connection, row.get(conflict.type)),
                                    ConflictStatus.valueOf(row.get(conflict.status))));
                }
            }
        }
    }

    /** A late trait goes to the owner of its day, so what former owners have counts as well. */
    private void loadTraits() {
        Tables.TraitTable trait = tables.trait;
        Set<ProfileId> owners = new TreeSet<>(rootOf.keySet());
        owners.addAll(formerOwners);
        List<RowN> all = new ArrayList<>();
        for (ProfileId owner : owners) {
            for (String name : new TreeSet<>(query.traitNames())) {
                all.add(DSL.row(
                        List.of(DSL.cast(owner.value(), SQLDataType.UUID), DSL.cast(name, SQLDataType.VARCHAR))));
            }
        }
        for (List<RowN> some : Chunks.of(all, CHUNK)) {
            Table<Record> wanted = DSL.values(some.toArray(RowN[]::new)).as("k", "owner", "name");
            dsl.select(trait.owner, trait.name, trait.cameWithDigest, trait.valueJson, trait.at)
                    .from(wanted)
                    .leftJoin(trait)
                    .on(trait.tenant.eq(scope.tenant()))
                    .and(trait.owner.eq(wanted.field("owner", UUID.class)))
                    .and(trait.name.eq(wanted.field("name", String.class)))
                    .where(trait.owner.isNotNull())
                    .forEach(row -> snapshot.trait(
                            new TraitRef(new ProfileId(row.value1()), row.value2(), Digest.of(row.value3())),
                            new Trait(row.value2(), JsonText.parse(row.value4()), row.value5())));
        }
    }

    private void loadTouches() {
        Tables.TouchTable touch = tables.touch;
        List<Row3<Integer, UUID, String>> all = new ArrayList<>();
        query.touches()
                .forEach((eventId, came) -> came.stream()
                        .flatMap(key -> ownersOf.getOrDefault(key, Set.of()).stream())
                        .distinct()
                        .forEach(owner -> all.add(DSL.row(scope.tenant(), owner.value(), eventId))));
        for (List<Row3<Integer, UUID, String>> keys : Chunks.of(all, CHUNK)) {
            dsl.select(touch.owner, touch.eventId)
                    .from(touch)
                    .where(DSL.row(touch.tenant, touch.owner, touch.eventId).in(keys))
                    .forEach(row -> snapshot.touch(new TouchRef(new ProfileId(row.value1()), row.value2())));
        }
    }
}
