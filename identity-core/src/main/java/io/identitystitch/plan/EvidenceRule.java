package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps device evidence with the person of a call. It never is a reason for anything but a recognition. */
final class EvidenceRule {
    private final Call call;
    private final Draft draft;

    EvidenceRule(Call call, Draft draft) {
        this.call = call;
        this.draft = draft;
    }

    void keep(Working working) {
        for (ObservedIdentifier key : call.observation.evidence()) {
            if (!call.policy.evidenceRecognizes()) {
                draft.ignore(key, IgnoreReason.EVIDENCE_OFF);
            } else if (working.locked()) {
                draft.ignore(key, IgnoreReason.LOCKED);
            } else {
                keep(working, key);
            }
        }
    }

    private void keep(Working working, ObservedIdentifier key) {
        Instant at = call.observation.observedAt();
        TypeRule rule = call.rule(key);
        Optional<EvidenceState> stored = call.snapshot.evidence().getOrDefault(key.key(), List.of()).stream()
                .filter(state -> working.includes(call.snapshot.rootOf(state.owner())))
                .min(Comparator.comparing(
                                (EvidenceState state) -> !state.owner().equals(working.base))
                        .thenComparing(EvidenceState::firstSeenAt)
                        .thenComparing(EvidenceState::owner));
        if (stored.isEmpty()) {
            EvidenceState state = new EvidenceState(
                    key.key(), working.base, seenWith(working), rule.confidence(), at, at, Links.expiry(rule, at));
            draft.evidence.add(new EvidenceChange(null, state));
            return;
        }
        EvidenceState before = stored.get();
        boolean earlier = at.isBefore(before.firstSeenAt());
        if (earlier || Links.isDue(call.policy, before.lastSeenAt(), at)) {
            boolean later = at.isAfter(before.lastSeenAt());
            EvidenceState after = new EvidenceState(
                    before.key(),
                    before.owner(),
                    before.seenWith(),
                    before.confidence(),
                    earlier ? at : before.firstSeenAt(),
                    later ? at : before.lastSeenAt(),
                    later ? Links.expiry(rule, at) : before.expiresAt());
            draft.evidence.add(new EvidenceChange(before, after));
        }
    }

    /** A domainprint tells which device it was better than anything else. */
    private @Nullable IdentifierKey seenWith(Working working) {
        for (ObservedIdentifier key : call.observation.identifiers()) {
            if (key.type().equals(IdentifierType.DOMAINPRINT)) {
                return key.key();
            }
        }
        return working.anchor == null ? null : working.anchor.key();
    }
}
