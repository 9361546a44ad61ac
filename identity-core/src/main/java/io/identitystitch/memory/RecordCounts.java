package io.identitystitch.memory;

import io.identitystitch.model.ProfileId;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** How much there is of a person. */
final class RecordCounts {
    private final Tenant tenant;
    private final Set<ProfileId> owners;
    private final List<ProfileRow> members;

    RecordCounts(Tenant tenant, ProfileRow root) {
        this.tenant = tenant;
        this.owners = root.members;
        this.members = tenant.members(root);
    }

    SortedMap<String, Long> count() {
        SortedMap<String, Long> counts = new TreeMap<>();
        counts.put("profiles", (long) owners.size());
        counts.put("identifiers", sum(member -> member.keys.size()));
        counts.put("touches", sum(member -> member.touches.size()));
        counts.put("traits", sum(member -> member.traits.size()));
        counts.put("evidence", sum(member -> member.evidence.size()));
        counts.put(
                "intervals",
                tenant.closed.values().stream()
                        .flatMap(Set::stream)
                        .filter(interval -> owners.contains(interval.owner()))
                        .count());
        counts.put(
                "merges",
                tenant.edges.values().stream()
                        .filter(merge -> isOurs(merge.a(), merge.b()))
                        .count());
        counts.put(
                "conflicts",
                tenant.conflicts.keySet().stream()
                        .filter(pair -> isOurs(pair.low(), pair.high()))
                        .count());
        counts.put(
                "kept_apart",
                tenant.neverLinks.keySet().stream()
                        .filter(pair -> isOurs(pair.low(), pair.high()))
                        .count());
        counts.put(
                "acts",
                tenant.acts.stream().filter(act -> isOurs(act.a(), act.b())).count());
        return counts;
    }

    private boolean isOurs(ProfileId a, ProfileId b) {
        return owners.contains(a) || owners.contains(b);
    }

    private long sum(ToIntFunction<ProfileRow> size) {
        return members.stream().mapToLong(size::applyAsInt).sum();
    }
}
