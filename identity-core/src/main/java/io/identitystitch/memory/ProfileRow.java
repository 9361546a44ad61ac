package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.TraitRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A profile and the facts that it owns. Guarded by the lock of its tenant. */
final class ProfileRow {
    final ProfileId id;
    final Instant createdAt;

    /** The identifiers that it owns. */
    final Set<IdentifierKey> keys = new HashSet<>();

    /** How many of them are of each type, so that a limit is checked without counting. */
    final Map<IdentifierType, Integer> counts = new HashMap<>();

    final Map<TraitRef, NewTrait> traits = new HashMap<>();
    final Map<String, TouchRow> touches = new LinkedHashMap<>();
    final Map<IdentifierKey, EvidenceState> evidence = new HashMap<>();

    /** The owners that it is never linked with. */
    final Set<ProfileId> apart = new HashSet<>();

    /** The merges of which it is one of the two, those undone included. */
    final List<MergeId> merges = new ArrayList<>();

    /** The profiles that it answers for, itself included; empty once it was absorbed. */
    final TreeSet<ProfileId> members = new TreeSet<>();

    ProfileId root;

    @Nullable
    Instant mergedAt;

    boolean known;
    boolean guarded;
    boolean locked;
    long version;

    ProfileRow(ProfileId id, Instant createdAt, boolean known) {
        this.id = id;
        this.createdAt = createdAt;
        this.known = known;
        root = id;
        members.add(id);
    }

    boolean isRoot() {
        return root.equals(id);
    }

    void gain(IdentifierKey key) {
        if (keys.add(key)) {
            counts.merge(key.type(), 1, Integer::sum);
        }
    }

    void lose(IdentifierKey key) {
        if (keys.remove(key)) {
            counts.computeIfPresent(key.type(), (type, count) -> count == 1 ? null : count - 1);
        }
    }
}
