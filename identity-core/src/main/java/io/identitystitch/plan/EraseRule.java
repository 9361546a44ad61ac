package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.ErasedIdentifiers;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The steps of an erasure: the person is locked, so that it neither grows nor is merged meanwhile; its facts go in parts; then
 * all that is left goes at once. A kill in between leaves a locked person, which can be erased again.
 */
final class EraseRule {
    private final TenantId tenant;
    private final Component person;
    private final ErasedIdentifiers identifiers;

    EraseRule(TenantId tenant, Component person, ErasedIdentifiers identifiers) {
        this.tenant = tenant;
        this.person = person;
        this.identifiers = identifiers;
    }

    ResolutionPlan lock() {
        return plan(List.of(new LockChange(person.root(), true)), List.of(), true);
    }

    ResolutionPlan facts(int most) {
        return plan(List.of(), List.of(erasing(most, null)), true);
    }

    ResolutionPlan person(StewardWords words) {
        return plan(List.of(), List.of(erasing(Integer.MAX_VALUE, words)), false);
    }

    private Erasing erasing(int facts, @Nullable StewardWords words) {
        return new Erasing(person.root(), new TreeSet<>(person.owners().keySet()), facts, words, identifiers);
    }

    private ResolutionPlan plan(List<LockChange> locks, List<Erasing> erasing, boolean stays) {
        RootState state = person.state();
        Map<ProfileId, RootChange> roots =
                stays ? Map.of(person.root(), new RootChange(state.known(), state.guarded(), true)) : Map.of();
        Changes changes = Changes.ofRoots(new TreeMap<>(roots))
                .with(new Stewardship(
                        List.of(), List.of(), List.of(), locks, List.of(), List.of(), erasing, List.of(), List.of()));
        return new ResolutionPlan(
                tenant,
                new TreeMap<>(Map.of(person.root(), person.expectation())),
                Collections.emptySortedMap(),
                changes);
    }
}
