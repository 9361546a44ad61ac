package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.ApartPair;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.ComponentOwner;
import io.identitystitch.plan.RootState;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.plan.StoredConflict;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What a steward asks about persons, in several statements. Their order is that of the promise: the version of a root first,
 * then its owners, then the merges, so that whatever happens between two of them shows at the commit.
 */
final class StewardLoad {
    private static final int CHUNK = 500;

    private final Tables tables;
    private final CountProbe probe;
    private final Connection connection;
    private final DSLContext dsl;
    private final Names names;
    private final int tenant;
    private final StewardQuery query;

    StewardLoad(
            Database database, CountProbe probe, Connection connection, Names names, int tenant, StewardQuery query) {
        this.tables = database.tables();
        this.probe = probe;
        this.connection = connection;
        this.dsl = database.on(connection, 0);
        this.names = names;
        this.tenant = tenant;
        this.query = query;
    }

    StewardSnapshot load() throws SQLException {
        names.lookUp(connection, query.counted().keySet());
        names.lookUp(connection, query.persistent());
        Optional<MergeRecord> merge = merge();
        @Nullable Record conflict = conflict();
        Set<ProfileId> asked = new TreeSet<>(query.profiles());
        merge.ifPresent(record -> asked.addAll(List.of(record.a(), record.b())));
        if (conflict != null) {
            asked.add(new ProfileId(conflict.get(tables.conflict.returned)));
            asked.add(new ProfileId(conflict.get(tables.conflict.refused)));
        }
        Map<ProfileId, ProfileId> roots = rootsOf(asked);
        Map<ProfileId, Component> components = new TreeMap<>();
        for (Map.Entry<ProfileId, RootState> root : states(roots.values()).entrySet()) {
            components.put(root.getKey(), component(root.getKey(), root.getValue()));
        }
        roots.values().retainAll(components.keySet());
        Optional<StoredConflict> wanted = conflict == null ? Optional.empty() : Optional.of(stored(conflict, roots));
        return new StewardSnapshot(roots, components, merge, wanted, conflicts(components.keySet()));
    }

    private Optional<MergeRecord> merge() throws SQLException {
        Tables.EdgeTable edge = tables.edge;
        if (query.merge().isEmpty()) {
            return Optional.empty();
        }
        Record row = dsl.select(edge.fields())
                .from(edge)
                .where(edge.tenant.eq(tenant).and(edge.id.eq(query.merge().get().value())))
                .fetchOne();
        return row == null ? Optional.empty() : Optional.of(StewardRows.merge(edge, names, connection, row));
    }

    private @Nullable Record conflict() {
        Tables.Conflict conflict = tables.conflict;
        return query.conflict().isEmpty()
                ? null
                : dsl.select(conflict.fields())
                        .from(conflict)
                        .where(conflict.tenant
                                .eq(tenant)
                                .and(conflict.id.eq(query.conflict().get().value())))
                        .fetchOne();
    }

    private Map<ProfileId, ProfileId> rootsOf(Collection<ProfileId> owners) {
        Tables.Profile profile = tables.profile.as("p");
        Tables.Redirect redirect = tables.redirect.as("r");
        Map<ProfileId, ProfileId> roots = new HashMap<>();
        for (List<UUID> ids : Chunks.uuids(new TreeSet<>(owners), CHUNK)) {
            dsl.select(profile.id, DSL.coalesce(redirect.root, profile.id))
                    .from(profile)
                    .leftJoin(redirect)
                    .on(redirect.tenant.eq(profile.tenant).and(redirect.absorbed.eq(profile.id)))
                    .where(Chunks.has(profile.tenant, profile.id, tenant, ids))
                    .forEach(row -> roots.put(new ProfileId(row.value1()), new ProfileId(row.value2())));
        }
        return roots;
    }

    private SortedMap<ProfileId, RootState> states(Collection<ProfileId> roots) throws SQLException {
        Tables.Profile profile = tables.profile;
        SortedMap<ProfileId, RootState> states = new TreeMap<>();
        try (CountProbe.Run run = probe.on(connection, tenant)) {
            for (List<UUID> ids : Chunks.uuids(new TreeSet<>(roots), CHUNK)) {
                for (Record row : dsl.select(profile.fields())
                        .from(profile)
                        .where(Chunks.has(profile.tenant, profile.id, tenant, ids))
                        .fetch()) {
                    UUID root = row.get(profile.id);
                    states.put(
                            new ProfileId(root),
                            new RootState(
                                    row.get(profile.createdAt),
                                    row.get(profile.known),
                                    row.get(profile.version),
                                    counts(run, root),
                                    row.get(profile.guarded),
                                    row.get(profile.locked)));
                }
            }
        }
        return states;
    }

