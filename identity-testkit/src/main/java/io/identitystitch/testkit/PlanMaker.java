package io.identitystitch.testkit;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.Digest;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.EvidenceChange;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.HeldInterval;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.NeverLink;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.plan.NewProfile;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootChange;
import io.identitystitch.plan.RootExpectation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes plans by hand, for what no planner would ask of a store or only in a race. */
final class PlanMaker {
    private final TenantId tenant;
    private final List<NewProfile> profiles = new ArrayList<>();
    private final Map<IdentifierKey, LinkChange> links = new TreeMap<>();
    private final List<HeldInterval> closed = new ArrayList<>();
    private final List<Edge> edges = new ArrayList<>();
    private final Map<ProfileId, ProfileId> absorbed = new TreeMap<>();
    private final Map<ProfileId, RootChange> roots = new TreeMap<>();
    private final List<NewConflict> conflicts = new ArrayList<>();
    private final List<NeverLink> neverLinks = new ArrayList<>();
    private final List<NewTouch> touches = new ArrayList<>();
    private final List<NewTrait> traits = new ArrayList<>();
    private final List<EvidenceChange> evidence = new ArrayList<>();
    private final Map<ProfileId, RootExpectation> expectedRoots = new TreeMap<>();
    private final Map<IdentifierKey, KeyExpectation> expectedKeys = new TreeMap<>();

    PlanMaker(TenantId tenant) {
        this.tenant = tenant;
    }

    static ProfileId profileId(long number) {
        return new ProfileId(uuid(number));
    }

    static UUID uuid(long number) {
        return SequentialIds.startingAt(number).get();
    }

    static IdentifierKey key(Identifier identifier) {
        return new IdentifierKey(
                identifier.type(), Digest.sha256(identifier.value().getBytes(StandardCharsets.UTF_8)));
    }

    static LinkState state(@Nullable ProfileId owner, Instant at) {
        return new LinkState(owner, at, null, false, LinkSource.IDENTIFY, at, at, null, false, 1);
    }

    PlanMaker profile(ProfileId id, boolean known) {
        profiles.add(new NewProfile(id, known, null));
        return this;
    }

    PlanMaker profile(ProfileId id, boolean known, Instant createdAt) {
        profiles.add(new NewProfile(id, known, createdAt));
        return this;
    }

    PlanMaker link(Identifier identifier, @Nullable LinkState before, LinkState after) {
        IdentifierKey key = key(identifier);
        links.put(
                key,
                new LinkChange(
                        key,
                        identifier,
                        before,
                        after,
                        null,
                        identifier.type().equals(IdentifierType.EMAIL),
                        Map.of()));
        return this;
    }

    PlanMaker close(Identifier identifier, ProfileId owner, Instant from, Instant until) {
        closed.add(new HeldInterval(key(identifier), owner, from, until));
        return this;
    }

    /** Absorbs one root into another, with the edge that says why. */
    PlanMaker merge(ProfileId gone, ProfileId survivor, MergeId id) {
        edges.add(new Edge(id, survivor, gone, null, null, LinkSource.IDENTIFY, Step.BEGIN));
        absorbed.put(gone, survivor);
        return this;
    }

    PlanMaker changeRoot(ProfileId root, boolean known, boolean guarded, boolean bump) {
        roots.put(root, new RootChange(known, guarded, bump));
        return this;
    }

    PlanMaker conflict(ProfileId returned, ProfileId refused, ConflictId id) {
        conflicts.add(new NewConflict(
                id, returned, refused, ConflictReason.EXCLUSIVE, IdentifierType.USER_ID, null, Step.BEGIN));
        return this;
    }

    PlanMaker neverLink(ProfileId a, ProfileId b) {
        neverLinks.add(NeverLink.of(a, b, "two people at one address", "steward"));
        return this;
    }

    PlanMaker touch(ProfileId owner, Touch touch) {
        touches.add(new NewTouch(owner, touch, List.of()));
        return this;
    }

    PlanMaker trait(ProfileId owner, Trait trait, @Nullable Trait replaces) {
        traits.add(new NewTrait(owner, trait, replaces, List.of()));
        return this;
    }

    PlanMaker evidence(@Nullable EvidenceState before, EvidenceState after) {
        evidence.add(new EvidenceChange(before, after));
        return this;
    }

    PlanMaker expectRoot(ProfileId root, long version) {
        expectedRoots.put(root, new RootExpectation(RootExpectation.Lock.EXCLUSIVE, version));
        return this;
    }

    PlanMaker expectRootShared(ProfileId root) {
        expectedRoots.put(root, new RootExpectation(RootExpectation.Lock.SHARED, RootExpectation.ANY_VERSION));
        return this;
    }

    PlanMaker expectKey(Identifier identifier, KeyExpectation expectation) {
        expectedKeys.put(key(identifier), expectation);
        return this;
    }

    ResolutionPlan make() {
        List<LinkChange> ordered = links.values().stream()
                .sorted(Comparator.comparing(LinkChange::key))
                .toList();
        Changes changes = new Changes(
                profiles,
                ordered,
                closed,
                edges,
                new TreeMap<>(absorbed),
                new TreeMap<>(roots),
                conflicts,
                neverLinks,
                touches,
                traits,
                evidence);
        return new ResolutionPlan(tenant, new TreeMap<>(expectedRoots), new TreeMap<>(expectedKeys), changes);
    }
}
