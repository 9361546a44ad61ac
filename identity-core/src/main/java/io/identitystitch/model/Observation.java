package io.identitystitch.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A normalised request: these identifiers were seen together at this time. All a planner and a store need of a call.
 *
 * <p>Immutable and thread-safe; lists are copied.
 *
 * @param tenant the tenant
 * @param identifiers the usable identifiers that can be linked, each key once, in order of their keys
 * @param evidence the usable device evidence, each key once, in order of their keys
 * @param ignored what was not usable, and why
 * @param observedAt when the host saw it, clamped
 * @param receivedAt when the resolver received it
 * @param source who says so
 * @param createdAt when the source of an import created the profile
 * @param traits what was learned of the person
 * @param touches what brought the visitor
 * @param signals what happened
 * @param context the circumstances
 * @param ignoredFacts traits and fields that could not be kept
 */
public record Observation(
        TenantId tenant,
        List<ObservedIdentifier> identifiers,
        List<ObservedIdentifier> evidence,
        List<IgnoredIdentifier> ignored,
        Instant observedAt,
        Instant receivedAt,
        LinkSource source,
        Optional<Instant> createdAt,
        List<Trait> traits,
        List<Touch> touches,
        List<ObservedSignal> signals,
        Map<String, String> context,
        List<IgnoredFact> ignoredFacts) {
    /**
     * Copies the lists.
     *
     * @param tenant the tenant
     * @param identifiers the usable identifiers that can be linked, each key once, in order of their keys
     * @param evidence the usable device evidence, each key once, in order of their keys
     * @param ignored what was not usable, and why
     * @param observedAt when the host saw it, clamped
     * @param receivedAt when the resolver received it
     * @param source who says so
     * @param createdAt when the source of an import created the profile
     * @param traits what was learned of the person
     * @param touches what brought the visitor
     * @param signals what happened
     * @param context the circumstances
     * @param ignoredFacts traits and fields that could not be kept
     */
    public Observation {
        identifiers = List.copyOf(identifiers);
        evidence = List.copyOf(evidence);
        ignored = List.copyOf(ignored);
        traits = List.copyOf(traits);
        touches = List.copyOf(touches);
        signals = List.copyOf(signals);
        context = Map.copyOf(context);
        ignoredFacts = List.copyOf(ignoredFacts);
    }

    /**
     * Whether the observation carries something to keep beside its identifiers.
     *
     * @return whether there are traits, touches or signals
     */
    public boolean hasFacts() {
        return !traits.isEmpty() || !touches.isEmpty() || !signals.isEmpty();
    }

    /**
     * The same observation of some of its identifiers, and without evidence.
     *
     * @param keys the identifiers that stay
     * @return a copy
     */
    public Observation only(Set<IdentifierKey> keys) {
        return new Observation(
                tenant,
                identifiers.stream()
                        .filter(identifier -> keys.contains(identifier.key()))
                        .toList(),
                List.of(),
                ignored,
                observedAt,
                receivedAt,
                source,
                createdAt,
                traits,
                touches,
                signals,
                context,
                ignoredFacts);
    }

    /**
     * The same observation with signals.
     *
     * @param what what happened
     * @return a copy
     */
    public Observation with(List<ObservedSignal> what) {
        return new Observation(
                tenant,
                identifiers,
                evidence,
                ignored,
                observedAt,
                receivedAt,
                source,
                createdAt,
                traits,
                touches,
                what,
                context,
                ignoredFacts);
    }

    /** The keys, the moment and the numbers of facts. */
    @Override
    public String toString() {
        return "Observation[" + tenant + ", " + identifiers + ", evidence=" + evidence + ", observedAt=" + observedAt
                + ", " + traits.size() + " traits, " + touches.size() + " touches, " + signals.size() + " signals]";
    }
}
