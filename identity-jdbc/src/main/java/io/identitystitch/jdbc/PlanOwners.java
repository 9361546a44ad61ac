package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import java.util.SortedSet;
import java.util.TreeSet;

/** The profiles that a plan's new rows refer to. */
final class PlanOwners {
    private PlanOwners() {}

    /** Those of them that are stored already, in order. */
    static SortedSet<ProfileId> stored(Changes changes) {
        SortedSet<ProfileId> owners = new TreeSet<>();
        changes.links().forEach(link -> {
            ProfileId owner = link.after().owner();
            if (owner != null && !link.isRenewal()) {
                owners.add(owner);
            }
        });
        changes.closed().forEach(interval -> owners.add(interval.owner()));
        changes.touches().forEach(touch -> owners.add(touch.owner()));
        changes.traits().forEach(trait -> owners.add(trait.owner()));
        changes.evidence().forEach(change -> {
            if (change.before() == null) {
                owners.add(change.after().owner());
            }
        });
        changes.edges().forEach(edge -> {
            owners.add(edge.a());
            owners.add(edge.b());
        });
        changes.conflicts().forEach(conflict -> {
            owners.add(conflict.returned());
            owners.add(conflict.refused());
        });
        changes.neverLinks().forEach(pair -> {
            owners.add(pair.owners().low());
            owners.add(pair.owners().high());
        });
        changes.signals().staged().forEach(signal -> owners.add(signal.owner()));
        owners.addAll(changes.signals().searched());
        changes.profiles().forEach(profile -> owners.remove(profile.id()));
        return owners;
    }
}
