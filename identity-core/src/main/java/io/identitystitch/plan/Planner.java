package io.identitystitch.plan;

import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Decides what an observation means. Pure: equal arguments give an equal plan, and no order of a map or of a request
 * matters, for every tie is broken.
 *
 * <ol>
 *   <li>What of it is refused, for it was that of a person who was erased: {@link RefusedRule}.
 *   <li>Who is reached, and how: {@link Call}.
 *   <li>Whom the call is about, and which profile owns what is new: {@link ChoosingRule}.
 *   <li>What becomes of the other persons (merge, hand-over, set aside): {@link GatheringRule}.
 *   <li>Which identifiers are linked, moved and renewed: {@link LinkingRule}.
 *   <li>Where facts and evidence go: {@link FactRule}, {@link EvidenceRule}.
 *   <li>What must still be true at commit: {@link PlanWriter}.
 * </ol>
 *
 * <p>Thread-safe.
 */
public final class Planner {
    private final IdentityPolicy policy;
    private final Limits limits;

    /**
     * A planner.
     *
     * @param policy the rules
     */
    public Planner(IdentityPolicy policy) {
        this.policy = policy;
        this.limits = new Limits(policy);
    }

    /**
     * Decides.
     *
     * @param observation what was observed
     * @param snapshot what the store knows of it
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public Decision plan(Observation observation, IdentitySnapshot snapshot, Supplier<UUID> ids) {
        Observation rest = new RefusedRule(policy).rest(observation, snapshot);
        Call call = new Call(rest, snapshot, policy);
        Draft draft = new Draft();
        draft.ignored.addAll(rest.ignored());
        Choice choice = new ChoosingRule(call, limits).choose();
        draft.ignoreAll(choice.refused(), IgnoreReason.CANNOT_CREATE);
        if (isLocked(call, choice)) {
            draft.ignoreAll(choice.arriving(), IgnoreReason.LOCKED);
            choice = choice.asItIs();
        }
        if (choice.kind() == Choice.Kind.NOBODY) {
            return nobody(call, choice, draft);
        }
        Working working = new GatheringRule(call, limits, ids, draft).gather(choice);
        new LinkingRule(call, draft).link(working, choice);
        new EvidenceRule(call, draft).keep(working);
        new FactRule(call, draft).keep(working, choice);
        ResolutionPlan plan = new PlanWriter(call, draft).write(working, choice);
        return new Decision(new Answer(call, draft).give(working, choice), plan);
    }

    /**
     * Decides without a snapshot, where the caller says that the only identifier of the observation was made just now.
     *
     * @param observation what was observed
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan, which is a conflict at a store that knows the identifier; empty where a snapshot is needed
     */
    public Optional<Decision> planMinted(Observation observation, Supplier<UUID> ids) {
        return new MintedRule(policy, this).plan(observation, ids);
    }

    private static boolean isLocked(Call call, Choice choice) {
        EvidenceState recognized = choice.recognized();
        return choice.isLocked()
                || (recognized != null
                        && call.root(call.snapshot.rootOf(recognized.owner())).locked());
    }

    private Decision nobody(Call call, Choice choice, Draft draft) {
        List<IgnoredIdentifier> ignored = new ArrayList<>(draft.ignored);
        choice.arriving().forEach(key -> ignored.add(IgnoredIdentifier.of(key.key(), IgnoreReason.NOT_KEPT)));
        call.persons.forEach(person ->
                person.keys().forEach(key -> ignored.add(IgnoredIdentifier.of(key.key(), IgnoreReason.UNVERIFIED))));
        call.observation
                .evidence()
                .forEach(key -> ignored.add(IgnoredIdentifier.of(
                        key.key(), policy.evidenceRecognizes() ? IgnoreReason.NOT_KEPT : IgnoreReason.EVIDENCE_OFF)));
        return new Decision(new Resolution.Unidentified(ignored), ResolutionPlan.nothing(call.observation.tenant()));
    }
}
