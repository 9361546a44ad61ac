package io.identitystitch.testkit;

import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.plan.Edge;
import io.identitystitch.plan.IdentifierPlanner;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.plan.StoredIdentifier;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.IdentityStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The plans of stewards in a history, and what is known of the merges in it. */
final class Stewarding {
    private static final StewardWords WORDS = new StewardWords("alice", "two people at one address");

    /** The merges that hold, oldest first. */
    final Map<MergeId, Edge> merges = new LinkedHashMap<>();

    /** All profiles. */
    final Set<ProfileId> profiles = new TreeSet<>();

    private final IdentityStore store;
    private final TenantId tenant;
    private final StewardPlanner planner;
    private final IdentifierPlanner identifiers;
    private final Supplier<UUID> ids;

    Stewarding(IdentityStore store, TenantId tenant, IdentityPolicy policy, Supplier<UUID> ids) {
        this.store = store;
        this.tenant = tenant;
        this.planner = new StewardPlanner(policy);
        this.identifiers = new IdentifierPlanner(policy);
        this.ids = ids;
    }

    void note(ResolutionPlan plan) {
        plan.changes().profiles().forEach(profile -> profiles.add(profile.id()));
        plan.changes().edges().forEach(edge -> merges.put(edge.id(), edge));
        plan.changes().stewardship().undone().forEach(undoing -> merges.remove(undoing.merge()));
    }

    ResolutionPlan join(Observation observation, IdentitySnapshot before) {
        List<ObservedIdentifier> keys = observation.identifiers();
        ProfileId one = keys.isEmpty() ? null : owner(keys.get(0), before);
        ProfileId other = keys.size() < 2 ? null : owner(keys.get(1), before);
        return one == null || other == null
                ? ResolutionPlan.nothing(tenant)
                : merge(one, other).plan();
    }

    StewardDecision<MergeResult> merge(ProfileId one, ProfileId other) {
        StewardSnapshot snapshot = store.reads().persons(planner.about(tenant, List.of(one, other)));
        return planner.merge(tenant, snapshot, one, other, WORDS, Step.BEGIN, ids);
    }

    ResolutionPlan reassign(@Nullable StoredIdentifier stored, @Nullable ProfileId to) {
        ProfileId holder = stored == null ? null : stored.holder();
        if (stored == null || holder == null || to == null) {
            return ResolutionPlan.nothing(tenant);
        }
        StewardSnapshot persons = store.reads().persons(identifiers.about(tenant, List.of(holder, to), 1));
        return identifiers
                .reassign(tenant, persons, stored, holder, to, WORDS, Step.BEGIN, ids)
                .plan();
    }

    ResolutionPlan split(List<StoredIdentifier> taken) {
        Set<ProfileId> holders = new TreeSet<>();
        taken.stream().map(StoredIdentifier::holder).flatMap(Stream::ofNullable).forEach(holders::add);
        StewardSnapshot persons = store.reads().persons(identifiers.about(tenant, holders, taken.size()));
        return identifiers.split(tenant, persons, taken, WORDS, Step.BEGIN, ids).plan();
    }

    ResolutionPlan undo(int number) {
        if (merges.isEmpty()) {
            return ResolutionPlan.nothing(tenant);
        }
        List<MergeId> all = new ArrayList<>(merges.keySet());
        return undo(all.get(number % all.size())).plan();
    }

    StewardDecision<UndoResult> undo(MergeId merge) {
        StewardSnapshot snapshot = store.reads().persons(planner.about(tenant, merge));
        return planner.undo(tenant, snapshot, merge, WORDS, ids).orElseThrow();
    }

    /** Everything that is stored of all persons. */
    StewardSnapshot persons() {
        return store.reads().persons(planner.aboutAll(tenant, profiles));
    }

    private static @Nullable ProfileId owner(ObservedIdentifier key, IdentitySnapshot snapshot) {
        LinkState link = snapshot.link(key.key());
        return link == null ? null : link.owner();
    }
}
