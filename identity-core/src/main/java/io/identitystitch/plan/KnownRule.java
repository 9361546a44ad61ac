package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls at which there is nothing to decide: a few identifiers of different types, all of them one person's, none due for
 * a renewal, and nothing else in the request. What it answers is what {@link Planner} would have; where it is not sure it does not
 * answer. Pure. Thread-safe.
 */
public final class KnownRule {
    private static final int MOST = 4;

    private final IdentityPolicy policy;
    private final IdentifierHasher hasher;
    private final int most;

    /**
     * A rule.
     *
     * @param policy the rules
     * @param hasher gives the lookup keys
     */
    public KnownRule(IdentityPolicy policy, IdentifierHasher hasher) {
        this.policy = policy;
        this.hasher = hasher;
        this.most = Math.min(MOST, policy.maxIdentifiers());
    }

    /**
     * The identifier to ask for, where the request brings one.
     *
     * @param tenant the tenant
     * @param request the request
     * @return the lookup key; null where there are several, or where it takes a plan whatever is stored
     * @throws IllegalArgumentException if the policy has no rule for the type of the request
     */
    public @Nullable IdentifierKey key(TenantId tenant, ResolveRequest request) {
        List<ResolveRequest.Given> given = request.identifiers();
        return given.size() == 1 && isSightingOnly(request) ? key(tenant, given.get(0)) : null;
    }

    /**
     * The identifiers to ask for, where the request brings several.
     *
     * @param tenant the tenant
     * @param request the request
     * @return the lookup keys in the order of the request; empty where there are not several, or where it takes a plan whatever is
     *     stored
     * @throws IllegalArgumentException if the policy has no rule for a type of the request
     */
    public List<IdentifierKey> keys(TenantId tenant, ResolveRequest request) {
        List<ResolveRequest.Given> given = request.identifiers();
        if (given.size() < 2 || given.size() > most || !isSightingOnly(request)) {
            return List.of();
        }
        IdentifierKey[] keys = new IdentifierKey[given.size()];
        for (int i = 0; i < keys.length; i++) {
            IdentifierKey key = isRepeated(given, i) ? null : key(tenant, given.get(i));
            if (key == null) {
                return List.of();
            }
            keys[i] = key;
        }
        return List.of(keys);
    }

    /**
     * The answer to a request with one identifier, where nothing is to be done.
     *
     * @param request the request
     * @param link what is stored of its {@link #key}
     * @param receivedAt when it was received
     * @return the answer; null where it takes a plan
     */
    public Resolution.@Nullable Matched answer(ResolveRequest request, KnownLink link, Instant receivedAt) {
        List<ResolveRequest.Given> given = request.identifiers();
        return isUnchanged(given, 0, link, isSignIn(given), at(request, receivedAt), Micros.of(receivedAt))
                ? matched(given, 0, link)
                : null;
    }

    /**
     * The answer to a request with several identifiers, where nothing is to be done.
     *
     * @param request the request
     * @param links what is stored of its {@link #keys}, in their order
     * @param receivedAt when it was received
     * @return the answer; null where it takes a plan
     */
    public Resolution.@Nullable Matched answer(ResolveRequest request, List<KnownLink> links, Instant receivedAt) {
        return answer(request.identifiers(), links, at(request, receivedAt), Micros.of(receivedAt));
    }

    private Resolution.@Nullable Matched answer(
            List<ResolveRequest.Given> given, List<KnownLink> links, long at, long now) {
        boolean signIn = isSignIn(given);
        for (int i = 0; i < links.size(); i++) {
            if (!links.get(i).root().equals(links.get(0).root())
                    || !isUnchanged(given, i, links.get(i), signIn, at, now)) {
                return null;
            }
        }
        int strongest = strongest(given, links);
        return strongest < 0 ? null : matched(given, strongest, links.get(strongest));
    }

    /**
     * The answer to an observation, where nothing is to be done.
     *
     * @param observation the observation, which {@link #isSightingOnly}
     * @param snapshot its links, their owners and the roots of these; of others too
     * @return the answer; null where it takes a plan
     */
    public Resolution.@Nullable Matched answer(Observation observation, IdentitySnapshot snapshot) {
        List<ResolveRequest.Given> given = given(observation);
        List<KnownLink> links = new ArrayList<>(given.size());
        for (ObservedIdentifier identifier : observation.identifiers()) {
            LinkState state = snapshot.link(identifier.key());
            ProfileId owner = state == null ? null : state.owner();
            if (state == null || owner == null) {
                return null;
            }
            links.add(KnownLink.of(state, snapshot.rootOf(owner)));
        }
        return answer(given, links, Micros.of(observation.observedAt()), Micros.of(observation.receivedAt()));
    }

