package io.identitystitch.plan;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;

/** What locking a person changes, and unlocking it. */
final class LockRule {
    private final TenantId tenant;
    private final StewardSnapshot snapshot;
    private final Supplier<UUID> ids;
    private final StewardWords words;

    LockRule(TenantId tenant, StewardSnapshot snapshot, Supplier<UUID> ids, StewardWords words) {
        this.tenant = tenant;
        this.snapshot = snapshot;
        this.ids = ids;
        this.words = words;
    }

    StewardDecision<LockResult> set(ProfileId profile, boolean locked) {
        Component person = snapshot.of(profile);
        if (person == null) {
            return new StewardDecision<>(new LockResult.Unknown(), ResolutionPlan.nothing(tenant));
        }
        if (person.state().locked() == locked) {
            return new StewardDecision<>(new LockResult.Unchanged(), ResolutionPlan.nothing(tenant));
        }
        ProfileId root = person.root();
        NewAct act = words.act(ids, locked ? ActKind.LOCKED : ActKind.UNLOCKED, root, root, null, null, List.of());
        RootChange bumped =
                new RootChange(person.state().known(), person.state().guarded(), true);
        Changes changes = Changes.ofRoots(new TreeMap<>(Map.of(root, bumped)))
                .with(new Stewardship(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new LockChange(root, locked)),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(act),
                        List.of()));
        ResolutionPlan plan = new ResolutionPlan(
                tenant, new TreeMap<>(Map.of(root, person.expectation())), Collections.emptySortedMap(), changes);
        LockResult answer = locked ? new LockResult.Locked(root) : new LockResult.Unlocked(root);
        return new StewardDecision<>(answer, plan);
    }
}
