package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ObservedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.TraitRule;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
            ProfileId owner = owner(working, choice, touch.occurredAt());
            NewTouch place = new NewTouch(owner, touch, owner.equals(working.base) ? cameWith : anchor(working));
            if (!isKept(place, working)) {
                draft.touches.add(place);
            }
        }
        for (ObservedSignal signal : call.observation.signals()) {
            ProfileId owner = owner(working, choice, signal.signal().occurredAt());
            List<IdentifierKey> keys = owner.equals(working.base) ? cameWith : anchor(working);
            draft.signals.add(new NewSignal(owner, signal.signal(), keys, signal.handOver()));
        }
        for (Trait trait : call.observation.traits()) {
            ProfileId owner = owner(working, choice, trait.at());
            keep(trait, owner, owner.equals(working.base) ? cameWith : anchor(working), working);
        }
    }

    private void keep(Trait trait, ProfileId owner, List<IdentifierKey> cameWith, Working working) {
        NewTrait first = new NewTrait(owner, trait, null, cameWith);
        TraitRule rule = call.policy.traitRule(trait.name());
        Trait stored = best(first.ref(), rule, working);
        if (stored == null) {
            draft.traits.add(first);
            return;
        }
        boolean better = rule.order().compare(trait, stored) > 0;
        boolean newsOrDue = !trait.value().equals(stored.value()) || Links.isDue(call.policy, stored.at(), trait.at());
        if (better && (newsOrDue || rule == TraitRule.EARLIEST)) {
            draft.traits.add(new NewTrait(owner, trait, call.snapshot.traits().get(first.ref()), cameWith));
        }
    }

    /** A call that merged may be about another owner of the person when it comes again. */
    private boolean isKept(NewTouch place, Working working) {
        return call.snapshot.touches().stream()
                .anyMatch(stored -> stored.eventId().equals(place.touch().eventId())
                        && isSamePerson(stored.owner(), place.owner(), working));
    }

    private @Nullable Trait best(TraitRef place, TraitRule rule, Working working) {
        return call.snapshot.traits().entrySet().stream()
                .filter(stored -> stored.getKey().name().equals(place.name())
                        && stored.getKey().cameWith().equals(place.cameWith())
                        && isSamePerson(stored.getKey().owner(), place.owner(), working))
                .map(Map.Entry::getValue)
                .max(rule.order())
                .orElse(null);
    }

    private boolean isSamePerson(ProfileId owner, ProfileId place, Working working) {
        if (owner.equals(place)) {
            return true;
        }
        return isPart(owner, working) && (place.equals(working.base) || isPart(place, working));
    }

    private boolean isPart(ProfileId owner, Working working) {
        OwnerState state = call.snapshot.owners().get(owner);
        return state != null && working.includes(state.root());
    }

    /** Whose a fact is that a device brings late is told by the device alone: the rest of the call is somebody else's. */
    private static List<IdentifierKey> anchor(Working working) {
        ObservedIdentifier anchor = working.anchor;
        return anchor == null ? List.of() : List.of(anchor.key());
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
