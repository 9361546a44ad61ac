package io.identitystitch.plan;

import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a snapshot becomes through a plan: the law that every store is held to. */
final class SnapshotAfter {
    private final IdentitySnapshot.Builder builder;
    private final Changes changes;
    private final Map<ProfileId, Instant> createdAt;
    private final Map<IdentifierType, Integer> counted;
    private final Optional<Instant> intervalsSince;
    private final Map<ProfileId, ProfileId> ownerRoots = new HashMap<>();

    /** Counts and intervals are those that a load with these bounds would bring. */
    SnapshotAfter(
            IdentitySnapshot before,
            Changes changes,
            Map<ProfileId, Instant> createdAt,
            Map<IdentifierType, Integer> counted,
            Optional<Instant> intervalsSince) {
        if (!changes.stewardship().isEmpty()) {
            throw new IllegalArgumentException("what a steward changes cannot be told from a snapshot of identifiers");
        }
        this.builder = before.toBuilder();
        this.changes = changes;
        this.createdAt = createdAt;
        this.counted = counted;
        this.intervalsSince = intervalsSince;
        before.owners().forEach((owner, state) -> ownerRoots.put(owner, state.root()));
    }

    /** What a load for the same query gives then. */
    IdentitySnapshot apply() {
        change();
        dropUnreached();
        return builder.build();
    }

    /** The same with the owners and roots that such a load would not reach any more, for what else they have. */
    IdentitySnapshot applyKeepingAll() {
        change();
        return builder.build();
    }

    private void change() {
        changes.profiles().forEach(this::create);
        changes.absorbed().forEach(this::absorb);
        for (LinkChange link : changes.links()) {
            recount(link);
            builder.links.put(link.key(), link.after());
            if (link.after().owner() != null) {
                builder.refused.remove(link.key());
            }
        }
        changes.roots().forEach(this::changeRoot);
        for (NeverLink pair : changes.neverLinks()) {
            builder.apart(ProfilePair.of(
                    rootOf(pair.owners().low()), rootOf(pair.owners().high())));
        }
        for (NewConflict conflict : changes.conflicts()) {
            builder.conflict(
                    ProfilePair.of(conflict.returned(), conflict.refused()),
                    new ConflictState(conflict.id(), conflict.reason(), conflict.type(), ConflictStatus.OPEN));
        }
        changes.closed().forEach(this::close);
        changes.evidence().forEach(this::putEvidence);
        changes.touches().forEach(touch -> builder.touch(touch.ref()));
        changes.traits().forEach(trait -> builder.trait(trait.ref(), trait.trait()));
        builder.intervals.values().forEach(list -> list.sort((a, b) -> a.from().compareTo(b.from())));
    }

    private void create(NewProfile profile) {
        Instant stamp = profile.createdAt() != null ? profile.createdAt() : createdAt.get(profile.id());
        builder.owner(profile.id(), new OwnerState(profile.id(), stamp));
        builder.root(profile.id(), new RootState(stamp, profile.known(), 0, Map.of(), false));
        ownerRoots.put(profile.id(), profile.id());
    }

    /** The survivor of a chain within one plan may itself be new or already merged into, so sums are taken one by one. */
    private void absorb(ProfileId absorbed, ProfileId survivor) {
        RootState gone = builder.roots.remove(absorbed);
        RootState stays = builder.roots.get(survivor);
        if (gone != null && stays != null) {
            Map<IdentifierType, Integer> counts = new HashMap<>(stays.counts());
            gone.counts().forEach((type, count) -> counts.merge(type, count, (a, b) -> bounded(type, a + b)));
            builder.root(
                    survivor,
                    new RootState(
                            stays.createdAt(),
                            stays.known() || gone.known(),
                            stays.version(),
                            counts,
                            stays.guarded() || gone.guarded()));
        }
        ownerRoots.replaceAll((owner, root) -> root.equals(absorbed) ? survivor : root);
        builder.owners.replaceAll(
                (owner, state) -> state.root().equals(absorbed) ? new OwnerState(survivor, state.createdAt()) : state);
        Set<ProfilePair> apart = new HashSet<>();
        for (ProfilePair pair : builder.apart) {
            ProfileId low = pair.low().equals(absorbed) ? survivor : pair.low();
            ProfileId high = pair.high().equals(absorbed) ? survivor : pair.high();
            apart.add(ProfilePair.of(low, high));
        }
        builder.apart.clear();
        builder.apart.addAll(apart);
    }

    private void recount(LinkChange link) {
        if (link.isRenewal()) {
            return;
        }
        LinkState before = link.before();
        if (before != null && before.owner() != null) {
            count(before.owner(), link.key().type(), -1);
        }
        if (link.after().owner() != null) {
            count(link.after().owner(), link.key().type(), 1);
        }
    }

    private void count(ProfileId owner, IdentifierType type, int difference) {
        ProfileId root = rootOf(owner);
        RootState state = builder.roots.get(root);
        if (state == null) {
            return;
        }
        Map<IdentifierType, Integer> counts = new HashMap<>(state.counts());
        int count = bounded(type, state.count(type) + difference);
        if (count == 0) {
            counts.remove(type);
        } else {
            counts.put(type, count);
        }
        builder.root(root, new RootState(state.createdAt(), state.known(), state.version(), counts, state.guarded()));
    }

    private void changeRoot(ProfileId root, RootChange change) {
        RootState state = builder.roots.get(root);
        if (state != null) {
            long version = state.version() + (change.bump() ? 1 : 0);
            builder.root(
                    root, new RootState(state.createdAt(), change.known(), version, state.counts(), change.guarded()));
        }
    }

    private void close(HeldInterval interval) {
        if (intervalsSince.isPresent() && interval.until().isAfter(intervalsSince.get())) {
            builder.interval(interval);
        }
    }

    private void putEvidence(EvidenceChange change) {
        List<EvidenceState> states =
                builder.evidence.computeIfAbsent(change.after().key(), key -> new ArrayList<>());
        states.removeIf(state -> state.owner().equals(change.after().owner()));
        states.add(change.after());
    }

    /** A later load starts from the identifiers again, so it does not see an owner that has none of them any more. */
    private void dropUnreached() {
        Set<ProfileId> owners = new HashSet<>();
        builder.links.values().forEach(link -> addNonNull(owners, link.owner()));
        builder.evidence.values().forEach(states -> states.forEach(state -> owners.add(state.owner())));
        builder.owners.keySet().retainAll(owners);
        Set<ProfileId> roots = new HashSet<>();
        builder.owners.values().forEach(state -> roots.add(state.root()));
        builder.roots.keySet().retainAll(roots);
        builder.apart.removeIf(pair -> !roots.contains(pair.low()) || !roots.contains(pair.high()));
        builder.conflicts.keySet().removeIf(pair -> !owners.contains(pair.low()) || !owners.contains(pair.high()));
        Set<ProfileId> factOwners = new HashSet<>(owners);
        builder.intervals.values().forEach(list -> list.forEach(interval -> factOwners.add(interval.owner())));
        builder.traits.keySet().removeIf(ref -> !factOwners.contains(ref.owner()));
        builder.touches.removeIf(ref -> !factOwners.contains(ref.owner()));
    }

    private static void addNonNull(Set<ProfileId> owners, @Nullable ProfileId owner) {
        if (owner != null) {
            owners.add(owner);
        }
    }

    private ProfileId rootOf(ProfileId owner) {
        return ownerRoots.getOrDefault(owner, owner);
    }

    private int bounded(IdentifierType type, int count) {
        return Math.min(count, counted.getOrDefault(type, Integer.MAX_VALUE));
    }
}
