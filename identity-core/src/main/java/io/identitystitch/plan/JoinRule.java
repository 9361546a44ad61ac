package io.identitystitch.plan;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a human's merge changes. It goes before what humans said until then, so the pairs that kept the two sides apart go; it
 * does not go before the limits.
 */
final class JoinRule {
    private final Limits limits;
    private final Supplier<UUID> ids;
    private final StewardWords words;
    private final Instant now;

    JoinRule(Limits limits, Supplier<UUID> ids, StewardWords words, Instant now) {
        this.limits = limits;
        this.ids = ids;
        this.words = words;
        this.now = now;
    }

    StewardDecision<MergeResult> merge(
            TenantId tenant, StewardSnapshot snapshot, Component one, Component other, ProfileId into, ProfileId from) {
        return merge(tenant, snapshot, one, other, into, from, null);
    }

    StewardDecision<ConflictResult> decide(TenantId tenant, StewardSnapshot snapshot, StoredConflict conflict) {
        ProfileId returned = conflict.record().returned();
        ProfileId refused = conflict.record().refused();
        Component one = Objects.requireNonNull(snapshot.of(returned));
        Component other = Objects.requireNonNull(snapshot.of(refused));
        if (one.root().equals(other.root())) {
            return overtaken(tenant, conflict);
        }
        StewardDecision<MergeResult> decided = merge(tenant, snapshot, one, other, returned, refused, conflict);
        if (decided.answer() instanceof MergeResult.Refused no) {
            return new StewardDecision<>(new ConflictResult.Refused(no.reason(), no.type()), decided.plan());
        }
        if (decided.answer() instanceof MergeResult.Locked locked) {
            return new StewardDecision<>(new ConflictResult.Locked(locked.root()), decided.plan());
        }
        MergeResult.Merged done = (MergeResult.Merged) decided.answer();
        return new StewardDecision<>(
                new ConflictResult.Merged(done.merge(), done.survivor(), done.absorbed()), decided.plan());
    }

    /** They became one by another way: nothing is left to decide but that nobody has to look at it any more. */
    private StewardDecision<ConflictResult> overtaken(TenantId tenant, StoredConflict conflict) {
        ConflictResult answer = new ConflictResult.AlreadyDecided(ConflictStatus.MERGED);
        if (conflict.record().status() == ConflictStatus.MERGED) {
            return new StewardDecision<>(answer, ResolutionPlan.nothing(tenant));
        }
        ConflictChange change = new ConflictChange(
                conflict.record().id(), conflict.owners(), conflict.record().status(), ConflictStatus.MERGED, null);
        NewAct act = act(conflict.record().returned(), conflict.record().refused(), null, conflict);
        Changes changes = Changes.NONE.with(new Stewardship(List.of(), List.of(), List.of(change), List.of(act)));
        return new StewardDecision<>(
                answer,
                new ResolutionPlan(tenant, Collections.emptySortedMap(), Collections.emptySortedMap(), changes));
    }

    private StewardDecision<MergeResult> merge(
            TenantId tenant,
            StewardSnapshot snapshot,
            Component one,
            Component other,
            ProfileId into,
            ProfileId from,
            @Nullable StoredConflict conflict) {
        if (one.root().equals(other.root())) {
            return new StewardDecision<>(new MergeResult.AlreadyOne(one.root()), ResolutionPlan.nothing(tenant));
        }
        for (Component side : List.of(one, other)) {
            if (side.state().locked()) {
                return new StewardDecision<>(new MergeResult.Locked(side.root()), ResolutionPlan.nothing(tenant));
            }
        }
        Optional<TypeRule> broken =
                limits.brokenBy(one.state().counts(), Map.of(), other.state().counts());
        if (broken.isPresent()) {
            TypeRule rule = broken.get();
            ConflictReason reason = rule.isExclusive() ? ConflictReason.EXCLUSIVE : ConflictReason.LIMIT;
            return new StewardDecision<>(new MergeResult.Refused(reason, rule.type()), ResolutionPlan.nothing(tenant));
        }
        Working working = Working.existing(into, one.root(), one.state(), null);
        ProfileId gone = working.join(other.root(), other.state());
        List<ApartPair> between = one.pairsWith(other.root());
        boolean guarded = one.pairs().size() + other.pairs().size() > 2 * between.size();
        MergeId id = new MergeId(ids.get());
        List<ConflictChange> decided = snapshot.conflicts().stream()
                .filter(stored -> stored.isBetween(one.root(), other.root()))
                .map(stored -> new ConflictChange(
                        stored.record().id(), stored.owners(), stored.record().status(), ConflictStatus.MERGED, id))
                .toList();
        Changes changes = new Changes(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new Edge(id, into, from, null, null, LinkSource.MANUAL, now)),
                        new TreeMap<>(Map.of(gone, working.root())),
                        new TreeMap<>(Map.of(working.root(), new RootChange(working.known(), guarded, true))),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of())
                .with(new Stewardship(
                        List.of(),
                        between.stream().map(ApartPair::owners).toList(),
                        decided,
                        List.of(act(into, from, id, conflict))));
        ResolutionPlan plan = new ResolutionPlan(
                tenant,
                new TreeMap<>(Map.of(one.root(), one.expectation(), other.root(), other.expectation())),
                Collections.emptySortedMap(),
                changes);
        return new StewardDecision<>(new MergeResult.Merged(id, working.root(), gone), plan);
    }

    private NewAct act(ProfileId a, ProfileId b, @Nullable MergeId merge, @Nullable StoredConflict conflict) {
        ActKind kind = conflict == null ? ActKind.MERGED : ActKind.CONFLICT_MERGED;
        return words.act(ids, kind, a, b, merge, conflict, List.of());
    }
}
