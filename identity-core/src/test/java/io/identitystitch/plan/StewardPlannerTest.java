package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.createdAt;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.StewardSituation.TENANT;
import static io.identitystitch.plan.StewardSituation.UNCHANGED;
import static io.identitystitch.plan.StewardSituation.WORDS;
import static io.identitystitch.plan.StewardSituation.assertNothing;
import static io.identitystitch.plan.StewardSituation.conflict;
import static io.identitystitch.plan.StewardSituation.ids;
import static io.identitystitch.plan.StewardSituation.merge;
import static io.identitystitch.plan.StewardSituation.roots;
import static io.identitystitch.plan.StewardSituation.stewardship;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.policy.IdentityPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StewardPlannerTest {

    private final StewardSituation situation = new StewardSituation();
    private final StewardPlanner planner = new StewardPlanner(IdentityPolicy.defaults());

    @Nested
    class AnUndo {
        private StewardDecision<UndoResult> undo(int number) {
            MergeId id = merge(number);
            return planner.undo(TENANT, situation.about(id), id, WORDS, ids()).orElseThrow();
        }

        private ProfileId newRoot(StewardDecision<UndoResult> decision) {
            assertThat(stewardship(decision).undone()).hasSize(1);
            return stewardship(decision).undone().get(0).newRoot();
        }

        @Test
        void leavesTheRootToItsSideAndNamesTheOwnersThatLeave() {
            situation.known(1).knownBy(1, 1, 2).anonymousBy(2, 2, 3).anonymousBy(3, 1, 4);
            StewardDecision<UndoResult> decision = undo(1);
            assertThat(decision.answer())
                    .isEqualTo(new UndoResult.Undone(
                            merge(1),
                            profile(1),
                            profile(2),
                            Map.of(profile(2), profile(2), profile(3), profile(2)),
                            List.of()));
            Undoing undoing = stewardship(decision).undone().get(0);
            assertThat(undoing.leaving()).containsExactly(profile(2), profile(3));
            assertThat(undoing.owners()).isEqualTo(4);
            assertThat(decision.plan().roots()).containsExactly(Map.entry(profile(1), UNCHANGED));
            assertThat(roots(decision)).containsExactly(Map.entry(profile(1), new RootChange(true, true, true)));
        }

        @Test
        void givesTheOtherSideToItsKnownOwnerFirst() {
            situation.known(9).anonymousBy(1, 9, 1).knownBy(2, 1, 5).anonymousBy(3, 1, 2);
            assertThat(newRoot(undo(1))).isEqualTo(profile(5));
        }

        @Test
        void givesTheOtherSideToTheOlderOfTwoKnownOwners() {
            situation.known(9).knownBy(1, 9, 3, createdAt(5)).knownBy(2, 3, 6, createdAt(4));
            assertThat(newRoot(undo(1))).isEqualTo(profile(6));
        }

        @Test
        void givesTheOtherSideToTheSmallerIdOfOneAge() {
            situation.known(9).knownBy(1, 9, 6, createdAt(4)).knownBy(2, 6, 3, createdAt(4));
            assertThat(newRoot(undo(1))).isEqualTo(profile(3));
        }

        @Test
        void keepsBothSidesKnownWhereBothHavePersistentIdentifiers() {
            situation.known(1).knownBy(1, 1, 2);
            StewardDecision<UndoResult> decision = undo(1);
            Undoing undoing = stewardship(decision).undone().get(0);
            assertThat(undoing.known()).isTrue();
            assertThat(roots(decision).get(profile(1)).known()).isTrue();
            assertThat(undoing.anonymous()).isEmpty();
            assertThat(undoing.persistent()).isEmpty();
        }

        @Test
        void makesTheLeavingSideAnonymousIfItHasNoneAndAsksForThatAtCommit() {
            situation.known(1).anonymousBy(1, 1, 2);
            StewardDecision<UndoResult> decision = undo(1);
            Undoing undoing = stewardship(decision).undone().get(0);
            assertThat(undoing.known()).isFalse();
            assertThat(roots(decision).get(profile(1)).known()).isTrue();
            assertThat(undoing.anonymous()).containsExactly(profile(2));
            assertThat(undoing.persistent()).contains(IdentifierType.EMAIL, IdentifierType.USER_ID);
            assertThat(undoing.persistent()).doesNotContain(IdentifierType.ANONYMOUS_ID);
        }

        @Test
        void makesTheStayingSideAnonymousIfItHasNone() {
            situation.anonymous(1).knownBy(1, 1, 2);
            StewardDecision<UndoResult> decision = undo(1);
            Undoing undoing = stewardship(decision).undone().get(0);
            assertThat(undoing.known()).isTrue();
            assertThat(roots(decision).get(profile(1)).known()).isFalse();
            assertThat(undoing.anonymous()).containsExactly(profile(1));
        }

        @Test
        void keepsTheTwoOwnersOfTheMergeApartWithTheStewardsWords() {
            situation.known(1).knownBy(1, 1, 2).knownBy(2, 2, 3);
            StewardDecision<UndoResult> decision = undo(2);
            assertThat(decision.plan().changes().neverLinks())
                    .containsExactly(NeverLink.of(profile(2), profile(3), WORDS.reason(), WORDS.by()));
            assertThat(stewardship(decision).acts()).singleElement().satisfies(act -> {
                assertThat(act.kind()).isEqualTo(ActKind.UNDONE);
                assertThat(act.by()).isEqualTo("alice");
                assertThat(act.merge()).isEqualTo(merge(2));
            });
        }

        @Test
        void ofAMergeThatDecidedAConflictKeepsThatConflictApart() {
            situation.known(1).knownBy(1, 1, 2).knownBy(2, 1, 3);
            situation.conflict(1, 1, 2, ConflictStatus.MERGED, 1);
            situation.conflict(2, 1, 3, ConflictStatus.MERGED, 2);
            StewardDecision<UndoResult> decision = undo(1);
            assertThat(stewardship(decision).conflicts())
                    .containsExactly(new ConflictChange(
                            conflict(1),
                            ProfilePair.of(profile(1), profile(2)),
                            ConflictStatus.MERGED,
                            ConflictStatus.KEPT_APART,
                            null));
            assertThat(((UndoResult.Undone) decision.answer()).conflicts())
                    .extracting(ConflictRecord::status)
                    .containsExactly(ConflictStatus.KEPT_APART, ConflictStatus.MERGED);
        }

        @Test
        void ofALockedPersonIsRefused() {
            situation.known(1).knownBy(1, 1, 2).locked();
            assertNothing(undo(1), new UndoResult.Locked(profile(1)));
        }

        @Test
        void ofWhatIsUndoneOrUnknownChangesNothing() {
            situation.known(1).knownBy(1, 1, 2);
            MergeRecord live = situation.about(merge(1)).merge().orElseThrow();
            MergeRecord undone = new MergeRecord(
                    live.id(),
                    live.a(),
                    live.b(),
                    live.keyA(),
                    live.keyB(),
                    live.source(),
                    live.observedAt(),
                    live.mergedAt(),
                    Optional.of(NOW));
            StewardSnapshot snapshot = situation.snapshot(undone, null);
            assertNothing(
                    planner.undo(TENANT, snapshot, merge(1), WORDS, ids()).orElseThrow(),
                    new UndoResult.AlreadyUndone(merge(1), NOW));
            assertNothing(
                    planner.undo(TENANT, StewardSnapshot.EMPTY, merge(5), WORDS, ids())
                            .orElseThrow(),
                    new UndoResult.Unknown(merge(5)));
        }

        @Test
        void ofASnapshotThatDoesNotShowOneMomentIsNotDecided() {
            situation.known(1).knownBy(1, 1, 2).knownBy(1, 1, 3);
            StewardSnapshot torn = situation.about(merge(1));
            assertThat(planner.undo(TENANT, torn, merge(1), WORDS, ids())).isEmpty();
            StewardSnapshot without =
                    new StewardSnapshot(Map.of(), Map.of(), torn.merge(), Optional.empty(), List.of());
            assertThat(planner.undo(TENANT, without, merge(1), WORDS, ids())).isEmpty();
        }
    }

    @Nested
    class AMerge {
        private StewardDecision<MergeResult> merge(int into, int from) {
            return planner.merge(TENANT, situation.snapshot(), profile(into), profile(from), WORDS, NOW, ids());
        }

        @Test
        void joinsTheOwnersThatWereNamedAndKeepsTheOlderRoot() {
            situation.known(3);
            situation.known(1).knownBy(1, 1, 2);
            StewardDecision<MergeResult> decision = merge(3, 2);
            assertThat(decision.answer()).isInstanceOfSatisfying(MergeResult.Merged.class, merged -> {
                assertThat(merged.survivor()).isEqualTo(profile(1));
                assertThat(merged.absorbed()).isEqualTo(profile(3));
            });
            assertThat(decision.plan().changes().edges()).singleElement().satisfies(edge -> {
                assertThat(edge.a()).isEqualTo(profile(3));
                assertThat(edge.b()).isEqualTo(profile(2));
                assertThat(edge.keyA()).isNull();
            });
            assertThat(decision.plan().roots()).containsOnlyKeys(profile(1), profile(3));
            assertThat(decision.plan().roots().values()).containsOnly(UNCHANGED);
        }

        @Test
        void keepsTheKnownRootOfTwoOfWhichOneIsAnonymous() {
            situation.anonymous(1);
            situation.known(2);
            assertThat(roots(merge(1, 2))).containsExactly(Map.entry(profile(2), new RootChange(true, false, true)));
        }

        @Test
        void removesThePairsBetweenTheTwoAndNoOther() {
            situation.known(1).knownBy(1, 1, 2);
            situation.known(3).knownBy(2, 3, 4);
            situation.known(5);
            situation.apart(1, 3).apart(2, 4).apart(4, 5);
            StewardDecision<MergeResult> decision = merge(1, 3);
            assertThat(stewardship(decision).mayLink())
                    .containsExactlyInAnyOrder(
                            ProfilePair.of(profile(1), profile(3)), ProfilePair.of(profile(2), profile(4)));
            assertThat(roots(decision).get(profile(1)).guarded()).isTrue();
        }

        @Test
        void isGuardedByNothingWhereNoPairIsLeft() {
            situation.known(1);
            situation.known(2);
            situation.apart(1, 2);
            assertThat(roots(merge(1, 2)).get(profile(1)).guarded()).isFalse();
        }

        @Test
        void obeysTheLimits() {
            situation.known(1).has(IdentifierType.USER_ID, 1);
            situation.known(2).has(IdentifierType.USER_ID, 1);
            situation.known(3).has(IdentifierType.PHONE, 20);
            situation.known(4).has(IdentifierType.PHONE, 1);
            situation.known(5).has(IdentifierType.USER_ID, 3);
            situation.known(6);
            assertNothing(merge(1, 2), new MergeResult.Refused(ConflictReason.EXCLUSIVE, IdentifierType.USER_ID));
            assertNothing(merge(3, 4), new MergeResult.Refused(ConflictReason.LIMIT, IdentifierType.PHONE));
            assertThat(merge(5, 6).answer()).as("adds nothing").isInstanceOf(MergeResult.Merged.class);
        }

        @Test
        void ofALockedPersonIsRefused() {
            situation.known(1);
            situation.known(2).locked();
            assertNothing(merge(1, 2), new MergeResult.Locked(profile(2)));
            assertNothing(merge(2, 1), new MergeResult.Locked(profile(2)));
        }

        @Test
        void ofOnePersonOrOfNobodyChangesNothing() {
            situation.known(1).knownBy(1, 1, 2);
            assertNothing(merge(1, 2), new MergeResult.AlreadyOne(profile(1)));
            assertNothing(merge(1, 9), new MergeResult.Unknown());
        }

        @Test
        void decidesTheConflictsOfTheTwo() {
            situation.known(1);
            situation.known(2);
            situation.known(3);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            situation.conflict(2, 1, 3, ConflictStatus.OPEN, 0);
            StewardDecision<MergeResult> decision = merge(1, 2);
            assertThat(stewardship(decision).conflicts()).singleElement().satisfies(change -> {
                assertThat(change.id()).isEqualTo(conflict(1));
                assertThat(change.after()).isEqualTo(ConflictStatus.MERGED);
                assertThat(change.merge())
                        .isEqualTo(decision.plan().changes().edges().get(0).id());
            });
        }
    }
}
