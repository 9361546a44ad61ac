package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many identifiers of a type a person may have. */
final class Limits {
    private final List<TypeRule> limited;

    Limits(IdentityPolicy policy) {
        // Exclusive types first: their refusal is the one that a human has to see.
        limited = policy.rules().stream()
                .filter(TypeRule::isLimited)
                .sorted(Comparator.comparingInt(TypeRule::limit).thenComparing(TypeRule::type))
                .toList();
    }

    /**
     * The type whose limit the union of two persons would break: the union has more values than the limit, and more than
     * either side has, so that a limit that is broken already is not broken again by a union that adds nothing.
     */
    Optional<TypeRule> brokenBy(
            Map<IdentifierType, Integer> one,
            Map<IdentifierType, Integer> arriving,
            Map<IdentifierType, Integer> other) {
        for (TypeRule rule : limited) {
            int left = one.getOrDefault(rule.type(), 0) + arriving.getOrDefault(rule.type(), 0);
            int right = other.getOrDefault(rule.type(), 0);
            if (left + right > rule.limit() && left + right > Math.max(left, right)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
