package io.identitystitch.plan;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What keeping two persons apart changes, and taking that back. Both roots get a new version and know of the pairs left. */
final class SeparationRule {
    private final TenantId tenant;
    private final StewardSnapshot snapshot;
    private final SortedMap<IdentifierKey, KeyExpectation> expected;
    private final Supplier<UUID> ids;
    private final StewardWords words;

    SeparationRule(
            TenantId tenant,
            StewardSnapshot snapshot,
            SortedMap<IdentifierKey, KeyExpectation> expected,
            Supplier<UUID> ids,
            StewardWords words) {
        this.tenant = tenant;
        this.snapshot = snapshot;
        this.expected = expected;
        this.ids = ids;
        this.words = words;
    }

    StewardDecision<SeparationResult> neverLink(ProfileId a, ProfileId b) {
        Component one = snapshot.of(a);
        Component other = snapshot.of(b);
        if (one == null || other == null) {
            return nothing(new SeparationResult.Unknown());
        }
        if (one.root().equals(other.root())) {
            return nothing(new SeparationResult.UndoOrSplitFirst(one.root()));
        }
        if (isApart(one, other, ProfilePair.of(a, b))) {
            return nothing(new SeparationResult.Unchanged());
        }
        ResolutionPlan plan = keepApart(
                one,
                other,
                a,
                b,
                ActKind.KEPT_APART,
                decided(one, other, ConflictStatus.OPEN, ConflictStatus.KEPT_APART),
                null);
        return new StewardDecision<>(new SeparationResult.KeptApart(one.root(), other.root()), plan);
    }

    StewardDecision<SeparationResult> mayLink(ProfileId a, ProfileId b) {
        Component one = snapshot.of(a);
        Component other = snapshot.of(b);
        if (one == null || other == null) {
            return nothing(new SeparationResult.Unknown());
        }
        List<ApartPair> between = one.root().equals(other.root()) ? List.of() : one.pairsWith(other.root());
        if (between.isEmpty()) {
            return nothing(new SeparationResult.Unchanged());
        }
        Stewardship stewardship = new Stewardship(
                List.of(),
                between.stream().map(ApartPair::owners).toList(),
                decided(one, other, ConflictStatus.KEPT_APART, ConflictStatus.OPEN),
                List.of(words.act(ids, ActKind.LET_LINK, a, b, null, null, List.of())));
        boolean oneGuarded = one.pairs().size() > between.size();
        boolean otherGuarded = other.pairs().size() > between.size();
        return new StewardDecision<>(
                new SeparationResult.MayLink(one.root(), other.root(), between.size()),
                plan(one, other, oneGuarded, otherGuarded, List.of(), stewardship));
    }

    StewardDecision<ConflictResult> decide(StoredConflict conflict) {
        ProfileId a = conflict.record().returned();
        ProfileId b = conflict.record().refused();
        Component one = Objects.requireNonNull(snapshot.of(a));
        Component other = Objects.requireNonNull(snapshot.of(b));
        if (one.root().equals(other.root())) {
            return new StewardDecision<>(
                    new ConflictResult.UndoOrSplitFirst(one.root()), ResolutionPlan.nothing(tenant));
        }
        ConflictStatus status = conflict.record().status();
        if (status == ConflictStatus.KEPT_APART && isApart(one, other, ProfilePair.of(a, b))) {
            return new StewardDecision<>(new ConflictResult.AlreadyDecided(status), ResolutionPlan.nothing(tenant));
        }
        List<ConflictChange> changes = snapshot.conflicts().stream()
                .filter(stored -> stored.isBetween(one.root(), other.root()))
                .filter(stored -> stored.record().status() != ConflictStatus.KEPT_APART)
                .map(stored -> change(stored, ConflictStatus.KEPT_APART))
                .toList();
        ResolutionPlan plan = keepApart(one, other, a, b, ActKind.CONFLICT_KEPT_APART, changes, conflict);
        return new StewardDecision<>(new ConflictResult.KeptApart(), plan);
    }

    private static boolean isApart(Component one, Component other, ProfilePair owners) {
        return one.pairsWith(other.root()).stream()
                .anyMatch(pair -> pair.owners().equals(owners));
    }

    private ResolutionPlan keepApart(
            Component one,
            Component other,
            ProfileId a,
            ProfileId b,
            ActKind kind,
            List<ConflictChange> decided,
            @Nullable StoredConflict conflict) {
        Stewardship stewardship = new Stewardship(
                List.of(), List.of(), decided, List.of(words.act(ids, kind, a, b, null, conflict, List.of())));
        List<NeverLink> pair = List.of(NeverLink.of(a, b, words.reason(), words.by()));
        return plan(one, other, true, true, pair, stewardship);
    }

    private List<ConflictChange> decided(Component one, Component other, ConflictStatus before, ConflictStatus after) {
        return snapshot.conflicts().stream()
                .filter(stored -> stored.isBetween(one.root(), other.root()))
                .filter(stored -> stored.record().status() == before)
                .map(stored -> change(stored, after))
                .toList();
    }

    private static ConflictChange change(StoredConflict stored, ConflictStatus after) {
        return new ConflictChange(
                stored.record().id(), stored.owners(), stored.record().status(), after, null);
    }

    private ResolutionPlan plan(
            Component one,
            Component other,
            boolean oneGuarded,
            boolean otherGuarded,
            List<NeverLink> pairs,
            Stewardship stewardship) {
        Map<ProfileId, RootChange> roots = Map.of(
                one.root(), new RootChange(one.state().known(), oneGuarded, true),
                other.root(), new RootChange(other.state().known(), otherGuarded, true));
        Changes changes = new Changes(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Collections.emptySortedMap(),
                        new TreeMap<>(roots),
                        List.of(),
                        pairs,
                        List.of(),
                        List.of(),
                        List.of())
                .with(stewardship);
        return new ResolutionPlan(
                tenant,
                new TreeMap<>(Map.of(one.root(), one.expectation(), other.root(), other.expectation())),
                expected,
                changes);
    }

    private StewardDecision<SeparationResult> nothing(SeparationResult answer) {
        return new StewardDecision<>(answer, ResolutionPlan.nothing(tenant));
    }
}
