package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.YESTERDAY;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static io.identitystitch.plan.StewardSituation.TENANT;
import static io.identitystitch.plan.StewardSituation.UNCHANGED;
import static io.identitystitch.plan.StewardSituation.WORDS;
import static io.identitystitch.plan.StewardSituation.assertNothing;
import static io.identitystitch.plan.StewardSituation.conflict;
import static io.identitystitch.plan.StewardSituation.ids;
import static io.identitystitch.plan.StewardSituation.link;
import static io.identitystitch.plan.StewardSituation.stewardship;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IdentifierPlannerTest {

    private final StewardSituation situation = new StewardSituation();
    private final IdentifierPlanner planner = new IdentifierPlanner(IdentityPolicy.defaults());

    @Test
    void asksForEnoughToSeeALimitReachedAndAPersistentIdentifierLeft() {
        StewardQuery query = planner.about(TENANT, List.of(profile(1)), 50);
        assertThat(query.counted())
                .containsEntry(IdentifierType.USER_ID, 51)
                .containsEntry(IdentifierType.PHONE, 51)
                .containsEntry(IdentifierType.ANONYMOUS_ID, 1001);
        assertThat(planner.about(TENANT, conflict(1)).counted()).containsEntry(IdentifierType.USER_ID, 2);
    }

    @Nested
    class AReassignedIdentifier {
        private StewardDecision<IdentifierResult> reassign(StoredIdentifier stored, int from, int to) {
            return planner.reassign(
                    TENANT, situation.snapshot(), stored, profile(from), profile(to), WORDS, NOW, ids());
        }

        @Test
        void isTheNewOwnersFromNowOnAndItsTimeBeforeIsKept() {
            situation.known(1).has(IdentifierType.EMAIL, 2);
            situation.known(2);
            StewardDecision<IdentifierResult> decision = reassign(situation.held(email("e"), 1), 1, 2);
            assertThat(decision.answer())
                    .isEqualTo(new IdentifierResult.Moved(key(email("e")), profile(1), profile(2)));
            LinkState after = link(decision, email("e")).after();
            assertThat(after.owner()).isEqualTo(profile(2));
            assertThat(after.heldSince()).isEqualTo(NOW);
            assertThat(after.source()).isEqualTo(LinkSource.MANUAL);
            assertThat(decision.plan().changes().closed())
                    .containsExactly(new HeldInterval(key(email("e")), profile(1), YESTERDAY, NOW));
            assertThat(decision.plan().roots())
                    .containsExactly(Map.entry(profile(1), UNCHANGED), Map.entry(profile(2), UNCHANGED));
            assertThat(decision.plan().keys()).containsOnlyKeys(key(email("e")));
            assertThat(decision.plan().changes().edges()).isEmpty();
        }

        @Test
        void keepsItsFormerOwnerAndItsNewOneApart() {
            situation.known(1).knownBy(1, 1, 3).has(IdentifierType.EMAIL, 2);
            situation.known(2);
            StewardDecision<IdentifierResult> decision = reassign(situation.held(email("e"), 3), 1, 2);
            assertThat(decision.plan().changes().neverLinks())
                    .containsExactly(NeverLink.of(profile(3), profile(2), "why", "alice"));
            assertThat(decision.plan().changes().roots().values()).containsOnly(new RootChange(true, true, true));
        }

        @Test
        void withinOnePersonWritesNoPair() {
            situation.known(1).knownBy(1, 1, 3).has(IdentifierType.EMAIL, 20);
            StewardDecision<IdentifierResult> decision = reassign(situation.held(email("e"), 3), 3, 1);
            assertThat(decision.answer()).isInstanceOf(IdentifierResult.Moved.class);
            assertThat(decision.plan().changes().neverLinks()).isEmpty();
            assertThat(decision.plan().changes().roots())
                    .containsExactly(Map.entry(profile(1), new RootChange(true, false, true)));
        }

        @Test
        void ofADeviceCountsAsASignInFromThenOn() {
            situation.known(1);
            situation.known(2);
            assertThat(link(reassign(situation.held(cookie("c"), 1), 1, 2), cookie("c"))
                            .after()
                            .signedInAt())
                    .isEqualTo(NOW);
        }

        @Test
        void obeysTheLimitsOfTheNewOwner() {
            situation.known(1).has(IdentifierType.USER_ID, 1).has(IdentifierType.EMAIL, 1);
            situation.known(2).has(IdentifierType.USER_ID, 1).has(IdentifierType.EMAIL, 20);
            assertNothing(
                    reassign(situation.held(user("u"), 1), 1, 2),
                    new IdentifierResult.Refused(ConflictReason.EXCLUSIVE, IdentifierType.USER_ID));
            assertNothing(
                    reassign(situation.held(email("e"), 1), 1, 2),
                    new IdentifierResult.Refused(ConflictReason.LIMIT, IdentifierType.EMAIL));
        }

        @Test
        void ofALockedPersonStays() {
            situation.known(1).locked();
            situation.known(2);
            assertNothing(reassign(situation.held(email("e"), 1), 1, 2), new IdentifierResult.Locked(profile(1)));
            assertNothing(reassign(situation.held(email("e"), 2), 2, 1), new IdentifierResult.Locked(profile(1)));
        }

        @Test
        void isTakenOnlyFromWhoHasIt() {
            situation.known(1).knownBy(1, 1, 3);
            situation.known(2);
            situation.known(4);
            assertNothing(reassign(situation.held(email("e"), 3), 2, 4), new IdentifierResult.HeldByOther(profile(1)));
            assertNothing(reassign(situation.stored(email("e"), null), 1, 2), new IdentifierResult.NotHeld());
            assertNothing(reassign(situation.held(email("e"), 2), 1, 2), new IdentifierResult.Unchanged());
            assertNothing(reassign(situation.held(email("e"), 3), 1, 3), new IdentifierResult.Unchanged());
            assertNothing(reassign(situation.held(email("e"), 1), 1, 9), new IdentifierResult.Unknown());
        }

        @Test
        void keepsTheConflictsOfTheTwoApart() {
            situation.known(1).has(IdentifierType.EMAIL, 2);
            situation.known(2);
            situation.conflict(1, 2, 1, ConflictStatus.OPEN, 0);
            assertThat(stewardship(reassign(situation.held(email("e"), 1), 1, 2))
                            .conflicts())
                    .extracting(ConflictChange::after)
                    .containsExactly(ConflictStatus.KEPT_APART);
        }
    }

    @Nested
    class TheLastPersistentIdentifier {
        private StewardDecision<IdentifierResult> unlink(Identifier identifier) {
            return planner.unlink(TENANT, situation.snapshot(), situation.held(identifier, 1), WORDS, NOW, ids());
        }

        @Test
        void leavesAnAnonymousPersonAndThatIsCheckedAtCommit() {
            situation.known(1).has(IdentifierType.EMAIL, 1).has(IdentifierType.ANONYMOUS_ID, 3);
            StewardDecision<IdentifierResult> decision = unlink(email("e"));
            assertThat(decision.answer()).isEqualTo(new IdentifierResult.Unlinked(key(email("e")), profile(1), false));
            assertThat(stewardship(decision).anonymous()).singleElement().satisfies(anonymous -> {
                assertThat(anonymous.root()).isEqualTo(profile(1));
                assertThat(anonymous.persistent()).contains(IdentifierType.EMAIL, IdentifierType.PHONE);
                assertThat(anonymous.persistent()).doesNotContain(IdentifierType.ANONYMOUS_ID);
            });
            assertThat(decision.plan().changes().roots())
                    .containsExactly(Map.entry(profile(1), new RootChange(false, false, true)));
        }

        @Test
        void isNotLookedForWhereAnotherOneIsLeft() {
            situation.known(1).has(IdentifierType.EMAIL, 1).has(IdentifierType.PHONE, 1);
            StewardDecision<IdentifierResult> decision = unlink(email("e"));
            assertThat(decision.answer()).isEqualTo(new IdentifierResult.Unlinked(key(email("e")), profile(1), true));
            assertThat(stewardship(decision).anonymous()).isEmpty();
        }

        @Test
        void isNotLookedForWhereADeviceGoes() {
            situation.known(1).has(IdentifierType.ANONYMOUS_ID, 1);
            assertThat(stewardship(unlink(cookie("c"))).anonymous()).isEmpty();
        }

        @Test
        void makesWhoGetsItKnown() {
            situation.known(1).has(IdentifierType.EMAIL, 1);
            situation.anonymous(2);
            StewardDecision<IdentifierResult> decision = planner.reassign(
                    TENANT,
                    situation.snapshot(),
                    situation.held(email("e"), 1),
                    profile(1),
                    profile(2),
                    WORDS,
                    NOW,
                    ids());
            assertThat(decision.plan().changes().roots())
                    .containsExactly(
                            Map.entry(profile(1), new RootChange(false, true, true)),
                            Map.entry(profile(2), new RootChange(true, true, true)));
            assertThat(stewardship(decision).anonymous())
                    .extracting(Anonymity::root)
                    .containsExactly(profile(1));
        }
    }

    @Nested
    class AnUnlinkedIdentifier {
        @Test
        void isNobodysAndKeepsItsDates() {
            situation.known(1).has(IdentifierType.EMAIL, 2);
            StoredIdentifier held = situation.held(email("e"), 1);
            LinkState after = link(planner.unlink(TENANT, situation.snapshot(), held, WORDS, NOW, ids()), email("e"))
                    .after();
            assertThat(after.owner()).isNull();
            assertThat(after.firstSeenAt()).isEqualTo(YESTERDAY);
        }

        @Test
        void ofALockedPersonOrOfNobodyStays() {
            situation.known(1).locked();
            assertNothing(
                    planner.unlink(TENANT, situation.snapshot(), situation.held(email("e"), 1), WORDS, NOW, ids()),
                    new IdentifierResult.Locked(profile(1)));
            assertNothing(
                    planner.unlink(TENANT, situation.snapshot(), situation.stored(email("e"), null), WORDS, NOW, ids()),
                    new IdentifierResult.NotHeld());
        }
    }

    @Nested
    class AnIdentifierThatTakesThePlaceOfAnother {
        private StewardDecision<IdentifierResult> change(StoredIdentifier old, StoredIdentifier replacement) {
            return planner.change(TENANT, situation.snapshot(), old, replacement, WORDS, NOW, ids());
        }

        @Test
        void isTheOwnersOfTheOldOneWhichIsNobodys() {
            situation.known(1).knownBy(1, 1, 2).has(IdentifierType.EMAIL, 1);
            StewardDecision<IdentifierResult> decision =
                    change(situation.held(email("old"), 2), situation.stored(email("new"), null));
            assertThat(decision.answer())
                    .isEqualTo(new IdentifierResult.Changed(key(email("old")), key(email("new")), profile(2)));
            assertThat(link(decision, email("old")).after().owner()).isNull();
            assertThat(link(decision, email("new")).after().owner()).isEqualTo(profile(2));
            assertThat(stewardship(decision).anonymous())
                    .as("one goes and one comes")
                    .isEmpty();
        }

        @Test
        void isNotTakenFromSomebodyElse() {
            situation.known(1);
            situation.known(2);
            assertNothing(
                    change(situation.held(email("old"), 1), situation.held(email("new"), 2)),
                    new IdentifierResult.HeldByOther(profile(2)));
        }

        @Test
        void isTakenWhereItsTimeWithSomebodyElseIsOver() {
            situation.known(1).has(IdentifierType.EMAIL, 1);
            situation.known(2).has(IdentifierType.EMAIL, 2);
            Instant end = NOW.minus(Duration.ofHours(1));
            StoredIdentifier expired = situation.stored(
                    email("new"),
                    new LinkState(
                            profile(2),
                            YESTERDAY,
                            null,
                            false,
                            LinkSource.IDENTIFY,
                            YESTERDAY,
                            YESTERDAY,
                            end,
                            false,
                            1));
            StewardDecision<IdentifierResult> decision = change(situation.held(email("old"), 1), expired);
            assertThat(decision.answer())
                    .isEqualTo(new IdentifierResult.Changed(key(email("old")), key(email("new")), profile(1)));
            assertThat(decision.plan().changes().closed())
                    .contains(new HeldInterval(key(email("new")), profile(2), YESTERDAY, end));
            assertThat(decision.plan().roots()).containsOnlyKeys(profile(1), profile(2));
        }

        @Test
        void thatThePersonHasAlreadyStaysWhereItIs() {
            situation.known(1).knownBy(1, 1, 2).has(IdentifierType.EMAIL, 2);
            StewardDecision<IdentifierResult> decision =
                    change(situation.held(email("old"), 1), situation.held(email("new"), 2));
            assertThat(decision.answer())
                    .isEqualTo(new IdentifierResult.Changed(key(email("old")), key(email("new")), profile(2)));
            assertThat(decision.plan().changes().links()).hasSize(1);
        }

        @Test
        void isRefusedWhereThereIsNothingToChange() {
            situation.known(1);
            assertNothing(
                    change(situation.held(email("e"), 1), situation.held(email("e"), 1)),
                    new IdentifierResult.Unchanged());
            assertNothing(
                    change(situation.stored(email("old"), null), situation.stored(email("new"), null)),
                    new IdentifierResult.NotHeld());
        }

        @Test
        void ofALockedPersonIsRefused() {
            situation.known(1).locked();
            assertNothing(
                    change(situation.held(email("old"), 1), situation.stored(email("new"), null)),
                    new IdentifierResult.Locked(profile(1)));
        }
    }
}
