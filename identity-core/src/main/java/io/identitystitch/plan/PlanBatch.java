package io.identitystitch.plan;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Folds plans, each made on the snapshot after the one before, into the one plan that leads from the first snapshot to the
 * last. Not thread-safe.
 */
public final class PlanBatch {
    private record EvidencePlace(IdentifierKey key, ProfileId owner) {}

    private final TenantId tenant;
    private final IdentitySnapshot start;
    private final Map<ProfileId, NewProfile> profiles = new LinkedHashMap<>();
    private final Map<IdentifierKey, LinkChange> links = new TreeMap<>();
    private final List<HeldInterval> closed = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<ProfileId, ProfileId> absorbed = new TreeMap<>();
    private final Map<ProfileId, RootChange> roots = new TreeMap<>();
    private final List<NewConflict> conflicts = new ArrayList<>();
    private final List<NeverLink> neverLinks = new ArrayList<>();
    private final Map<TouchRef, NewTouch> touches = new LinkedHashMap<>();
    private final Map<Digest, NewSignal> signals = new LinkedHashMap<>();
    private final Map<TraitRef, NewTrait> traits = new LinkedHashMap<>();
    private final Map<EvidencePlace, EvidenceChange> evidence = new LinkedHashMap<>();
    private final Map<ProfileId, RootExpectation> expectedRoots = new TreeMap<>();
    private final Map<IdentifierKey, KeyExpectation> expectedKeys = new TreeMap<>();

    /**
     * An empty batch.
     *
     * @param tenant the tenant
     * @param start the snapshot that the first plan is made on
     */
    public PlanBatch(TenantId tenant, IdentitySnapshot start) {
        this.tenant = tenant;
        this.start = start;
    }

    /**
     * Adds a plan.
     *
     * @param plan a plan made on the snapshot after the plans added so far
     */
    public void add(ResolutionPlan plan) {
        Changes changes = plan.changes();
        changes.profiles().forEach(profile -> profiles.put(profile.id(), profile));
        changes.links().forEach(link -> links.merge(link.key(), link, PlanBatch::chain));
        closed.addAll(changes.closed());
        edges.addAll(changes.edges());
        changes.absorbed().forEach(this::absorb);
        changes.roots().forEach(this::changeRoot);
        conflicts.addAll(changes.conflicts());
        neverLinks.addAll(changes.neverLinks());
        changes.touches().forEach(touch -> touches.putIfAbsent(touch.ref(), touch));
        changes.signals()
                .staged()
                .forEach(signal -> signals.putIfAbsent(signal.signal().contentHash(), signal));
        changes.traits().forEach(trait -> traits.merge(trait.ref(), trait, PlanBatch::chain));
        for (EvidenceChange change : changes.evidence()) {
            evidence.merge(
                    new EvidencePlace(change.after().key(), change.after().owner()),
                    change,
                    (first, next) -> new EvidenceChange(first.before(), next.after()));
        }
        plan.roots().forEach(this::expectRoot);
        plan.keys().keySet().forEach(this::expectKey);
    }

    /**
     * The plan that does it all.
     *
     * @return the folded plan
     */
    public ResolutionPlan plan() {
        Changes changes = new Changes(
                        List.copyOf(profiles.values()),
                        List.copyOf(links.values()),
                        closed,
                        edges,
                        new TreeMap<>(absorbed),
                        new TreeMap<>(roots),
                        conflicts,
                        neverLinks,
                        List.copyOf(touches.values()),
                        List.copyOf(traits.values()),
                        List.copyOf(evidence.values()))
                .with(SignalWork.ofStaged(List.copyOf(signals.values())));
        return changes.isEmpty()
                ? ResolutionPlan.nothing(tenant)
                : new ResolutionPlan(tenant, new TreeMap<>(expectedRoots), new TreeMap<>(expectedKeys), changes);
    }

    private static LinkChange chain(LinkChange first, LinkChange next) {
        boolean keepsFirst = next.isRenewal();
        return new LinkChange(
                first.key(),
                next.identifier(),
                first.before(),
                next.after(),
                keepsFirst ? first.via() : next.via(),
                next.persistent(),
                keepsFirst ? first.context() : next.context());
    }

    private static NewTrait chain(NewTrait first, NewTrait next) {
        return new NewTrait(next.owner(), next.trait(), first.replaces(), next.cameWith());
    }

    private void absorb(ProfileId gone, ProfileId root) {
        absorbed.replaceAll((profile, answer) -> answer.equals(gone) ? root : answer);
        absorbed.put(gone, root);
    }

    private void changeRoot(ProfileId root, RootChange change) {
        NewProfile created = profiles.get(root);
        if (created != null) {
            profiles.put(root, new NewProfile(root, change.known(), created.createdAt()));
            if (!change.guarded()) {
                return;
            }
        }
        roots.merge(root, change, (a, b) -> new RootChange(b.known(), b.guarded(), a.bump() || b.bump()));
    }

    private void expectRoot(ProfileId root, RootExpectation expectation) {
        RootState stored = start.roots().get(root);
        if (stored == null) {
            return;
        }
        boolean exclusive = expectation.lock() == RootExpectation.Lock.EXCLUSIVE;
        RootExpectation fromStart =
                exclusive ? new RootExpectation(RootExpectation.Lock.EXCLUSIVE, stored.version()) : expectation;
        expectedRoots.merge(root, fromStart, (a, b) -> a.lock() == RootExpectation.Lock.EXCLUSIVE ? a : b);
    }

    private void expectKey(IdentifierKey key) {
        @Nullable LinkState stored = start.link(key);
        if (stored == null) {
            expectedKeys.put(key, KeyExpectation.UNLINKED);
        } else {
            ProfileId owner = stored.owner();
            expectedKeys.put(
                    key,
                    new KeyExpectation(true, owner, owner == null ? null : start.rootOf(owner), stored.settledAt()));
        }
    }
}
