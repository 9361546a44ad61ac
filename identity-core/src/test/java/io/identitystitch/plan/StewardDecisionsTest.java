package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
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

import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.policy.IdentityPolicy;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a steward decides for good: who is kept apart, what becomes of a refused merge, who is locked. */
class StewardDecisionsTest {

    private final StewardSituation situation = new StewardSituation();
    private final StewardPlanner planner = new StewardPlanner(IdentityPolicy.defaults());

    @Nested
    class KeepingApart {
        private StewardDecision<SeparationResult> neverLink(int a, int b) {
            return planner.neverLink(
                    TENANT, situation.snapshot(), profile(a), profile(b), new TreeMap<>(), WORDS, ids());
        }

        private StewardDecision<SeparationResult> mayLink(int a, int b) {
            return planner.mayLink(TENANT, situation.snapshot(), profile(a), profile(b), new TreeMap<>(), WORDS, ids());
        }

        @Test
        void writesThePairOfTheTwoOwnersAndGuardsBothRoots() {
            situation.known(1).knownBy(1, 1, 2);
            situation.anonymous(3);
            StewardDecision<SeparationResult> decision = neverLink(3, 2);
            assertThat(decision.plan().changes().neverLinks())
                    .containsExactly(NeverLink.of(profile(2), profile(3), "why", "alice"));
            assertThat(roots(decision))
                    .containsExactly(
                            Map.entry(profile(1), new RootChange(true, true, true)),
                            Map.entry(profile(3), new RootChange(false, true, true)));
        }

        @Test
        void namesTwoOwnersSoThatAnotherPairOfTheSamePersonsIsWrittenToo() {
            situation.known(1).knownBy(1, 1, 2);
            situation.known(3);
            situation.apart(1, 3);
            assertNothing(neverLink(3, 1), new SeparationResult.Unchanged());
            assertThat(neverLink(2, 3).plan().changes().neverLinks()).hasSize(1);
        }

        @Test
        void ofOnePersonIsRefused() {
            situation.known(1).knownBy(1, 1, 2);
            assertNothing(neverLink(1, 2), new SeparationResult.UndoOrSplitFirst(profile(1)));
            assertNothing(neverLink(1, 9), new SeparationResult.Unknown());
        }

        @Test
        void isSaidOfLockedPersonsToo() {
            situation.known(1).locked();
            situation.known(2);
            assertThat(neverLink(1, 2).answer()).isInstanceOf(SeparationResult.KeptApart.class);
        }

        @Test
        void takenBackRemovesEveryPairOfTheTwoPersons() {
            situation.known(1).knownBy(1, 1, 2);
            situation.known(3);
            situation.apart(1, 3).apart(2, 3);
            StewardDecision<SeparationResult> decision = mayLink(3, 1);
            assertThat(decision.answer()).isEqualTo(new SeparationResult.MayLink(profile(3), profile(1), 2));
            assertThat(stewardship(decision).mayLink()).hasSize(2);
        }

        @Test
        void takenBackLeavesThoseGuardedWhoAreKeptApartFromOthers() {
            situation.known(1);
            situation.known(2);
            situation.known(3);
            situation.apart(1, 2).apart(1, 3);
            assertThat(roots(mayLink(1, 2)))
                    .containsExactly(
                            Map.entry(profile(1), new RootChange(true, true, true)),
                            Map.entry(profile(2), new RootChange(true, false, true)));
        }

        @Test
        void takenBackOpensTheConflictsThatWereDecidedSo() {
            situation.known(1);
            situation.known(2);
            situation.apart(1, 2).conflict(1, 1, 2, ConflictStatus.KEPT_APART, 0);
            assertThat(stewardship(mayLink(1, 2)).conflicts())
                    .extracting(ConflictChange::after)
                    .containsExactly(ConflictStatus.OPEN);
        }

        @Test
        void takenBackWhereNothingKeepsThemApartChangesNothing() {
            situation.known(1);
            situation.known(2);
            assertNothing(mayLink(1, 2), new SeparationResult.Unchanged());
        }
    }

    @Nested
    class ADecisionOnAConflict {
        private StewardDecision<ConflictResult> decide(boolean merge) {
            return planner.resolveConflict(TENANT, situation.about(conflict(1)), merge, WORDS, NOW, ids());
        }

        @Test
        void toMergeObeysTheLimitsAndLocks() {
            situation.known(1).has(IdentifierType.USER_ID, 1);
            StewardSituation.Person other = situation.known(2).has(IdentifierType.USER_ID, 1);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            assertNothing(decide(true), new ConflictResult.Refused(ConflictReason.EXCLUSIVE, IdentifierType.USER_ID));
            other.has(IdentifierType.USER_ID, 0);
            assertThat(decide(true).answer()).isInstanceOf(ConflictResult.Merged.class);
            other.locked();
            assertNothing(decide(true), new ConflictResult.Locked(profile(2)));
        }

        @Test
        void toKeepApartWritesAPairOfItsOwners() {
            situation.known(1);
            situation.known(2);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            StewardDecision<ConflictResult> decision = decide(false);
            assertThat(decision.plan().changes().neverLinks()).hasSize(1);
            assertThat(stewardship(decision).conflicts())
                    .extracting(ConflictChange::after)
                    .containsExactly(ConflictStatus.KEPT_APART);
        }

        @Test
        void onTwoWhoBecameOneIsOvertaken() {
            situation.known(1).knownBy(1, 1, 2);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            assertThat(decide(true).answer()).isEqualTo(new ConflictResult.AlreadyDecided(ConflictStatus.MERGED));
            assertNothing(decide(false), new ConflictResult.UndoOrSplitFirst(profile(1)));
        }
    }

    @Nested
    class ALock {
        private StewardDecision<LockResult> set(int profile, boolean locked) {
            return planner.lock(TENANT, situation.snapshot(), profile(profile), locked, WORDS, ids());
        }

        @Test
        void isThatOfTheWholePersonAndMakesANewVersion() {
            situation.known(1).knownBy(1, 1, 2);
            situation.apart(2, 9);
            StewardDecision<LockResult> decision = set(2, true);
            assertThat(decision.answer()).isEqualTo(new LockResult.Locked(profile(1)));
            assertThat(stewardship(decision).locks()).containsExactly(new LockChange(profile(1), true));
            assertThat(roots(decision)).containsExactly(Map.entry(profile(1), new RootChange(true, true, true)));
            assertThat(decision.plan().roots()).containsExactly(Map.entry(profile(1), UNCHANGED));
        }

        @Test
        void thatIsThereAlreadyChangesNothing() {
            situation.known(1).locked();
            assertNothing(set(1, true), new LockResult.Unchanged());
            assertThat(set(1, false).answer()).isEqualTo(new LockResult.Unlocked(profile(1)));
            assertNothing(set(9, true), new LockResult.Unknown());
        }
    }
}
