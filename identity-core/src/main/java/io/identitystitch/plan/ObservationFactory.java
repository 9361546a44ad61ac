package io.identitystitch.plan;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredFact;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentifierKind;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Turns a request into an observation: values are normalised, junk is dropped with a reason, keys are hashed, times are
 * clamped. Pure. Thread-safe.
 */
public final class ObservationFactory {
    private final IdentityPolicy policy;
    private final IdentifierHasher hasher;

    /**
     * A factory.
     *
     * @param policy the rules
     * @param hasher gives the lookup keys
     */
    public ObservationFactory(IdentityPolicy policy, IdentifierHasher hasher) {
        this.policy = policy;
        this.hasher = hasher;
    }

    /**
     * A request as a sighting, which is much less work than an observation of it.
     *
     * @param tenant the tenant
     * @param request the request
     * @param receivedAt when it was received
     * @return the sighting; null where the request brings more, or something unusable, or where it takes a plan whatever is stored
     * @throws IllegalArgumentException if the policy has no rule for the type of an identifier that was looked at
     */
    public @Nullable Sighting sighting(TenantId tenant, ResolveRequest request, Instant receivedAt) {
        List<ResolveRequest.Given> given = request.identifiers();
        boolean bare = Sighting.mayBe(given.size())
                && given.size() <= policy.maxIdentifiers()
                && request.traits().isEmpty()
                && request.touches().isEmpty()
                && request.createdAt().isEmpty();
        if (!bare) {
            return null;
        }
        Instant observedAt = clamp(request, request.observedAt(), receivedAt);
        if (given.size() == 1) {
            IdentifierKey only = plainKey(tenant, given.get(0));
            return only == null ? null : Sighting.of(only, isVerified(given.get(0)) ? 1 : 0, observedAt, receivedAt);
        }
        List<IdentifierKey> keys = new ArrayList<>(given.size());
        int verified = 0;
        for (int i = 0; i < given.size(); i++) {
            boolean repeated = Sighting.isOneOf(keys, given.get(i).type());
            IdentifierKey key = repeated ? null : plainKey(tenant, given.get(i));
            if (key == null) {
                return null;
            }
            verified |= isVerified(given.get(i)) ? 1 << i : 0;
            keys.add(key);
        }
        return Sighting.of(keys, verified, observedAt, receivedAt);
    }

    private @Nullable IdentifierKey plainKey(TenantId tenant, ResolveRequest.Given given) {
        TypeRule rule = policy.rule(given.type());
        return Sighting.isPlain(rule)
                        && RawValues.normalize(rule, given.value()) instanceof Normalizer.Normalized usable
                ? key(tenant, rule, usable.value())
                : null;
    }

    private boolean isVerified(ResolveRequest.Given given) {
        return given.verified() || policy.rule(given.type()).assertedByHost();
    }

    private IdentifierKey key(TenantId tenant, TypeRule rule, String value) {
        return new IdentifierKey(rule.type(), hasher.hash(tenant, rule.type(), value));
    }

    /**
     * The observation of a request.
     *
     * @param tenant the tenant
     * @param request the request
     * @param receivedAt when it was received, microseconds
     * @return the observation
     * @throws IllegalArgumentException if the policy has no rule for a type of the request
     */
    public Observation observe(TenantId tenant, ResolveRequest request, Instant receivedAt) {
        return observe(tenant, request, receivedAt, List.of());
    }

    /**
     * The observation of a request.
     *
     * @param tenant the tenant
     * @param request the request
     * @param receivedAt when it was received, microseconds
     * @param keys those of its {@link #sighting}, so that they are not hashed again; empty where it is none
     * @return the observation
     * @throws IllegalArgumentException if the policy has no rule for a type of the request
     */
    public Observation observe(TenantId tenant, ResolveRequest request, Instant receivedAt, List<IdentifierKey> keys) {
        List<IgnoredIdentifier> ignored = new ArrayList<>();
        Map<IdentifierKey, ObservedIdentifier> linkable = new TreeMap<>();
        Map<IdentifierKey, ObservedIdentifier> evidence = new TreeMap<>();
        int used = 0;
        for (ResolveRequest.Given given : request.identifiers()) {
            TypeRule rule = policy.rule(given.type());
            if (used >= policy.maxIdentifiers()) {
                ignored.add(IgnoredIdentifier.of(given.type(), IgnoreReason.TOO_MANY));
            } else if (rule.kind() == IdentifierKind.CONTEXT) {
                ignored.add(IgnoredIdentifier.of(given.type(), IgnoreReason.ROUTES_ONLY));
            } else {
                Normalizer.Result result = RawValues.normalize(rule, given.value());
                if (result instanceof Normalizer.Refused refused) {
                    ignored.add(IgnoredIdentifier.of(given.type(), refused.reason()));
                } else {
                    String value = ((Normalizer.Normalized) result).value();
                    IdentifierKey key = keys.isEmpty() ? key(tenant, rule, value) : keys.get(used);
                    used++;
                    put(
                            rule.kind() == IdentifierKind.EVIDENCE ? evidence : linkable,
                            new ObservedIdentifier(Identifier.of(rule.type(), value), key, isVerified(given)));
                }
            }
        }
        dropAmbiguous(linkable, ignored);
        Instant observedAt = clamp(request, request.observedAt(), receivedAt);
        List<IgnoredFact> ignoredFacts = new ArrayList<>();
        return new Observation(
                tenant,
                List.copyOf(linkable.values()),
                List.copyOf(evidence.values()),
                ignored,
                observedAt,
                receivedAt,
                request.source(),
                request.createdAt(),
                traits(request, observedAt, ignoredFacts),
                touches(request, receivedAt, ignoredFacts),
                List.of(),
                request.context(),
                ignoredFacts);
    }

