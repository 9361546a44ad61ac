package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A large snapshot that plans are folded into one after the other, each at the cost of what it touches. For every
 * observation of the batch it gives the part that a load for it alone would have given. Not thread-safe.
 */
public final class SnapshotFold {
    private final QueryWriter queries;
    private final Map<IdentifierKey, LinkState> links;
    private final Map<ProfileId, OwnerState> owners;
    private final Map<ProfileId, RootState> roots;
    private final Map<IdentifierKey, List<EvidenceState>> evidence;
    private final Map<IdentifierKey, List<HeldInterval>> intervals;
    private final Set<ProfilePair> apart;
    private final Set<IdentifierKey> refused;
    private final Map<ProfileId, Set<ProfileId>> ownersOfRoot = new HashMap<>();
    private final Map<ProfileId, Map<ProfilePair, ConflictState>> conflicts = new HashMap<>();
    private final Map<ProfileId, Map<TraitRef, Trait>> traits = new HashMap<>();
    private final Map<ProfileId, Set<TouchRef>> touches = new HashMap<>();

    /**
     * A fold that begins with a snapshot.
     *
     * @param start what the store knows of the whole batch
     * @param policy the rules
     */
    public SnapshotFold(IdentitySnapshot start, IdentityPolicy policy) {
        queries = new QueryWriter(policy);
        links = new HashMap<>(start.links());
        owners = new HashMap<>();
        roots = new HashMap<>(start.roots());
        evidence = new HashMap<>(start.evidence());
        intervals = new HashMap<>();
        start.intervals().forEach((key, list) -> intervals.put(key, new ArrayList<>(list)));
        apart = new HashSet<>(start.apart());
        refused = new HashSet<>(start.refused());
        start.owners().forEach(this::putOwner);
        start.conflicts().forEach(this::putConflict);
        start.traits().forEach((ref, trait) -> putTrait(ref, trait));
        start.touches().forEach(this::putTouch);
    }

    /**
     * What a load for one observation of the batch would give now.
     *
     * @param observation the observation
     * @return its part of the snapshot
     */
    public IdentitySnapshot part(Observation observation) {
        IdentitySnapshot.Builder part = IdentitySnapshot.builder();
        Set<ProfileId> reached = new HashSet<>();
        Set<ProfileId> formerOwners = new HashSet<>();
        for (ObservedIdentifier identifier : observation.identifiers()) {
            LinkState link = links.get(identifier.key());
            if (link != null) {
                part.link(identifier.key(), link);
                if (link.owner() != null) {
                    reached.add(link.owner());
                }
            }
            if (refused.contains(identifier.key())) {
                part.refused(identifier.key());
            }
            for (HeldInterval interval : intervals.getOrDefault(identifier.key(), List.of())) {
                part.interval(interval);
                formerOwners.add(interval.owner());
            }
        }
        for (ObservedIdentifier identifier : observation.evidence()) {
            for (EvidenceState state : evidence.getOrDefault(identifier.key(), List.of())) {
                part.evidence(state);
                reached.add(state.owner());
            }
        }
        addPersons(part, reached);
        formerOwners.addAll(reached);
        for (ProfileId owner : formerOwners) {
            traits.getOrDefault(owner, Map.of()).forEach(part::trait);
            touches.getOrDefault(owner, Set.of()).forEach(part::touch);
        }
        return part.build();
    }

    /**
     * Goes on to the moment after a plan.
     *
     * @param observation the observation
     * @param part the part that the plan was made on
     * @param plan the plan
     */
    public void apply(Observation observation, IdentitySnapshot part, ResolutionPlan plan) {
        Changes changes = plan.changes();
        IdentitySnapshot after = new SnapshotAfter(
                        part,
                        changes,
                        Map.<ProfileId, Instant>of(),
                        queries.counted(observation),
                        QueryWriter.earliestFact(observation))
                .applyKeepingAll();
        changes.absorbed().forEach(this::absorb);
        changes.links().forEach(link -> links.put(link.key(), link.after()));
        changes.closed()
                .forEach(interval -> intervals
                        .computeIfAbsent(interval.key(), key -> new ArrayList<>())
                        .add(interval));
        after.owners().forEach(this::putOwner);
        roots.putAll(after.roots());
        evidence.putAll(after.evidence());
        apart.addAll(after.apart());
        after.conflicts().forEach(this::putConflict);
        after.traits().forEach(this::putTrait);
        after.touches().forEach(this::putTouch);
    }

    private void addPersons(IdentitySnapshot.Builder part, Set<ProfileId> reached) {
        Set<ProfileId> reachedRoots = new HashSet<>();
        for (ProfileId owner : reached) {
            OwnerState state = owners.get(owner);
            if (state == null) {
                throw new IllegalStateException("an owner without a state");
            }
            part.owner(owner, state);
            reachedRoots.add(state.root());
            conflicts.getOrDefault(owner, Map.of()).forEach((pair, conflict) -> {
                if (reached.contains(pair.high())) {
                    part.conflict(pair, conflict);
                }
            });
        }
        for (ProfileId root : reachedRoots) {
            RootState state = roots.get(root);
            if (state != null) {
                part.root(root, state);
            }
        }
        for (ProfilePair pair : apart) {
            if (reachedRoots.contains(pair.low()) && reachedRoots.contains(pair.high())) {
                part.apart(pair);
            }
        }
    }

    private void absorb(ProfileId gone, ProfileId root) {
        roots.remove(gone);
        for (ProfileId owner : ownersOfRoot.getOrDefault(gone, Set.of()).toArray(ProfileId[]::new)) {
            OwnerState state = owners.get(owner);
            if (state != null) {
                putOwner(owner, new OwnerState(root, state.createdAt()));
            }
        }
        if (!apart.isEmpty()) {
            Set<ProfilePair> moved = new HashSet<>();
            for (ProfilePair pair : apart) {
                moved.add(ProfilePair.of(
                        pair.low().equals(gone) ? root : pair.low(), pair.high().equals(gone) ? root : pair.high()));
            }
            apart.clear();
            apart.addAll(moved);
        }
    }

    private void putOwner(ProfileId owner, OwnerState state) {
        OwnerState before = owners.put(owner, state);
        if (before != null) {
            ownersOfRoot.getOrDefault(before.root(), new HashSet<>()).remove(owner);
        }
        ownersOfRoot.computeIfAbsent(state.root(), root -> new HashSet<>()).add(owner);
    }

    private void putConflict(ProfilePair pair, ConflictState state) {
        conflicts.computeIfAbsent(pair.low(), owner -> new HashMap<>()).put(pair, state);
    }

    private void putTrait(TraitRef ref, Trait trait) {
        traits.computeIfAbsent(ref.owner(), owner -> new HashMap<>()).put(ref, trait);
    }

    private void putTouch(TouchRef ref) {
        touches.computeIfAbsent(ref.owner(), owner -> new HashSet<>()).add(ref);
    }
}
