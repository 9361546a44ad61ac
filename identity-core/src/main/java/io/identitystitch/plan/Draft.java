package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A plan in the making. Not thread-safe; lives for one planning. */
final class Draft {
    final List<NewProfile> profiles = new ArrayList<>();
    final Map<IdentifierKey, LinkChange> links = new TreeMap<>();
    final List<HeldInterval> closed = new ArrayList<>();
    final List<Edge> edges = new ArrayList<>();
    final Map<ProfileId, ProfileId> absorbed = new TreeMap<>();
    final List<NewConflict> conflicts = new ArrayList<>();
    final List<NewTouch> touches = new ArrayList<>();
    final List<NewSignal> signals = new ArrayList<>();
    final List<NewTrait> traits = new ArrayList<>();
    final List<EvidenceChange> evidence = new ArrayList<>();

    final List<IgnoredIdentifier> ignored = new ArrayList<>();
    final List<IdentifierKey> handedOver = new ArrayList<>();
    final List<Refusal> refusals = new ArrayList<>();

    /** Whether existing profiles became one. */
    boolean merged;

    /** Whether something was decided that another call could have made wrong meanwhile. */
    boolean needsLocks;

    /** Whether that something lies with the survivor of merges, so that others must not merge into it meanwhile. */
    boolean needsSurvivor;

    /** Whether a decision that another call made on this person meanwhile has to be made anew. */
    boolean outdatesOthers;

    void ignore(ObservedIdentifier key, IgnoreReason reason) {
        ignored.add(IgnoredIdentifier.of(key.key(), reason));
    }

    void ignoreAll(List<ObservedIdentifier> keys, IgnoreReason reason) {
        keys.forEach(key -> ignore(key, reason));
    }

    List<MergeId> mergeIds() {
        return edges.stream().map(Edge::id).toList();
    }
}
