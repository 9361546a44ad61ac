package io.identitystitch.plan;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.TypeRule;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Puts into words what a draft does. */
final class Answer {
    private record Reason(Recognition recognition, int confidence) {}

    private final Call call;
    private final Draft draft;

    Answer(Call call, Draft draft) {
        this.call = call;
        this.draft = draft;
    }

    Resolution give(Working working, Choice choice) {
        Reason reason = reason(working, choice);
        List<ProfileId> absorbed = draft.absorbed.keySet().stream()
                .filter(profile -> !working.isNew || !profile.equals(working.base))
                .toList();
        Resolution.Details details = new Resolution.Details(
                working.base,
                reason.recognition(),
                reason.confidence(),
                absorbed,
                draft.mergeIds(),
                draft.handedOver,
                draft.ignored,
                call.observation.ignoredFacts());
        ProfileId id = working.root();
        if (!draft.refusals.isEmpty()) {
            return new Resolution.Conflict(id, details, draft.refusals);
        }
        if (draft.merged) {
            return new Resolution.Merged(id, details);
        }
        if (working.isNew && id.equals(working.base)) {
            return new Resolution.Created(id, details);
        }
        boolean linked = draft.links.values().stream().anyMatch(link -> !link.isRenewal());
        return linked ? new Resolution.Linked(id, details) : new Resolution.Matched(id, details);
    }

    private Reason reason(Working working, Choice choice) {
        if (working.isNew && choice.kind() == Choice.Kind.NEW) {
            return choice.signIn()
                    ? new Reason(Recognition.NEW_USER, 100)
                    : new Reason(Recognition.NEW_ANONYMOUS_USER, call.policy.newAnonymousConfidence());
        }
        return choice.signIn() ? reasonOfSignIn(working, choice) : reasonOfVisit(working);
    }

    private Reason reasonOfSignIn(Working working, Choice choice) {
        Optional<ObservedIdentifier> mark = observed(IdentifierType.DOMAINPRINT);
        if (mark.isPresent()) {
            LinkChange change = draft.links.get(mark.get().key());
            boolean linked = change != null && !change.isRenewal();
            if (linked || isJoined(mark.get(), working, choice)) {
                return new Reason(
                        Recognition.NEW_DOMAINPRINT_MERGED,
                        call.rule(mark.get()).confidence());
            }
            if (isAlias(mark.get(), working)) {
                return new Reason(Recognition.ALIAS_DETECTED, 100);
            }
        }
        return new Reason(Recognition.EXISTING_IDENTITY, 100);
    }

    /** Whether it was another person's until this call made the two one. */
    private boolean isJoined(ObservedIdentifier key, Working working, Choice choice) {
        ProfileId holder = call.holder(key);
        Person person = choice.person();
        if (holder == null || person == null) {
            return false;
        }
        ProfileId root = call.snapshot.rootOf(holder);
        return working.includes(root) && !root.equals(person.root());
    }

    private boolean isAlias(ObservedIdentifier key, Working working) {
        ProfileId holder = call.holder(key);
        if (holder == null) {
            return false;
        }
        ProfileId root = call.snapshot.rootOf(holder);
        return working.includes(root) && (call.held(key).alias() || !root.equals(holder));
    }

    /** Of all that point to the person, the one that stands first in the match order is named. */
    private Reason reasonOfVisit(Working working) {
        Set<IdentifierType> witnesses = witnesses(working);
        for (IdentifierType type : call.policy.matchOrder()) {
            if (witnesses.contains(type)) {
                TypeRule rule = call.policy.rule(type);
                return new Reason(label(type, rule), rule.confidence());
            }
        }
        int confidence =
                working.anchor == null ? 100 : call.rule(working.anchor).confidence();
        return new Reason(Recognition.EXISTING_IDENTITY, confidence);
    }

    private Set<IdentifierType> witnesses(Working working) {
        Set<IdentifierType> types = new HashSet<>();
        for (Person person : call.persons) {
            if (working.includes(person.root())) {
                person.keys().forEach(key -> types.add(key.type()));
            }
        }
        for (ObservedIdentifier key : call.observation.evidence()) {
            List<EvidenceState> live = call.snapshot.evidence().getOrDefault(key.key(), List.of()).stream()
                    .filter(state -> state.isLive(call.observation.receivedAt()))
                    .toList();
            boolean unambiguous = !live.isEmpty()
                    && live.stream().allMatch(state -> working.includes(call.snapshot.rootOf(state.owner())));
            if (unambiguous) {
                types.add(key.type());
            }
        }
        return types;
    }

    static Recognition label(IdentifierType type, TypeRule rule) {
        if (type.equals(IdentifierType.FINGERPRINT)) {
            return Recognition.IDENTIFIED_BY_FINGERPRINT;
        }
        if (type.equals(IdentifierType.BEHAVIORAL)) {
            return Recognition.IDENTIFIED_BY_BEHAVIORAL;
        }
        return rule.isEphemeral() ? Recognition.NETWORK_CHANGE : Recognition.EXISTING_IDENTITY;
    }

    private Optional<ObservedIdentifier> observed(IdentifierType type) {
        return call.observation.identifiers().stream()
                .filter(key -> key.type().equals(type))
                .findFirst();
    }
}
