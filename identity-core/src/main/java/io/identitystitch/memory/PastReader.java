package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.PastIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.spi.PastOwners;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Profiles as they were at a moment. */
final class PastReader {
    private final Tenant tenant;
    private final Instant at;

    PastReader(Tenant tenant, Instant at) {
        this.tenant = tenant;
        this.at = at;
    }

    Optional<ProfileId> holder(IdentifierKey key) {
        return held(key).map(PastIdentifier::ownerId).findFirst();
    }

    PastOwners read(Collection<ProfileId> asked, int most) {
        List<ProfileRow> rows = asked.stream()
                .distinct()
                .sorted()
                .map(tenant.profiles::get)
                .filter(Objects::nonNull)
                .filter(row -> !row.createdAt.isAfter(at))
                .toList();
        List<ProfileId> owners = rows.stream().map(row -> row.id).toList();
        List<MergeRecord> merges = rows.stream()
                .flatMap(row -> row.merges().stream())
                .distinct()
                .map(id -> Objects.requireNonNull(tenant.edges.get(id)))
                .filter(merge -> merge.heldAt(at))
                .toList();
        List<PastIdentifier> identifiers =
                identifiers(Set.copyOf(owners)).sorted().limit(most).toList();
        return new PastOwners(owners, merges, identifiers);
    }

    private Stream<PastIdentifier> identifiers(Set<ProfileId> owners) {
        Set<IdentifierKey> keys = new HashSet<>();
        owners.forEach(owner -> keys.addAll(tenant.profile(owner).keys));
        tenant.closed.forEach((key, intervals) -> {
            if (intervals.keySet().stream().anyMatch(interval -> owners.contains(interval.owner()))) {
                keys.add(key);
            }
        });
        return keys.stream().flatMap(this::held).filter(held -> owners.contains(held.ownerId()));
    }

    /** Who had an identifier, at most once each. */
    private Stream<PastIdentifier> held(IdentifierKey key) {
        LinkRow row = tenant.links.get(key);
        Optional<String> value = Optional.ofNullable(row).map(LinkRow::value);
        if (row != null && row.state().owner() != null && !row.linkedAt().isAfter(at)) {
            return Stream.of(new PastIdentifier(key, value, row.owner(), row.linkedAt()));
        }
        return tenant.closed.getOrDefault(key, Map.of()).values().stream()
                .filter(closed -> closed.covers(at))
                .map(closed -> new PastIdentifier(key, value, closed.interval().owner(), closed.linkedAt()));
    }
}
