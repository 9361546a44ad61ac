package io.identitystitch.memory;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.plan.Anonymity;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.ConflictChange;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.Stewardship;
import io.identitystitch.plan.Undoing;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether what a steward's plan relies on is still true. */
final class StewardCheck {
    private final Tenant tenant;

    StewardCheck(Tenant tenant) {
        this.tenant = tenant;
    }

    boolean holds(Changes changes) {
        Stewardship stewardship = changes.stewardship();
        return stewardship.undone().stream().allMatch(this::holds)
                && stewardship.mayLink().stream().allMatch(tenant.neverLinks::containsKey)
                && stewardship.erasing().stream().allMatch(this::holds)
                && stewardship.readmitted().stream().allMatch(tenant.refused::containsKey)
                && stewardship.conflicts().stream().allMatch(this::holds)
                && stewardship.anonymous().stream().allMatch(person -> holds(person, changes));
    }

    private boolean holds(Undoing undoing) {
        MergeRecord merge = tenant.edges.get(undoing.merge());
        ProfileRow root = tenant.profiles.get(undoing.root());
        return merge != null
                && merge.isLive()
                && root != null
                && root.members().size() == undoing.owners()
                && root.members().containsAll(undoing.leaving())
                && undoing.anonymous().stream()
                        .allMatch(owner -> tenant.profile(owner).keys.counts().keySet().stream()
                                .noneMatch(undoing.persistent()::contains));
    }

    private boolean holds(Anonymity person, Changes changes) {
        Set<IdentifierKey> leaving = changes.links().stream()
                .filter(LinkChange::isMove)
                .map(LinkChange::key)
                .collect(Collectors.toSet());
        ProfileRow root = tenant.profiles.get(person.root());
        return root != null
                && tenant.members(root).stream()
                        .flatMap(member -> member.keys.stream())
                        .noneMatch(key -> person.persistent().contains(key.type()) && !leaving.contains(key));
    }

    private boolean holds(Erasing erasing) {
        ProfileRow root = tenant.profiles.get(erasing.root());
        return root != null && root.members().equals(erasing.owners());
    }

    private boolean holds(ConflictChange change) {
        ConflictRecord record = tenant.conflicts.get(change.owners());
        return record != null && record.id().equals(change.id()) && record.status() == change.before();
    }
}
