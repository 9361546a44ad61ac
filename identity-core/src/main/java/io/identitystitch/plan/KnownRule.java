package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the calls at which there is nothing to decide: sightings of what is one person's, and not due for a renewal. What it answers
 * is what {@link Planner} would have; where it is not sure it does not answer. Pure. Thread-safe.
 */
public final class KnownRule {
    private final IdentityPolicy policy;

    /**
     * A rule.
     *
     * @param policy the rules
     */
    public KnownRule(IdentityPolicy policy) {
        this.policy = policy;
    }

    /**
     * The answer to a sighting of one identifier, where nothing is to be done.
     *
     * @param sighting the sighting
     * @param link what is stored of its {@link Sighting#only}
     * @return the answer; null where it takes a plan
     */
    public Resolution.@Nullable Matched answer(Sighting sighting, KnownLink link) {
        return isUnchanged(sighting, 0, link, isSignIn(sighting)) ? matched(sighting, 0, link) : null;
    }

    /**
     * The answer to a sighting, where nothing is to be done.
     *
     * @param sighting the sighting
     * @param links what is stored of its {@link Sighting#keys}, in their order
     * @return the answer; null where it takes a plan
     */
    public Resolution.@Nullable Matched answer(Sighting sighting, List<KnownLink> links) {
        boolean signIn = isSignIn(sighting);
        for (int i = 0; i < links.size(); i++) {
            if (!links.get(i).root().equals(links.get(0).root()) || !isUnchanged(sighting, i, links.get(i), signIn)) {
                return null;
            }
        }
        int strongest = strongest(sighting, links);
        return strongest < 0 ? null : matched(sighting, strongest, links.get(strongest));
    }

    /**
     * The answer to a sighting, where nothing is to be done.
     *
     * @param sighting the sighting
     * @param snapshot its links, their owners and the roots of these; of others too
     * @return the answer; null where it takes a plan
     */
    public Resolution.@Nullable Matched answer(Sighting sighting, IdentitySnapshot snapshot) {
        List<KnownLink> links = new ArrayList<>(sighting.size());
        for (IdentifierKey key : sighting.keys()) {
            LinkState state = snapshot.link(key);
            ProfileId owner = state == null ? null : state.owner();
            if (state == null || owner == null) {
                return null;
            }
            links.add(KnownLink.of(state, snapshot.rootOf(owner)));
        }
        return answer(sighting, links);
    }

    /** Whether it matches and needs no write. */
    private boolean isUnchanged(Sighting sighting, int place, KnownLink link, boolean signIn) {
        TypeRule rule = rule(sighting, place);
        return !link.isExpired(sighting.receivedAt())
                && !Links.isRenewalDue(policy, rule, link, sighting.isVerified(place), signIn, sighting.observedAt());
    }

    private boolean isSignIn(Sighting sighting) {
        for (int i = 0; i < sighting.size(); i++) {
            if (rule(sighting, i).isPersistent()) {
                return true;
            }
        }
        return false;
    }

    private TypeRule rule(Sighting sighting, int place) {
        return policy.rule(sighting.type(place));
    }

    /** The place of the one of the highest priority; -1 where that is not one alone, for then the age of their owners decides. */
    private int strongest(Sighting sighting, List<KnownLink> links) {
        int strongest = 0;
        boolean alone = true;
        for (int i = 1; i < links.size(); i++) {
            int order = Integer.compare(
                    rule(sighting, i).priority(), rule(sighting, strongest).priority());
            if (order > 0) {
                strongest = i;
                alone = true;
            } else if (order == 0) {
                alone &= links.get(i).owner().equals(links.get(strongest).owner());
            }
        }
        return alone ? strongest : -1;
    }

    private Resolution.Matched matched(Sighting sighting, int strongest, KnownLink link) {
        if (isSignIn(sighting)) {
            return matched(link, Recognition.EXISTING_IDENTITY, 100);
        }
        TypeRule witness = firstInMatchOrder(sighting);
        return witness == null
                ? matched(
                        link,
                        Recognition.EXISTING_IDENTITY,
                        rule(sighting, strongest).confidence())
                : matched(link, Answer.label(witness.type(), witness), witness.confidence());
    }

    private static Resolution.Matched matched(KnownLink link, Recognition recognition, int confidence) {
        return new Resolution.Matched(link.root(), Resolution.Details.of(link.owner(), recognition, confidence));
    }

    private @Nullable TypeRule firstInMatchOrder(Sighting sighting) {
        List<IdentifierType> order = policy.matchOrder();
        for (int i = 0; i < order.size(); i++) {
            for (int j = 0; j < sighting.size(); j++) {
                if (sighting.type(j).equals(order.get(i))) {
                    return policy.rule(order.get(i));
                }
            }
        }
        return null;
    }
}
