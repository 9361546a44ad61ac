package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.policy.IdentityPolicy;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What may be planned without a look at the store: a light profile for an identifier of which the caller says that it was made
 * just now. The plan expects that nobody has it and nobody had it, so that at a store which knows better it is a conflict.
 *
 * <p>That is right for an ephemeral identifier alone. Beside others it might meet persons that have to be decided on, and
 * evidence may recognise somebody. Where identifiers of erased persons are refused, no expectation tells that one was.
 *
 * <p>Thread-safe.
 */
final class MintedRule {
    private final IdentityPolicy policy;
    private final Planner planner;

    MintedRule(IdentityPolicy policy, Planner planner) {
        this.policy = policy;
        this.planner = planner;
    }

    /** Decides as if nothing was known; empty where the store has to be looked at first. */
    Optional<Decision> plan(Observation observation, Supplier<UUID> ids) {
        if (!isAlone(observation) || policy.erasedIdentifiers().refuses()) {
            return Optional.empty();
        }
        Decision decision = planner.plan(observation, IdentitySnapshot.EMPTY, ids);
        if (!decision.plan().isAnonymousCreation()) {
            return Optional.empty();
        }
        IdentifierKey key = observation.identifiers().get(0).key();
        TreeMap<IdentifierKey, KeyExpectation> unlinked = new TreeMap<>();
        unlinked.put(key, KeyExpectation.UNLINKED);
        ResolutionPlan plan = new ResolutionPlan(
                observation.tenant(), new TreeMap<>(), unlinked, decision.plan().changes());
        return Optional.of(new Decision(decision.resolution(), plan));
    }

    private boolean isAlone(Observation observation) {
        return observation.identifiers().size() == 1
                && policy.rule(observation.identifiers().get(0).type()).isEphemeral()
                && (observation.evidence().isEmpty() || !policy.evidenceRecognizes());
    }
}
