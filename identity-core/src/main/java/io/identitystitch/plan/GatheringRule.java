package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Refusal;
import io.identitystitch.policy.DeviceHolder;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the persons that an observation reaches beside the one that it is about, each held against that one as
 * grown so far:
 *
 * <ul>
 *   <li>locked by a steward, or reached beside one who is: set aside;
 *   <li>reached by a device only: the device changes hands, if somebody signs in and later than the holder did;
 *   <li>anonymous, but never to be linked or too many: its devices of this call change hands, its history stays;
 *   <li>known, but never to be linked or too many: set aside, with a conflict that a human can decide;
 *   <li>any other: one edge, one person.
 * </ul>
 */
final class GatheringRule {
    private final Call call;
    private final Limits limits;
    private final Supplier<UUID> ids;
    private final Draft draft;

    GatheringRule(Call call, Limits limits, Supplier<UUID> ids, Draft draft) {
        this.call = call;
        this.limits = limits;
        this.ids = ids;
        this.draft = draft;
    }

    Working gather(Choice choice) {
        Working working = begin(choice);
        for (Person person : call.persons) {
            if (!person.equals(choice.person())) {
                meet(working, person, choice);
            }
        }
        return working;
    }

    private Working begin(Choice choice) {
        Person person = choice.person();
        if (choice.kind() == Choice.Kind.EXISTING && person != null) {
            ObservedIdentifier strongest = person.strongest();
            return Working.existing(
                    Objects.requireNonNull(call.holder(strongest)), person.root(), person.state(), strongest);
        }
        EvidenceState recognized = choice.recognized();
        if (recognized != null) {
            ProfileId root = call.snapshot.rootOf(recognized.owner());
            return Working.existing(recognized.owner(), root, call.root(root), null);
        }
        Instant createdAt = call.observation.createdAt().orElse(null);
        boolean known =
                choice.arriving().stream().anyMatch(key -> call.rule(key).isPersistent());
        ObservedIdentifier anchor =
                choice.arriving().isEmpty() ? null : choice.arriving().get(0);
        Working working = Working.newProfile(new ProfileId(ids.get()), known, createdAt, anchor);
        if (person != null) {
            draft.needsLocks = true;
            draft.needsSurvivor = true;
            draft.outdatesOthers = true;
            merge(working, person, LinkSource.INFERRED);
        }
        return working;
    }

    private void meet(Working working, Person person, Choice choice) {
        if (working.locked() || person.state().locked()) {
            draft.ignoreAll(person.keys(), IgnoreReason.LOCKED);
            return;
        }
        switch (person.standing()) {
            case UNPROVEN -> draft.ignoreAll(person.keys(), IgnoreReason.UNVERIFIED);
            case DEVICE -> {
                if (choice.signIn()) {
                    person.keys().forEach(key -> takeDevice(working, key));
                } else {
                    draft.ignoreAll(person.keys(), IgnoreReason.SHARED_DEVICE);
                }
            }
            case CLAIMED -> person.keys().forEach(key -> takeClaimed(working, key));
            case ANONYMOUS -> meetAnonymous(working, person, choice);
            case PROVEN -> meetKnown(working, person, choice);
        }
    }

    private void meetAnonymous(Working working, Person person, Choice choice) {
        if (choice.signIn() && person.keys().stream().allMatch(call::isStale)) {
            draft.ignoreAll(person.keys(), IgnoreReason.SHARED_DEVICE);
        } else if (working.isApart(call, person.root())
                || broken(working, person, choice).isPresent()) {
            person.keys().forEach(key -> takeDevice(working, key));
        } else {
            merge(working, person, call.observation.source());
        }
    }

    private void meetKnown(Working working, Person person, Choice choice) {
        if (working.isApart(call, person.root())) {
            draft.ignoreAll(person.keys(), IgnoreReason.KEPT_APART);
            return;
        }
        Optional<TypeRule> broken = broken(working, person, choice);
        if (broken.isEmpty()) {
            merge(working, person, call.observation.source());
            return;
        }
        ProfileId refused = ownerOf(person);
        ConflictState stored = stored(working, person);
        if (stored != null && stored.status() == ConflictStatus.KEPT_APART) {
            draft.ignoreAll(person.keys(), IgnoreReason.KEPT_APART);
            return;
        }
        draft.ignoreAll(person.keys(), IgnoreReason.CONFLICT);
        if (stored != null) {
            draft.refusals.add(new Refusal(stored.id(), person.root(), stored.reason(), stored.type()));
            return;
        }
        TypeRule rule = broken.get();
        ConflictReason reason = rule.isExclusive() ? ConflictReason.EXCLUSIVE : ConflictReason.LIMIT;
        ConflictId id = new ConflictId(ids.get());
        draft.conflicts.add(new NewConflict(
                id,
                working.base,
                refused,
                reason,
                rule.type(),
                person.strongest().key(),
                call.observation.observedAt()));
        draft.refusals.add(new Refusal(id, person.root(), reason, rule.type()));
        draft.needsLocks = true;
        draft.needsSurvivor = true;
    }

