package io.identitystitch.plan;

import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.policy.TypeRule;
import java.util.HashSet;
import java.util.Set;

/**
 * Which identifiers the person of a call gets: those that nobody has, that nobody has any more, or whose time is over,
 * strongest first and as far as the limits allow. What the person has already is renewed where that is due.
 */
final class LinkingRule {
    private final Call call;
    private final Draft draft;

    LinkingRule(Call call, Draft draft) {
        this.call = call;
        this.draft = draft;
    }

    void link(Working working, Choice choice) {
        Set<ObservedIdentifier> arriving = new HashSet<>(choice.arriving());
        for (ObservedIdentifier key : choice.arriving()) {
            arrive(working, key, choice.signIn());
        }
        for (ObservedIdentifier key : call.unlinked) {
            if (!arriving.contains(key) && !choice.refused().contains(key)) {
                draft.ignore(key, IgnoreReason.SHARED_DEVICE);
            }
        }
        for (Person person : call.persons) {
            if (working.includes(person.root())) {
                person.keys().forEach(key -> renew(key, choice.signIn()));
            }
        }
    }

    private void arrive(Working working, ObservedIdentifier key, boolean signIn) {
        TypeRule rule = call.rule(key);
        LinkState stored = call.snapshot.link(key.key());
        ProfileId former = stored == null ? null : stored.owner();
        if (stored != null && former != null && working.includes(call.snapshot.rootOf(former))) {
            renew(key, signIn);
            return;
        }
        if (working.count(key.type()) >= rule.limit()) {
            draft.ignore(key, IgnoreReason.LIMIT);
            return;
        }
        if (stored == null) {
            draft.links.put(key.key(), Links.created(call, working, key, signIn));
        } else {
            draft.links.put(key.key(), Links.moved(call, working, key, stored, signIn));
            draft.needsLocks = true;
            draft.needsSurvivor = true;
            if (former != null && stored.expiresAt() != null) {
                draft.closed.add(HeldInterval.ending(key.key(), former, stored.heldSince(), stored.expiresAt()));
            }
        }
        working.add(key.type());
        if (working.anchor == null) {
            working.anchor = key;
        }
        // Whoever takes a merge back decides which side stays known, and has to see this identifier or be seen by it.
        draft.needsLocks |= rule.isPersistent() && !working.isNew;
        boolean makesKnown = rule.isPersistent() && !working.known();
        if (makesKnown || (rule.isExclusive() && !working.isNew)) {
            draft.needsLocks = true;
            draft.needsSurvivor = true;
            draft.outdatesOthers = true;
        }
        if (makesKnown) {
            working.becomeKnown();
        }
    }

    private void renew(ObservedIdentifier key, boolean signIn) {
        LinkChange renewal = Links.renewed(call, key, call.held(key), signIn);
        if (renewal != null) {
            draft.links.put(key.key(), renewal);
        }
    }
}
