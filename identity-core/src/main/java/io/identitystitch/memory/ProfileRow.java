package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.TraitRef;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A profile and the facts that it owns. Most have none of most kinds, and no collection for them. Guarded by the lock of its tenant.
 */
final class ProfileRow {
    final ProfileId id;
    final Instant createdAt;

    final OwnKeys keys = new OwnKeys();

    private Map<TraitRef, NewTrait> traits = Collections.emptyMap();
    private Map<String, TouchRow> touches = Collections.emptyMap();
    private Map<IdentifierKey, EvidenceState> evidence = Collections.emptyMap();
    private Set<ProfileId> apart = Collections.emptySet();
    private List<MergeId> merges = Collections.emptyList();
    private Set<ProfileId> members;

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
        members = Collections.singleton(id);
    }

    boolean isRoot() {
        return root.equals(id);
    }

    /** To look at and to remove from; an empty one cannot be added to. */
    Map<TraitRef, NewTrait> traits() {
        return traits;
    }

    Map<TraitRef, NewTrait> addToTraits() {
        if (traits.isEmpty()) {
            traits = new HashMap<>();
        }
        return traits;
    }

    Map<String, TouchRow> touches() {
        return touches;
    }

    Map<String, TouchRow> addToTouches() {
        if (touches.isEmpty()) {
            touches = new LinkedHashMap<>();
        }
        return touches;
    }

    Map<IdentifierKey, EvidenceState> evidence() {
        return evidence;
    }

    Map<IdentifierKey, EvidenceState> addToEvidence() {
        if (evidence.isEmpty()) {
            evidence = new HashMap<>();
        }
        return evidence;
    }

    /** The owners that it is never linked with. */
    Set<ProfileId> apart() {
        return apart;
    }

    Set<ProfileId> addToApart() {
        if (apart.isEmpty()) {
            apart = new HashSet<>();
        }
        return apart;
    }

    /** The merges of which it is one of the two, those undone included. */
    List<MergeId> merges() {
        return merges;
    }

    List<MergeId> addToMerges() {
        if (merges.isEmpty()) {
            merges = new ArrayList<>();
        }
        return merges;
    }

    /** The profiles that it answers for in ascending order, itself included; empty once it was absorbed. */
    Set<ProfileId> members() {
        return members;
    }

    void gainMembers(Collection<ProfileId> more) {
        changedMembers().addAll(more);
    }

    void loseMembers(Collection<ProfileId> fewer) {
        changedMembers().removeAll(fewer);
    }

    private Set<ProfileId> changedMembers() {
        if (!(members instanceof TreeSet)) {
            members = new TreeSet<>(members);
        }
        return members;
    }
}
