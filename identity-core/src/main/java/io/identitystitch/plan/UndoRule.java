package io.identitystitch.plan;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What undoing a merge changes: exactly its person falls into exactly the two sides of it. The side that holds the root keeps
 * it, and a pair of its two owners keeps the sides apart from then on.
 *
 * <p>Who answers for the other side depends on its owners alone, so that it does not matter in which order merges are undone.
 */
final class UndoRule {
    private final Set<IdentifierType> persistent;
    private final Supplier<UUID> ids;

    UndoRule(Set<IdentifierType> persistent, Supplier<UUID> ids) {
        this.persistent = persistent;
        this.ids = ids;
    }

    StewardDecision<UndoResult> undo(
            TenantId tenant,
            Component person,
            MergeRecord merge,
            Sides sides,
            List<StoredConflict> stored,
            StewardWords words) {
        if (person.state().locked()) {
            return new StewardDecision<>(new UndoResult.Locked(person.root()), ResolutionPlan.nothing(tenant));
        }
        ProfileId newRoot = sides.newRoot(person);
        boolean stayingKnown = Sides.isKnown(person, sides.staying());
        boolean leavingKnown = Sides.isKnown(person, sides.leaving());
        SortedSet<ProfileId> anonymous = new TreeSet<>();
        if (!stayingKnown) {
            anonymous.addAll(sides.staying());
        }
        if (!leavingKnown) {
            anonymous.addAll(sides.leaving());
        }
        Undoing undoing = new Undoing(
                merge.id(),
                person.root(),
                person.owners().size(),
                newRoot,
                sides.leaving(),
                leavingKnown,
                anonymous,
                anonymous.isEmpty() ? Set.of() : persistent);
        List<ConflictChange> reopened = new ArrayList<>();
        List<ConflictRecord> conflicts = new ArrayList<>();
        for (StoredConflict conflict : stored) {
            ConflictRecord record = conflict.record();
            if (merge.id().equals(conflict.merge()) && record.status() == ConflictStatus.MERGED) {
                reopened.add(new ConflictChange(
                        record.id(), conflict.owners(), ConflictStatus.MERGED, ConflictStatus.KEPT_APART, null));
                record = record.with(ConflictStatus.KEPT_APART);
            }
            conflicts.add(record);
        }
        NewAct act = words.act(ids, ActKind.UNDONE, merge.a(), merge.b(), merge.id(), null, List.of());
        Changes changes = new Changes(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Collections.emptySortedMap(),
                        new TreeMap<>(Map.of(person.root(), new RootChange(stayingKnown, true, true))),
                        List.of(),
                        List.of(NeverLink.of(merge.a(), merge.b(), words.reason(), words.by())),
                        List.of(),
                        List.of(),
                        List.of())
                .with(new Stewardship(List.of(undoing), List.of(), reopened, List.of(act)));
        ResolutionPlan plan = new ResolutionPlan(
                tenant,
                new TreeMap<>(Map.of(person.root(), person.expectation())),
                Collections.emptySortedMap(),
                changes);
        Map<ProfileId, ProfileId> roots = new TreeMap<>();
        sides.leaving().forEach(owner -> roots.put(owner, newRoot));
        return new StewardDecision<>(new UndoResult.Undone(merge.id(), person.root(), newRoot, roots, conflicts), plan);
    }
}
