package io.identitystitch.testkit;

import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The plan of a steward who keeps the persons of two identifiers apart. */
final class Separation {
    private Separation() {}

    /** A plan; empty where the two are one person, or kept apart already. */
    static ResolutionPlan plan(Observation observation, IdentitySnapshot snapshot) {
        List<ObservedIdentifier> keys = observation.identifiers();
        ProfileId one = keys.isEmpty() ? null : owner(keys.get(0), snapshot);
        ProfileId other = keys.size() < 2 ? null : owner(keys.get(1), snapshot);
        if (one == null || other == null || areDecided(snapshot.rootOf(one), snapshot.rootOf(other), snapshot)) {
            return ResolutionPlan.nothing(observation.tenant());
        }
        PlanMaker plan = new PlanMaker(observation.tenant());
        for (ProfileId root : List.of(snapshot.rootOf(one), snapshot.rootOf(other))) {
            RootState state = Objects.requireNonNull(snapshot.roots().get(root));
            plan.expectRoot(root, state.version()).changeRoot(root, state.known(), true, true);
        }
        return plan.neverLink(one, other).make();
    }

    private static boolean areDecided(ProfileId one, ProfileId other, IdentitySnapshot snapshot) {
        return one.equals(other) || snapshot.apart().contains(ProfilePair.of(one, other));
    }

    private static @Nullable ProfileId owner(ObservedIdentifier key, IdentitySnapshot snapshot) {
        LinkState link = snapshot.link(key.key());
        return link == null ? null : link.owner();
    }
}