    /**
     * A value in normal form.
     *
     * @param given the value as given
     * @return the identifier; empty where the value is missing, blank, blocked or malformed
     * @throws IllegalArgumentException if the policy has no rule for the type
     */
    public Optional<Identifier> usable(ResolveRequest.Given given) {
        TypeRule rule = policy.rule(given.type());
        return RawValues.normalize(rule, given.value()) instanceof Normalizer.Normalized usable
                ? Optional.of(Identifier.of(rule.type(), usable.value()))
                : Optional.empty();
    }

    /**
     * The observation of one identifier, for a lookup.
     *
     * @param tenant the tenant
     * @param identifier the identifier
     * @param at the moment
     * @return the observation; without identifiers where the value is unusable
     * @throws IllegalArgumentException if the policy has no rule for the type
     */
    public Observation observe(TenantId tenant, Identifier identifier, Instant at) {
        ResolveRequest request = ResolveRequest.builder(() -> at)
                .identifier(identifier.type(), identifier.value())
                .imported()
                .build();
        return observe(tenant, request, at);
    }

    private static void put(Map<IdentifierKey, ObservedIdentifier> identifiers, ObservedIdentifier identifier) {
        identifiers.merge(identifier.key(), identifier, (a, b) -> a.verified() ? a : b);
    }

    /** Of several values of a type of which a person has one, nobody can tell which is right. */
    private void dropAmbiguous(Map<IdentifierKey, ObservedIdentifier> identifiers, List<IgnoredIdentifier> ignored) {
        Map<IdentifierType, Integer> counts = new HashMap<>();
        identifiers.keySet().forEach(key -> counts.merge(key.type(), 1, Integer::sum));
        identifiers.keySet().removeIf(key -> {
            boolean ambiguous = policy.rule(key.type()).isExclusive() && counts.getOrDefault(key.type(), 0) > 1;
            if (ambiguous) {
                ignored.add(IgnoredIdentifier.of(key, IgnoreReason.AMBIGUOUS));
            }
            return ambiguous;
        });
    }

    private Instant clamp(ResolveRequest request, Instant moment, Instant receivedAt) {
        long behind = Micros.of(receivedAt) - Micros.of(moment);
        boolean inTime = behind <= Micros.of(policy.maxPast()) && -behind <= Micros.of(policy.maxFuture());
        if (inTime || request.imported()) {
            return moment;
        }
        Instant earliest = receivedAt.minus(policy.maxPast());
        Instant latest = receivedAt.plus(policy.maxFuture());
        return moment.isBefore(earliest) ? earliest : moment.isAfter(latest) ? latest : moment;
    }

    private static List<Trait> traits(ResolveRequest request, Instant at, List<IgnoredFact> ignored) {
        List<Trait> traits = new ArrayList<>();
        request.traits().forEach((name, value) -> {
            if (value == null) {
                ignored.add(new IgnoredFact(name, IgnoreReason.MALFORMED));
            } else {
                JsonText text = value;
                traits.add(new Trait(name, text, at));
            }
        });
        return traits;
    }

    private List<Touch> touches(ResolveRequest request, Instant receivedAt, List<IgnoredFact> ignored) {
        List<Touch> touches = new ArrayList<>();
        for (Touch touch : request.touches()) {
            SortedMap<String, String> fields = RawValues.storableFields(touch.fields(), ignored);
            touches.add(new Touch(
                    touch.eventId(), clamp(request, touch.occurredAt(), receivedAt), touch.attributed(), fields));
        }
        return touches;
    }
}
