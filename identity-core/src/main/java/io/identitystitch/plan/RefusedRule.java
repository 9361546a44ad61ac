package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.policy.IdentityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What is left of an observation where identifiers of erased persons are refused:
 *
 * <ul>
 *   <li>a refused identifier is left out;
 *   <li>a persistent one tells whom the call is about, so unless another person is reached by a persistent identifier, nothing
 *       of the call is left;
 *   <li>where no identifier is left, neither is evidence, for it came from the same device.
 * </ul>
 */
final class RefusedRule {
    private final IdentityPolicy policy;

    RefusedRule(IdentityPolicy policy) {
        this.policy = policy;
    }

    Observation rest(Observation observation, IdentitySnapshot snapshot) {
        Set<IdentifierKey> refused = snapshot.refused();
        if (refused.isEmpty()) {
            return observation;
        }
        List<ObservedIdentifier> left = new ArrayList<>();
        List<ObservedIdentifier> dropped = new ArrayList<>();
        observation.identifiers().forEach(key -> (refused.contains(key.key()) ? dropped : left).add(key));
        if (dropped.isEmpty()) {
            return observation;
        }
        if (left.isEmpty() || isAboutErased(dropped, observation, snapshot)) {
            List<ObservedIdentifier> all = new ArrayList<>(observation.identifiers());
            all.addAll(observation.evidence());
            return without(all, List.of(), observation);
        }
        return without(dropped, left, observation);
    }

    private boolean isAboutErased(
            List<ObservedIdentifier> dropped, Observation observation, IdentitySnapshot snapshot) {
        return dropped.stream().anyMatch(key -> policy.rule(key.type()).isPersistent())
                && new Call(observation, snapshot, policy)
                        .standing(Standing.PROVEN)
                        .isEmpty();
    }

    private static Observation without(
            List<ObservedIdentifier> dropped, List<ObservedIdentifier> left, Observation observation) {
        boolean nothing = left.isEmpty();
        List<IgnoredIdentifier> ignored = new ArrayList<>(observation.ignored());
        dropped.forEach(key -> ignored.add(IgnoredIdentifier.of(key.key(), IgnoreReason.ERASED)));
        return new Observation(
                observation.tenant(),
                left,
                nothing ? List.of() : observation.evidence(),
                ignored,
                observation.observedAt(),
                observation.receivedAt(),
                observation.source(),
                observation.createdAt(),
                nothing ? List.of() : observation.traits(),
                nothing ? List.of() : observation.touches(),
                nothing ? List.of() : observation.signals(),
                observation.context(),
                observation.ignoredFacts());
    }
}
