package io.identitystitch.memory;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.ConflictChange;
import io.identitystitch.plan.EvidenceState;
import io.identitystitch.plan.FactMove;
import io.identitystitch.plan.NewAct;
import io.identitystitch.plan.NewTouch;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.Stewardship;
import io.identitystitch.plan.Undoing;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Carries out those changes of a checked plan that only stewards make. */
final class StewardWriter {
    private final Tenant tenant;
    private final Instant now;

    StewardWriter(Tenant tenant, Instant now) {
        this.tenant = tenant;
        this.now = now;
    }

    /** Takes merges back; before anything is done with the roots that are left. */
    void separate(Stewardship stewardship) {
        stewardship.undone().forEach(this::separate);
    }

    void write(Stewardship stewardship) {
        stewardship.mayLink().forEach(this::letLink);
        stewardship.conflicts().forEach(this::decide);
        stewardship.locks().forEach(change -> tenant.profile(change.root()).locked = change.locked());
        stewardship.facts().forEach(this::move);
        stewardship.acts().forEach(this::record);
        stewardship.readmitted().forEach(tenant.refused::remove);
        stewardship.erasing().forEach(erasing -> new Eraser(tenant, erasing, now).erase());
    }

    private void separate(Undoing undoing) {
        tenant.edges.computeIfPresent(undoing.merge(), (id, merge) -> undone(merge));
        ProfileRow root = tenant.profile(undoing.root());
        ProfileRow newRoot = tenant.profile(undoing.newRoot());
        root.loseMembers(undoing.leaving());
        newRoot.gainMembers(undoing.leaving());
        undoing.leaving().forEach(owner -> tenant.profile(owner).root = newRoot.id);
        newRoot.mergedAt = null;
        newRoot.known = undoing.known();
        newRoot.guarded = true;
        newRoot.version++;
    }

    private MergeRecord undone(MergeRecord merge) {
        return new MergeRecord(
                merge.id(),
                merge.a(),
                merge.b(),
                merge.keyA(),
                merge.keyB(),
                merge.source(),
                merge.observedAt(),
                merge.mergedAt(),
                Optional.of(now));
    }

    private void letLink(ProfilePair pair) {
        tenant.neverLinks.remove(pair);
        ProfileId low = pair.low();
        ProfileId high = pair.high();
        tenant.profile(low).apart().remove(high);
        tenant.profile(high).apart().remove(low);
    }

    private void decide(ConflictChange change) {
        ConflictRecord record = Objects.requireNonNull(tenant.conflicts.get(change.owners()));
        tenant.conflicts.put(change.owners(), record.with(change.after()));
        if (change.merge() == null) {
            tenant.decidedBy.remove(change.id());
        } else {
            tenant.decidedBy.put(change.id(), change.merge());
        }
    }

    private void record(NewAct act) {
        tenant.acts.add(new Act(
                act.id(),
                act.kind(),
                act.by(),
                now,
                act.reason(),
                act.a(),
                act.b(),
                Optional.ofNullable(act.merge()),
                Optional.ofNullable(act.conflict()),
                act.keys()));
    }

    /** Touches and traits that came with these identifiers alone, and evidence that was seen with one of them. */
    private void move(FactMove move) {
        ProfileRow to = tenant.profile(move.to());
        for (ProfileId owner : move.from()) {
            ProfileRow from = tenant.profile(owner);
            from.touches().values().removeIf(touch -> moves(move, touch, to));
            from.traits().values().removeIf(trait -> moves(move, trait, to));
            from.evidence().values().removeIf(evidence -> moves(move, evidence, to));
        }
        tenant.signals.move(move, now);
    }

    private static boolean moves(FactMove move, TouchRow kept, ProfileRow to) {
        NewTouch touch = kept.touch();
        TouchRow moved = new TouchRow(new NewTouch(move.to(), touch.touch(), touch.cameWith()), kept.recordedAt());
        return move.takes(Set.copyOf(touch.cameWith()))
                && to.addToTouches().putIfAbsent(touch.touch().eventId(), moved) == null;
    }

    private static boolean moves(FactMove move, NewTrait trait, ProfileRow to) {
        NewTrait moved = new NewTrait(move.to(), trait.trait(), trait.replaces(), trait.cameWith());
        return move.takes(Set.copyOf(trait.cameWith())) && to.addToTraits().putIfAbsent(moved.ref(), moved) == null;
    }

    private boolean moves(FactMove move, EvidenceState evidence, ProfileRow to) {
        EvidenceState moved = new EvidenceState(
                evidence.key(),
                move.to(),
                evidence.seenWith(),
                evidence.confidence(),
                evidence.firstSeenAt(),
                evidence.lastSeenAt(),
                evidence.expiresAt());
        if (evidence.seenWith() == null
                || !move.keys().contains(evidence.seenWith())
                || to.addToEvidence().putIfAbsent(evidence.key(), moved) != null) {
            return false;
        }
        Set<ProfileId> owners = Objects.requireNonNull(tenant.evidence.get(evidence.key()));
        owners.remove(evidence.owner());
        owners.add(move.to());
        return true;
    }
}
