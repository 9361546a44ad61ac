package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.created;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.StewardSituation.TENANT;
import static io.identitystitch.plan.StewardSituation.WORDS;
import static io.identitystitch.plan.StewardSituation.assertNothing;
import static io.identitystitch.plan.StewardSituation.conflict;
import static io.identitystitch.plan.StewardSituation.ids;
import static io.identitystitch.plan.StewardSituation.stewardship;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.SplitResult;
import io.identitystitch.policy.IdentityPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Identifiers that leave their person: by a split, or because a refused merge is decided in favour of another. */
class SplitPlannerTest {

    private final StewardSituation situation = new StewardSituation();
    private final IdentifierPlanner planner = new IdentifierPlanner(IdentityPolicy.defaults());

    @Nested
    class ASplit {
        private StewardDecision<SplitResult> split(StoredIdentifier... identifiers) {
            return planner.split(TENANT, situation.snapshot(), Arrays.asList(identifiers), WORDS, NOW, ids());
        }

        @Test
        void ofAnAbsorbedOwnersIdentifierLeavesThatOwnerAndNotTheRoot() {
            situation.known(1).knownBy(1, 1, 2).has(IdentifierType.EMAIL, 3);
            StewardDecision<SplitResult> decision = split(situation.held(email("e"), 2));
            assertThat(decision.answer())
                    .isEqualTo(new SplitResult.Split(profile(1), created(), List.of(key(email("e")))));
            assertThat(decision.plan().changes().neverLinks())
                    .containsExactly(NeverLink.of(created(), profile(2), "why", "alice"));
            assertThat(stewardship(decision).facts()).singleElement().satisfies(move -> {
                assertThat(move.from()).containsExactly(profile(2));
                assertThat(move.to()).isEqualTo(created());
                assertThat(move.keys()).containsExactly(key(email("e")));
            });
            assertThat(decision.plan().changes().edges()).isEmpty();
            assertThat(stewardship(decision).undone()).as("merges stay").isEmpty();
            assertThat(decision.plan().changes().roots()).containsEntry(profile(1), new RootChange(true, true, true));
        }

        @Test
        void keepsTheNewProfileApartFromEveryOwnerThatIsLeft() {
            situation.known(1).knownBy(1, 1, 2).has(IdentifierType.EMAIL, 3);
            StewardDecision<SplitResult> decision =
                    split(situation.held(email("e"), 2), situation.held(cookie("c"), 1));
            assertThat(decision.plan().changes().neverLinks())
                    .extracting(NeverLink::owners)
                    .containsExactlyInAnyOrder(
                            ProfilePair.of(created(), profile(1)), ProfilePair.of(created(), profile(2)));
            assertThat(decision.plan().changes().profiles()).singleElement().satisfies(profile -> {
                assertThat(profile.id()).isEqualTo(created());
                assertThat(profile.known()).isTrue();
            });
        }

        @Test
        void ofDevicesMakesAnAnonymousPerson() {
            situation.known(1).has(IdentifierType.EMAIL, 1);
            StewardDecision<SplitResult> decision = split(situation.held(cookie("c"), 1));
            assertThat(decision.plan().changes().profiles())
                    .extracting(NewProfile::known)
                    .containsExactly(false);
            assertThat(stewardship(decision).anonymous()).isEmpty();
        }

        @Test
        void ofTheLastPersistentIdentifierLeavesAnAnonymousPersonWhichIsCheckedAtCommit() {
            situation.known(1).has(IdentifierType.EMAIL, 1).has(IdentifierType.PHONE, 0);
            assertThat(stewardship(split(situation.held(email("e"), 1))).anonymous())
                    .extracting(Anonymity::root)
                    .containsExactly(profile(1));
        }

        @Test
        void ofSeveralPersonsOrOfNobodyOrOfALockedPersonIsRefused() {
            situation.known(1);
            situation.known(2);
            situation.known(3).locked();
            assertNothing(
                    split(situation.held(email("e"), 2), situation.held(email("f"), 1)),
                    new SplitResult.SeveralPersons(List.of(profile(1), profile(2))));
            assertNothing(
                    split(situation.held(email("e"), 1), situation.stored(email("f"), null)),
                    new SplitResult.NotHeld());
            assertNothing(split(situation.held(email("e"), 3)), new SplitResult.Locked(profile(3)));
        }
    }

    @Nested
    class AConflictDecidedByMoving {
        private StewardDecision<ConflictResult> decide(StoredIdentifier evidence) {
            return planner.resolveConflict(TENANT, situation.about(conflict(1)), evidence, WORDS, NOW, ids());
        }

        @Test
        void givesTheIdentifierToTheReturnedPerson() {
            situation.known(1);
            situation.known(2).has(IdentifierType.EMAIL, 2);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            StewardDecision<ConflictResult> decision = decide(situation.held(email("e"), 2));
            assertThat(decision.answer())
                    .isEqualTo(new ConflictResult.IdentifierMoved(key(email("e")), profile(2), profile(1)));
            assertThat(decision.plan().changes().neverLinks()).hasSize(1);
            assertThat(stewardship(decision).acts())
                    .extracting(NewAct::kind)
                    .containsExactly(ActKind.CONFLICT_IDENTIFIER_MOVED);
            assertThat(Set.copyOf(stewardship(decision).acts().get(0).keys())).containsExactly(key(email("e")));
        }

        @Test
        void hasNothingToMoveWhereTheRefusedPersonHasItNoMore() {
            situation.known(1);
            situation.known(2);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            assertNothing(decide(situation.held(email("e"), 1)), new ConflictResult.NothingToMove());
            assertNothing(decide(situation.stored(email("e"), null)), new ConflictResult.NothingToMove());
        }

        @Test
        void obeysLimitsAndLocks() {
            situation.known(1).has(IdentifierType.EMAIL, 20);
            StewardSituation.Person refused = situation.known(2);
            situation.conflict(1, 1, 2, ConflictStatus.OPEN, 0);
            assertNothing(
                    decide(situation.held(email("e"), 2)),
                    new ConflictResult.Refused(ConflictReason.LIMIT, IdentifierType.EMAIL));
            refused.locked();
            assertNothing(decide(situation.held(email("e"), 2)), new ConflictResult.Locked(profile(2)));
        }
    }
}
