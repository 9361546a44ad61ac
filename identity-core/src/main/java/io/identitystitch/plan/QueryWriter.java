package io.identitystitch.plan;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Writes down what the planner has to know. Pure. Thread-safe. */
public final class QueryWriter {
    private final IdentityPolicy policy;
    private final int someOrMore;
    private final Map<IdentifierType, Integer> alwaysCounted;

    /**
     * A writer.
     *
     * @param policy the rules
     */
    public QueryWriter(IdentityPolicy policy) {
        this.policy = policy;
        // One that loses an unverified identifier is known by the others, so it is not enough that there is one.
        boolean mayLose = policy.rules().stream().anyMatch(TypeRule::verificationRequired);
        someOrMore = mayLose ? policy.maxIdentifiers() + 1 : 1;
        alwaysCounted = alwaysCounted();
    }

    /**
     * What has to be known of an observation.
     *
     * @param observation the observation
     * @return the query
     */
    public LoadQuery write(Observation observation) {
        return write(List.of(observation));
    }

    /**
     * What has to be known of some observations of one tenant.
     *
     * @param observations at least one
     * @return the query
     */
    public LoadQuery write(List<Observation> observations) {
        Set<IdentifierKey> keys = new TreeSet<>();
        Set<IdentifierKey> evidence = new TreeSet<>();
        Set<String> traitNames = new HashSet<>();
        Map<String, Set<IdentifierKey>> touches = new HashMap<>();
        Optional<Instant> since = Optional.empty();
        Instant now = observations.get(0).receivedAt();
        boolean complete = observations.size() > 1;
        for (Observation observation : observations) {
            observation.identifiers().forEach(identifier -> keys.add(identifier.key()));
            if (policy.evidenceRecognizes()) {
                observation.evidence().forEach(identifier -> evidence.add(identifier.key()));
            }
            observation.traits().forEach(trait -> traitNames.add(trait.name()));
            addTouches(observation, touches);
            since = earlier(since, earliestFact(observation));
            now = observation.receivedAt().isBefore(now) ? observation.receivedAt() : now;
            complete |= needsRoots(observation);
        }
        Map<IdentifierType, Integer> counted = counted(keys);
        return new LoadQuery(
                observations.get(0).tenant(),
                new ArrayList<>(keys),
                new ArrayList<>(evidence),
                counted,
                complete || !evidence.isEmpty(),
                now,
                since,
                traitNames,
                touches,
                persistent(counted.keySet()),
                marks(observations.get(0).tenant(), keys));
    }

    /** A touch goes to an owner of the identifiers that it came with, so nobody else is asked whether they have it. */
    private void addTouches(Observation observation, Map<String, Set<IdentifierKey>> touches) {
        if (observation.touches().isEmpty()) {
            return;
        }
        Set<IdentifierKey> came = new HashSet<>();
        observation.identifiers().forEach(identifier -> came.add(identifier.key()));
        if (policy.evidenceRecognizes()) {
            observation.evidence().forEach(identifier -> came.add(identifier.key()));
        }
        for (Touch touch : observation.touches()) {
            touches.merge(touch.eventId(), came, QueryWriter::union);
        }
    }

    private static Set<IdentifierKey> union(Set<IdentifierKey> a, Set<IdentifierKey> b) {
        Set<IdentifierKey> both = new HashSet<>(a);
        both.addAll(b);
        return both;
    }

    private Map<IdentifierKey, Digest> marks(TenantId tenant, Set<IdentifierKey> keys) {
        ErasedIdentifiers erased = policy.erasedIdentifiers();
        if (!erased.refuses()) {
            return Map.of();
        }
        Map<IdentifierKey, Digest> marks = new HashMap<>();
        keys.forEach(key -> marks.put(key, erased.mark(tenant, key)));
        return marks;
    }

    /** Limited types for the limits, types of the call for the rule of shared devices, persistent ones for who is known. */
    private Map<IdentifierType, Integer> counted(Set<IdentifierKey> keys) {
        Map<IdentifierType, Integer> counted = new HashMap<>(alwaysCounted);
        keys.forEach(key -> counted.putIfAbsent(key.type(), someOrMore));
        return counted;
    }

    /** What is counted for one observation alone. */
    Map<IdentifierType, Integer> counted(Observation observation) {
        Map<IdentifierType, Integer> counted = alwaysCounted;
        for (ObservedIdentifier identifier : observation.identifiers()) {
            IdentifierType type = identifier.key().type();
            if (!counted.containsKey(type)) {
                counted = new HashMap<>(counted);
                counted.put(type, someOrMore);
            }
        }
        return counted;
    }

    private Map<IdentifierType, Integer> alwaysCounted() {
        Map<IdentifierType, Integer> counted = new HashMap<>();
        for (TypeRule rule : policy.rules()) {
            if (rule.isLimited()) {
                counted.put(rule.type(), rule.limit() + 1);
            } else if (rule.isPersistent()) {
                counted.put(rule.type(), someOrMore);
            }
        }
        return counted;
    }

    private Set<IdentifierType> persistent(Set<IdentifierType> types) {
        Set<IdentifierType> persistent = new HashSet<>(types);
        persistent.removeIf(type -> !policy.rule(type).isPersistent());
        return persistent;
    }

    private boolean needsRoots(Observation observation) {
        if (observation.hasFacts()) {
            return true;
        }
        List<IdentifierType> types = new ArrayList<>();
        for (ObservedIdentifier identifier : observation.identifiers()) {
            // Two of one type are told apart by the age of their owners.
            if (types.contains(identifier.type())
                    || policy.rule(identifier.type()).verificationRequired()) {
                return true;
            }
            types.add(identifier.type());
        }
        return false;
    }

    static Optional<Instant> earliestFact(Observation observation) {
        Optional<Instant> touch =
                observation.touches().stream().map(Touch::occurredAt).min(Instant::compareTo);
        Optional<Instant> signal = observation.signals().stream()
                .map(observed -> observed.signal().occurredAt())
                .min(Instant::compareTo);
        Optional<Instant> trait =
                observation.traits().isEmpty() ? Optional.empty() : Optional.of(observation.observedAt());
        return earlier(earlier(touch, signal), trait);
    }

    private static Optional<Instant> earlier(Optional<Instant> a, Optional<Instant> b) {
        if (a.isEmpty() || b.isEmpty()) {
            return a.isPresent() ? a : b;
        }
        return a.get().isBefore(b.get()) ? a : b;
    }
}
