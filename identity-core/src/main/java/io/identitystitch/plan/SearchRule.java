package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Whom a plan may identify, so that what their visitors left in cold storage has to be searched: whoever gets an identifier of a device,
 * absorbs somebody, or becomes known. What a plan does not say (whether the person was known before) is found out by whoever searches; to
 * search once more than needed brings nothing twice. Pure. Thread-safe.
 */
final class SearchRule {
    private SearchRule() {}

    /** The plan with tasks for whom it may identify; the same where that is nobody. */
    static ResolutionPlan apply(ResolutionPlan plan, Instant now) {
        Changes changes = plan.changes();
        if (changes.isRenewalOnly() || plan.isAnonymousCreation()) {
            return plan;
        }
        SortedSet<ProfileId> searched = new TreeSet<>(changes.absorbed().values());
        changes.roots().forEach((root, change) -> {
            if (change.known()) {
                searched.add(root);
            }
        });
        Set<ProfileId> anonymous = anonymous(changes);
        for (LinkChange link : changes.links()) {
            ProfileId owner = link.after().owner();
            if (owner != null && !link.isRenewal() && !link.persistent() && !anonymous.contains(owner)) {
                searched.add(owner);
            }
        }
        searched.removeAll(changes.absorbed().keySet());
        if (searched.isEmpty()) {
            return plan;
        }
        SignalWork work = new SignalWork(changes.signals().staged(), searched, now);
        return new ResolutionPlan(plan.tenant(), plan.roots(), plan.keys(), changes.with(work));
    }

    /** New profiles that nobody knows after the plan. */
    private static Set<ProfileId> anonymous(Changes changes) {
        Set<ProfileId> anonymous = new HashSet<>();
        for (NewProfile profile : changes.profiles()) {
            RootChange change = changes.roots().get(profile.id());
            if (!profile.known() && (change == null || !change.known())) {
                anonymous.add(profile.id());
            }
        }
        anonymous.removeAll(changes.absorbed().keySet());
        return anonymous;
    }
}
