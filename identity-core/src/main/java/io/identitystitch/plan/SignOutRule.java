package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.policy.IdentityPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Frees devices whose holder signed out: the interval ends, the row keeps no holder. A sign-out that is older than the
 * latest sign-in changes nothing, and so does one of a person whom a steward has locked; anonymous profiles keep their
 * devices. Thread-safe.
 */
public final class SignOutRule {
    private final IdentityPolicy policy;

    /**
     * A rule.
     *
     * @param policy the rules
     */
    public SignOutRule(IdentityPolicy policy) {
        this.policy = policy;
    }

    /**
     * Decides.
     *
     * @param observation the devices, and the moment of the sign-out
     * @param snapshot what the store knows of them, complete
     * @return the plan; empty where nobody known held them
     */
    public ResolutionPlan plan(Observation observation, IdentitySnapshot snapshot) {
        Call call = new Call(observation, snapshot, policy);
        List<LinkChange> links = new ArrayList<>();
        List<HeldInterval> closed = new ArrayList<>();
        Map<ProfileId, RootExpectation> roots = new TreeMap<>();
        Map<IdentifierKey, KeyExpectation> keys = new TreeMap<>();
        for (ObservedIdentifier key : observation.identifiers()) {
            ProfileId holder = call.holder(key);
            if (holder == null || !call.rule(key).isEphemeral()) {
                continue;
            }
            LinkState held = call.held(key);
            ProfileId root = snapshot.rootOf(holder);
            if (call.root(root).known()
                    && !call.root(root).locked()
                    && observation.observedAt().isAfter(held.settledAt())) {
                LinkState after = new LinkState(
                        null,
                        observation.observedAt(),
                        observation.observedAt(),
                        held.verified(),
                        held.source(),
                        held.firstSeenAt(),
                        held.lastSeenAt(),
                        held.expiresAt(),
                        false,
                        held.sightings());
                links.add(new LinkChange(key.key(), key.identifier(), held, after, null, false, Map.of()));
                closed.add(HeldInterval.ending(key.key(), holder, held.heldSince(), observation.observedAt()));
                roots.put(
                        root,
                        new RootExpectation(
                                RootExpectation.Lock.EXCLUSIVE, call.root(root).version()));
                keys.put(key.key(), new KeyExpectation(true, holder, root, held.settledAt()));
            }
        }
        if (links.isEmpty()) {
            return ResolutionPlan.nothing(observation.tenant());
        }
        Changes none = Changes.NONE;
        Changes changes = new Changes(
                none.profiles(),
                links,
                closed,
                none.edges(),
                none.absorbed(),
                none.roots(),
                none.conflicts(),
                none.neverLinks(),
                none.touches(),
                none.traits(),
                none.evidence());
        return new ResolutionPlan(observation.tenant(), new TreeMap<>(roots), new TreeMap<>(keys), changes);
    }
}