    /** What was decided of these two persons before, whichever of their owners that call was about. */
    private @Nullable ConflictState stored(Working working, Person person) {
        return call.snapshot.conflicts().entrySet().stream()
                .filter(entry -> isBetween(entry.getKey(), working, person))
                .map(Map.Entry::getValue)
                .min(Comparator.comparing(state -> state.id().value()))
                .orElse(null);
    }

    private boolean isBetween(ProfilePair owners, Working working, Person person) {
        ProfileId low = call.snapshot.rootOf(owners.low());
        ProfileId high = call.snapshot.rootOf(owners.high());
        return (working.includes(low) && high.equals(person.root()))
                || (working.includes(high) && low.equals(person.root()));
    }

    private Optional<TypeRule> broken(Working working, Person person, Choice choice) {
        return limits.brokenBy(
                working.counts(), Call.tally(choice.arriving()), person.state().counts());
    }

    private void merge(Working working, Person person, LinkSource source) {
        ObservedIdentifier anchor = working.anchor;
        draft.edges.add(new Edge(
                new MergeId(ids.get()),
                working.base,
                ownerOf(person),
                anchor == null ? null : anchor.key(),
                person.strongest().key(),
                source,
                call.observation.observedAt()));
        boolean harmless = !person.state().known()
                && !person.state().guarded()
                && !working.guarded()
                && person.state().counts().keySet().stream()
                        .noneMatch(type -> call.policy.rule(type).isExclusive());
        draft.needsLocks = true;
        draft.needsSurvivor |= !harmless;
        draft.outdatesOthers |= !harmless;
        draft.merged |= !working.isNew;
        ProfileId gone = working.join(person.root(), person.state());
        // A survivor that is itself anonymous and younger than the person it meets does not survive, so what was
        // harmless to the one side may not be to the other: the root that stays must be the one that was there.
        draft.needsSurvivor |= !gone.equals(person.root());
        draft.absorbed.replaceAll((absorbed, root) -> root.equals(gone) ? working.root() : root);
        draft.absorbed.put(gone, working.root());
    }

    private ProfileId ownerOf(Person person) {
        return Objects.requireNonNull(call.holder(person.strongest()));
    }

    /** Takes a device from its holder, if this call is later than the last sign-in with it. */
    private void takeDevice(Working working, ObservedIdentifier key) {
        if (!call.rule(key).isEphemeral()) {
            draft.ignore(key, IgnoreReason.UNVERIFIED);
            return;
        }
        LinkState held = call.held(key);
        Instant signedInAt = held.signedInAt();
        if (call.policy.deviceHolder() == DeviceHolder.KEEP_FIRST
                || (signedInAt != null && !call.observation.observedAt().isAfter(signedInAt))) {
            draft.ignore(key, IgnoreReason.SHARED_DEVICE);
        } else if (working.count(key.type()) >= call.rule(key).limit()) {
            draft.ignore(key, IgnoreReason.LIMIT);
        } else {
            move(working, key, held);
        }
    }

    /** Takes an identifier that its holder never verified, for a caller who did. */
    private void takeClaimed(Working working, ObservedIdentifier key) {
        LinkState held = call.held(key);
        if (call.rule(key).isEphemeral()) {
            takeDevice(working, key);
        } else if (!key.verified() || held.verified()) {
            draft.ignore(key, IgnoreReason.UNVERIFIED);
        } else if (working.count(key.type()) >= call.rule(key).limit()) {
            draft.ignore(key, IgnoreReason.LIMIT);
        } else {
            move(working, key, held);
        }
    }

    private void move(Working working, ObservedIdentifier key, LinkState held) {
        draft.links.put(key.key(), Links.moved(call, working, key, held, true));
        ProfileId former = Objects.requireNonNull(held.owner());
        draft.closed.add(HeldInterval.ending(key.key(), former, held.heldSince(), end(held)));
        draft.handedOver.add(key.key());
        draft.needsLocks = true;
        draft.needsSurvivor = true;
        working.add(key.type());
    }

    private Instant end(LinkState held) {
        Instant observedAt = call.observation.observedAt();
        Instant expiresAt = held.expiresAt();
        return expiresAt != null && expiresAt.isBefore(observedAt) ? expiresAt : observedAt;
    }
}
