package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.TraitRule;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Keeps the facts of a call: on the owner of what is new in it, or, where only a device speaks, on the owner that had the
 * device at the time of the fact.
 */
final class FactRule {
    private final Call call;
    private final Draft draft;

    FactRule(Call call, Draft draft) {
        this.call = call;
        this.draft = draft;
    }

    void keep(Working working, Choice choice) {
        if (!call.observation.hasFacts()) {
            return;
        }
        List<IdentifierKey> cameWith = cameWith();
        for (Touch touch : call.observation.touches()) {
            NewTouch place =
                    new NewTouch(owner(working, choice, touch.occurredAt()), touch, cameWith);
            if (!call.snapshot.touches().contains(place.ref())) {
                draft.touches.add(place);
            }
        }
        for (Trait trait : call.observation.traits()) {
            keep(trait, owner(working, choice, trait.at()), cameWith);
        }
    }

    private void keep(Trait trait, ProfileId owner, List<IdentifierKey> cameWith) {
        NewTrait first = new NewTrait(owner, trait, null, cameWith);
        Trait stored = call.snapshot.traits().get(first.ref());
        if (stored == null) {
            draft.traits.add(first);
            return;
        }
        TraitRule rule = call.policy.traitRule(trait.name());
        boolean better = rule.order().compare(trait, stored) > 0;
        boolean newsOrDue =
                !trait.value().equals(stored.value()) || Links.isDue(call, stored.at(), trait.at());
        if (better && (newsOrDue || rule == TraitRule.EARLIEST)) {
            draft.traits.add(new NewTrait(owner, trait, stored, cameWith));
        }
    }

    private List<IdentifierKey> cameWith() {
        Set<IdentifierKey> ignored = new HashSet<>();
        draft.ignored.forEach(identifier -> identifier.key().ifPresent(ignored::add));
        return call.observation.identifiers().stream()
                .map(ObservedIdentifier::key)
                .filter(key -> !ignored.contains(key))
                .sorted()
                .toList();
    }

    private ProfileId owner(Working working, Choice choice, Instant at) {
        ObservedIdentifier anchor = working.anchor;
        if (choice.signIn() || anchor == null) {
            return working.base;
        }
        LinkState link = call.snapshot.link(anchor.key());
        if (link == null || (link.owner() != null && !at.isBefore(link.heldSince()))) {
            return working.base;
        }
        return call.snapshot.intervals().getOrDefault(anchor.key(), List.of()).stream()
                .filter(interval -> interval.covers(at))
                .map(HeldInterval::owner)
                .min(ProfileId::compareTo)
                .orElse(working.base);
    }
}
