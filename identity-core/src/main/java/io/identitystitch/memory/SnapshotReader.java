package io.identitystitch.memory;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.ConflictState;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.OwnerState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.RootState;
import io.identitystitch.plan.TouchRef;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Answers one load. */
final class SnapshotReader {
    private final Tenant tenant;
    private final LoadQuery query;
    private final InstantSource clock;
    private final IdentitySnapshot.Builder snapshot = IdentitySnapshot.builder();
    private final Set<ProfileId> owners = new TreeSet<>();
    private final Set<ProfileId> factOwners = new HashSet<>();
    private final Map<IdentifierKey, Set<ProfileId>> ownersOf = new HashMap<>();

    SnapshotReader(Tenant tenant, LoadQuery query, InstantSource clock) {
        this.tenant = tenant;
        this.query = query;
        this.clock = clock;
    }

    IdentitySnapshot read() {
        query.keys().forEach(this::readLink);
        query.evidence().forEach(this::readEvidence);
        query.intervalsSince()
                .ifPresent(since -> query.keys()
                        .forEach(key -> tenant.closed.getOrDefault(key, Map.of()).keySet().stream()
                                .filter(interval -> interval.until().isAfter(since))
                                .forEach(this::readInterval)));
        boolean lean = isLean();
        for (ProfileId owner : owners) {
            ProfileRow row = tenant.profile(owner);
            snapshot.owner(owner, new OwnerState(row.root, lean ? null : row.createdAt));
        }
        if (!lean) {
            readRoots();
            readConflicts();
        }
        factOwners.addAll(owners);
        factOwners.forEach(this::readTraits);
        query.touches().forEach(this::readTouch);
        if (!query.marks().isEmpty()) {
            query.marksToLookUp(snapshot.build()).forEach(this::readMark);
        }
        return snapshot.build();
    }

    private void readMark(IdentifierKey key, Digest mark) {
        Instant until = tenant.refused.get(mark);
        if (until != null && until.isAfter(clock.instant())) {
            snapshot.refused(key);
        }
    }

    private void readLink(IdentifierKey key) {
        LinkRow row = tenant.links.get(key);
        if (row != null) {
            snapshot.link(key, row.state());
            ProfileId owner = row.state().owner();
            if (owner != null) {
                owners.add(owner);
                own(key, owner);
            }
        }
    }

    private void readEvidence(IdentifierKey key) {
        for (ProfileId owner : tenant.evidence.getOrDefault(key, Set.of())) {
            EvidenceState state = tenant.profile(owner).evidence().get(key);
            if (state != null && state.isLive(query.now())) {
                snapshot.evidence(state);
                owners.add(owner);
                own(key, owner);
            }
        }
    }

    private void readInterval(HeldInterval interval) {
        snapshot.interval(interval);
        factOwners.add(interval.owner());
        own(interval.key(), interval.owner());
    }

    private void own(IdentifierKey key, ProfileId owner) {
        if (!query.touches().isEmpty()) {
            ownersOf.computeIfAbsent(key, any -> new HashSet<>()).add(owner);
        }
    }

    private boolean isLean() {
        if (query.isOfLinksOnly()) {
            return true;
        }
        if (query.complete() || owners.isEmpty()) {
            return false;
        }
        for (IdentifierKey key : query.keys()) {
            LinkRow row = tenant.links.get(key);
            LinkState state = row == null ? null : row.state();
            if (state == null || state.owner() == null || state.isExpired(query.now())) {
                return false;
            }
        }
        return owners.stream()
                        .map(owner -> tenant.profile(owner).root)
                        .distinct()
                        .count()
                == 1;
    }

    private void readRoots() {
        Set<ProfileId> roots = new TreeSet<>();
        owners.forEach(owner -> roots.add(tenant.profile(owner).root));
        for (ProfileId id : roots) {
            ProfileRow root = tenant.profile(id);
            snapshot.root(
                    id,
                    new RootState(root.createdAt, root.known, root.version, counts(root), root.guarded, root.locked));
            for (ProfileId other : tenant.apartFrom(root)) {
                if (roots.contains(other)) {
                    snapshot.apart(ProfilePair.of(id, other));
                }
            }
        }
    }

    private Map<IdentifierType, Integer> counts(ProfileRow root) {
        Map<IdentifierType, Integer> counts = new HashMap<>();
        query.counted().forEach((type, bound) -> {
            int count = 0;
            for (ProfileId member : root.members()) {
                count += tenant.profile(member).keys.count(type);
                if (count >= bound) {
                    break;
                }
            }
            if (count > 0) {
                counts.put(type, Math.min(count, bound));
            }
        });
        return counts;
    }

    private void readConflicts() {
        List<ProfileId> reached = List.copyOf(owners);
        for (int i = 0; i < reached.size(); i++) {
            for (int j = i + 1; j < reached.size(); j++) {
                ProfilePair pair = ProfilePair.of(reached.get(i), reached.get(j));
                ConflictRecord record = tenant.conflicts.get(pair);
                if (record != null) {
                    snapshot.conflict(
                            pair, new ConflictState(record.id(), record.reason(), record.type(), record.status()));
                }
            }
        }
    }

    private void readTouch(String eventId, Set<IdentifierKey> keys) {
        for (IdentifierKey key : keys) {
            for (ProfileId owner : ownersOf.getOrDefault(key, Set.of())) {
                if (tenant.profile(owner).touches().containsKey(eventId)) {
                    snapshot.touch(new TouchRef(owner, eventId));
                }
            }
        }
    }

    private void readTraits(ProfileId owner) {
        ProfileRow row = tenant.profile(owner);
        if (!query.traitNames().isEmpty()) {
            row.traits().forEach((ref, trait) -> {
                if (query.traitNames().contains(ref.name())) {
                    snapshot.trait(ref, trait.trait());
                }
            });
        }
    }
}
