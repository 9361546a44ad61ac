package io.identitystitch.memory;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.KeptApart;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.ApartPair;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.ComponentOwner;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.RootState;
import io.identitystitch.plan.StewardQuery;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.plan.StoredConflict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Answers what a steward asks about persons. */
final class StewardReader {
    private final Tenant tenant;
    private final StewardQuery query;

    StewardReader(Tenant tenant, StewardQuery query) {
        this.tenant = tenant;
        this.query = query;
    }

    /** The merges of a person that hold, each once. */
    static Stream<MergeRecord> merges(Tenant tenant, ProfileRow root) {
        return tenant.members(root).stream()
                .flatMap(member -> member.merges().stream())
                .distinct()
                .map(id -> Objects.requireNonNull(tenant.edges.get(id)))
                .filter(MergeRecord::isLive);
    }

    StewardSnapshot read() {
        Optional<MergeRecord> merge = query.merge().map(tenant.edges::get);
        Optional<ConflictRecord> conflict = query.conflict()
                .flatMap(id -> tenant.conflicts.values().stream()
                        .filter(record -> record.id().equals(id))
                        .findFirst());
        Set<ProfileId> asked = new TreeSet<>(query.profiles());
        merge.ifPresent(record -> asked.addAll(List.of(record.a(), record.b())));
        conflict.ifPresent(record -> asked.addAll(List.of(record.returned(), record.refused())));
        Map<ProfileId, ProfileId> roots = new HashMap<>();
        for (ProfileId id : asked) {
            ProfileRow row = tenant.profiles.get(id);
            if (row != null) {
                roots.put(id, row.root);
            }
        }
        Map<ProfileId, Component> components = new HashMap<>();
        for (ProfileId root : new TreeSet<>(roots.values())) {
            components.put(root, component(tenant.profile(root)));
        }
        List<StoredConflict> conflicts = tenant.conflicts.values().stream()
                .map(this::stored)
                .filter(stored ->
                        components.containsKey(stored.returnedRoot()) && components.containsKey(stored.refusedRoot()))
                .toList();
        return new StewardSnapshot(roots, components, merge, conflict.map(this::stored), conflicts);
    }

    private StoredConflict stored(ConflictRecord record) {
        return new StoredConflict(
                record,
                tenant.profile(record.returned()).root,
                tenant.profile(record.refused()).root,
                tenant.decidedBy.get(record.id()));
    }

    private Component component(ProfileRow root) {
        SortedMap<ProfileId, ComponentOwner> owners = new TreeMap<>();
        List<ApartPair> pairs = new ArrayList<>();
        for (ProfileRow member : tenant.members(root)) {
            if (query.whole()) {
                boolean known = member.keys.counts().keySet().stream().anyMatch(query.persistent()::contains);
                owners.put(member.id, new ComponentOwner(member.createdAt, known));
            }
            for (ProfileId other : member.apart()) {
                KeptApart pair = Objects.requireNonNull(tenant.neverLinks.get(ProfilePair.of(member.id, other)));
                pairs.add(new ApartPair(pair, tenant.profile(pair.a()).root, tenant.profile(pair.b()).root));
            }
        }
        RootState state =
                new RootState(root.createdAt, root.known, root.version, counts(root), root.guarded, root.locked);
        List<MergeRecord> merges = query.whole() ? merges(tenant, root).toList() : List.of();
        return new Component(root.id, state, owners, merges, pairs);
    }

    private Map<IdentifierType, Integer> counts(ProfileRow root) {
        Map<IdentifierType, Integer> counts = new HashMap<>();
        for (ProfileRow member : tenant.members(root)) {
            member.keys.counts().forEach((type, count) -> {
                Integer bound = query.counted().get(type);
                if (bound != null) {
                    counts.merge(type, count, (a, b) -> Math.min(bound, a + b));
                }
            });
        }
        return counts;
    }
}