    private static boolean isSightingOnly(ResolveRequest request) {
        return request.traits().isEmpty()
                && request.touches().isEmpty()
                && request.createdAt().isEmpty();
    }

    /**
     * Whether an observation brings nothing but a few usable identifiers of different types, so that its links may be enough to answer it.
     *
     * @param observation the observation
     * @return false where it takes a plan whatever is stored
     */
    public boolean isSightingOnly(Observation observation) {
        List<ResolveRequest.Given> given = given(observation);
        boolean bare = !given.isEmpty()
                && given.size() <= most
                && observation.evidence().isEmpty()
                && observation.ignored().isEmpty()
                && observation.ignoredFacts().isEmpty()
                && observation.createdAt().isEmpty()
                && !observation.hasFacts();
        for (int i = 0; bare && i < given.size(); i++) {
            bare = isPlain(given.get(i).type()) && !isRepeated(given, i);
        }
        return bare;
    }

    private static List<ResolveRequest.Given> given(Observation observation) {
        List<ResolveRequest.Given> given =
                new ArrayList<>(observation.identifiers().size());
        for (ObservedIdentifier identifier : observation.identifiers()) {
            given.add(new ResolveRequest.Given(identifier.type(), null, identifier.verified()));
        }
        return given;
    }

    private long at(ResolveRequest request, Instant receivedAt) {
        return Micros.of(ObservationFactory.clamp(policy, request, request.observedAt(), receivedAt));
    }

    private @Nullable IdentifierKey key(TenantId tenant, ResolveRequest.Given given) {
        TypeRule rule = policy.rule(given.type());
        if (!isPlain(rule.type())) {
            return null;
        }
        return RawValues.normalize(rule, given.value()) instanceof Normalizer.Normalized usable
                ? new IdentifierKey(rule.type(), hasher.hash(tenant, rule.type(), usable.value()))
                : null;
    }

    /** Whether nothing but the holder of a value of this type decides. */
    private boolean isPlain(IdentifierType type) {
        TypeRule rule = policy.rule(type);
        return (rule.isPersistent() || rule.isEphemeral())
                && !rule.verificationRequired()
                && !type.equals(IdentifierType.DOMAINPRINT);
    }

    private static boolean isRepeated(List<ResolveRequest.Given> given, int place) {
        for (int i = 0; i < place; i++) {
            if (given.get(i).type().equals(given.get(place).type())) {
                return true;
            }
        }
        return false;
    }

    /** Whether it matches and needs no write. */
    private boolean isUnchanged(
            List<ResolveRequest.Given> given, int place, KnownLink link, boolean signIn, long at, long now) {
        TypeRule rule = rule(given, place);
        boolean verified = given.get(place).verified() || rule.assertedByHost();
        return !link.isExpired(now) && !Links.isRenewalDue(policy, rule, link, verified, signIn, at);
    }

    private boolean isSignIn(List<ResolveRequest.Given> given) {
        for (int i = 0; i < given.size(); i++) {
            if (rule(given, i).isPersistent()) {
                return true;
            }
        }
        return false;
    }

    private TypeRule rule(List<ResolveRequest.Given> given, int place) {
        return policy.rule(given.get(place).type());
    }

    /** The place of the one of the highest priority; -1 where that is not one alone, for then the age of their owners decides. */
    private int strongest(List<ResolveRequest.Given> given, List<KnownLink> links) {
        int strongest = 0;
        boolean alone = true;
        for (int i = 1; i < links.size(); i++) {
            int order = Integer.compare(
                    rule(given, i).priority(), rule(given, strongest).priority());
            if (order > 0) {
                strongest = i;
                alone = true;
            } else if (order == 0) {
                alone &= links.get(i).owner().equals(links.get(strongest).owner());
            }
        }
        return alone ? strongest : -1;
    }

    private Resolution.Matched matched(List<ResolveRequest.Given> given, int strongest, KnownLink link) {
        if (isSignIn(given)) {
            return matched(link, Recognition.EXISTING_IDENTITY, 100);
        }
        TypeRule witness = firstInMatchOrder(given);
        return witness == null
                ? matched(
                        link,
                        Recognition.EXISTING_IDENTITY,
                        rule(given, strongest).confidence())
                : matched(link, Answer.label(witness.type(), witness), witness.confidence());
    }

    private static Resolution.Matched matched(KnownLink link, Recognition recognition, int confidence) {
        return new Resolution.Matched(link.root(), Resolution.Details.of(link.owner(), recognition, confidence));
    }

    private @Nullable TypeRule firstInMatchOrder(List<ResolveRequest.Given> given) {
        List<IdentifierType> order = policy.matchOrder();
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < given.size(); j++) {
                if (given.get(j).type().equals(order.get(i))) {
                    return policy.rule(order.get(i));
                }
            }
        }
        return null;
    }
}
