package io.identitystitch.memory;

import io.identitystitch.model.Act;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.ConflictChange;
import io.identitystitch.plan.NewAct;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.Stewardship;
import io.identitystitch.plan.Undoing;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

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
        stewardship.acts().forEach(this::record);
    }

    private void separate(Undoing undoing) {
        tenant.edges.computeIfPresent(undoing.merge(), (id, merge) -> undone(merge));
        ProfileRow root = tenant.profile(undoing.root());
        ProfileRow newRoot = tenant.profile(undoing.newRoot());
        root.members.removeAll(undoing.leaving());
        newRoot.members.addAll(undoing.leaving());
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
        tenant.profile(low).apart.remove(high);
        tenant.profile(high).apart.remove(low);
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
                Optional.ofNullable(act.conflict())));
    }
}
