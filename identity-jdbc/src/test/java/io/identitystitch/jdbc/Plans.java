package io.identitystitch.jdbc;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.NewConflict;
import io.identitystitch.plan.NewProfile;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootExpectation;
import io.identitystitch.policy.IdentifierHasher;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Plans made by hand. */
final class Plans {
    static final Instant WHEN = Instant.parse("2026-03-01T12:00:00.123456Z");

    private Plans() {}

    static ProfileId newId() {
        return ProfileId.of(UUID.randomUUID());
    }

    static IdentifierKey key(TenantId tenant, Identifier identifier) {
        return new IdentifierKey(
                identifier.type(), IdentifierHasher.sha256().hash(tenant, identifier.type(), identifier.value()));
    }

    static LinkState held(ProfileId owner) {
        return new LinkState(owner, WHEN, null, false, LinkSource.IDENTIFY, WHEN, WHEN, null, false, 1);
    }

    /** A known person with identifiers, under the expectation that nobody has them. */
    static ResolutionPlan newPerson(TenantId tenant, ProfileId id, Identifier... identifiers) {
        TreeMap<IdentifierKey, KeyExpectation> expected = new TreeMap<>();
        List<LinkChange> links = new java.util.ArrayList<>();
        for (Identifier identifier : identifiers) {
            IdentifierKey key = key(tenant, identifier);
            expected.put(key, KeyExpectation.UNLINKED);
            links.add(new LinkChange(key, identifier, null, held(id), null, true, Map.of("ip", "192.0.2.7")));
        }
        Changes changes = changes(List.of(new NewProfile(id, true, null)), links, List.of(), Map.of(), List.of());
        return new ResolutionPlan(tenant, new TreeMap<>(), expected, changes);
    }

    static ResolutionPlan newPerson(TenantId tenant, Identifier... identifiers) {
        return newPerson(tenant, newId(), identifiers);
    }

    static ResolutionPlan merge(TenantId tenant, ProfileId survivor, ProfileId absorbed) {
        TreeMap<ProfileId, RootExpectation> roots = new TreeMap<>();
        for (ProfileId root : List.of(survivor, absorbed)) {
            roots.put(root, new RootExpectation(RootExpectation.Lock.EXCLUSIVE, RootExpectation.ANY_VERSION));
        }
        Edge edge = new Edge(
                new io.identitystitch.model.MergeId(UUID.randomUUID()),
                survivor,
                absorbed,
                null,
                null,
                LinkSource.MANUAL,
                WHEN);
        return new ResolutionPlan(
                tenant,
                roots,
                new TreeMap<>(),
                changes(List.of(), List.of(), List.of(edge), Map.of(absorbed, survivor), List.of()));
    }

    static ResolutionPlan conflicts(TenantId tenant, List<NewConflict> conflicts) {
        return new ResolutionPlan(
                tenant,
                new TreeMap<>(),
                new TreeMap<>(),
                changes(List.of(), List.of(), List.of(), Map.of(), conflicts));
    }

    private static Changes changes(
            List<NewProfile> profiles,
            List<LinkChange> links,
            List<Edge> edges,
            Map<ProfileId, ProfileId> absorbed,
            List<NewConflict> conflicts) {
        return new Changes(
                profiles,
                links,
                List.of(),
                edges,
                new TreeMap<>(absorbed),
                new TreeMap<>(),
                conflicts,
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }
}