    private Map<IdentifierType, Integer> counts(CountProbe.Run run, UUID root) throws SQLException {
        Map<IdentifierType, Integer> counts = new HashMap<>();
        for (Map.Entry<IdentifierType, Integer> counted : query.counted().entrySet()) {
            IdentifierType type = counted.getKey();
            Short number = names.knownType(type);
            boolean persistent = query.persistent().contains(type);
            int count = number == null ? 0 : run.count(root, number, persistent, counted.getValue());
            if (count > 0) {
                counts.put(type, count);
            }
        }
        return counts;
    }

    private Component component(ProfileId root, RootState state) throws SQLException {
        Members members = new Members(tables, tenant, root.value());
        SortedMap<ProfileId, ComponentOwner> owners = query.whole() ? owners(members) : new TreeMap<>();
        List<MergeRecord> merges = query.whole() ? merges(members) : List.of();
        return new Component(root, state, owners, merges, pairs(members, root));
    }

    private SortedMap<ProfileId, ComponentOwner> owners(Members members) {
        Tables.Profile profile = tables.profile.as("p");
        Tables.Link link = tables.link.as("i");
        List<Short> types = query.persistent().stream()
                .map(names::knownType)
                .filter(Objects::nonNull)
                .toList();
        Set<UUID> known = new HashSet<>();
        members.join(dsl.selectDistinct(link.owner), link, link.tenant, link.owner)
                .and(link.type.in(types))
                .forEach(row -> known.add(row.value1()));
        SortedMap<ProfileId, ComponentOwner> owners = new TreeMap<>();
        members.join(dsl.select(profile.id, profile.createdAt), profile, profile.tenant, profile.id)
                .forEach(row -> owners.put(
                        new ProfileId(row.value1()), new ComponentOwner(row.value2(), known.contains(row.value1()))));
        return owners;
    }

    /** Both owners of a merge that holds belong to the person, so one of them finds it. */
    private List<MergeRecord> merges(Members members) throws SQLException {
        Tables.EdgeTable edge = tables.edge.as("e");
        List<MergeRecord> merges = new ArrayList<>();
        for (Record row : members.join(dsl.select(edge.fields()), edge, edge.tenant, edge.ownerA)
                .and(edge.undoneAt.isNull())
                .fetch()) {
            merges.add(StewardRows.merge(edge, names, connection, row));
        }
        return merges;
    }

    private List<ApartPair> pairs(Members members, ProfileId root) {
        Tables.NeverLinkTable pair = tables.neverLink.as("n");
        List<KeptApart> found = new ArrayList<>();
        Set<ProfileId> others = new HashSet<>();
        for (Field<UUID> mine : List.of(pair.ownerLow, pair.ownerHigh)) {
            Field<UUID> other = mine.equals(pair.ownerLow) ? pair.ownerHigh : pair.ownerLow;
            members.join(dsl.select(pair.fields()), pair, pair.tenant, mine).forEach(row -> {
                others.add(new ProfileId(row.get(other)));
                found.add(new KeptApart(
                        new ProfileId(row.get(pair.ownerLow)),
                        new ProfileId(row.get(pair.ownerHigh)),
                        row.get(pair.reason),
                        Optional.ofNullable(row.get(pair.decidedBy)),
                        instant(row, pair.createdAt)));
            });
        }
        Map<ProfileId, ProfileId> roots = rootsOf(others);
        return found.stream()
                .map(kept ->
                        new ApartPair(kept, roots.getOrDefault(kept.a(), root), roots.getOrDefault(kept.b(), root)))
                .toList();
    }

    private List<StoredConflict> conflicts(Set<ProfileId> components) throws SQLException {
        Tables.Conflict conflict = tables.conflict;
        List<Record> rows = new ArrayList<>();
        Set<ProfileId> owners = new HashSet<>();
        for (ProfileId root : components) {
            new Members(tables, tenant, root.value())
                    .join(dsl.select(conflict.fields()), conflict, conflict.tenant, conflict.ownerLow)
                    .forEach(row -> {
                        rows.add(row);
                        owners.add(new ProfileId(row.get(conflict.ownerLow)));
                        owners.add(new ProfileId(row.get(conflict.ownerHigh)));
                    });
        }
        Map<ProfileId, ProfileId> roots = rootsOf(owners);
        List<StoredConflict> conflicts = new ArrayList<>();
        for (Record row : rows) {
            StoredConflict stored = stored(row, roots);
            if (components.contains(stored.returnedRoot()) && components.contains(stored.refusedRoot())) {
                conflicts.add(stored);
            }
        }
        return conflicts;
    }

    private StoredConflict stored(Record row, Map<ProfileId, ProfileId> roots) throws SQLException {
        ProfileId returned = new ProfileId(row.get(tables.conflict.returned));
        ProfileId refused = new ProfileId(row.get(tables.conflict.refused));
        UUID merge = row.get(tables.conflict.mergeId);
        return new StoredConflict(
                StewardRows.conflict(tables.conflict, names, connection, row),
                roots.getOrDefault(returned, returned),
                roots.getOrDefault(refused, refused),
                merge == null ? null : new MergeId(merge));
    }

    private static Instant instant(Record row, Field<Instant> field) {
        return Objects.requireNonNull(row.get(field));
    }
}
