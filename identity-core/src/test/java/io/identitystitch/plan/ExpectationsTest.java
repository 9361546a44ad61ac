package io.identitystitch.plan;

import static io.identitystitch.plan.RootExpectation.ANY_VERSION;
import static io.identitystitch.plan.RootExpectation.Lock.EXCLUSIVE;
import static io.identitystitch.plan.RootExpectation.Lock.SHARED;
import static io.identitystitch.plan.Situation.YESTERDAY;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.crm;
import static io.identitystitch.plan.Situation.device;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IdentifierType;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a plan locks and what it asks to be still true. */
class ExpectationsTest {
    private final Situation situation = new Situation();

    private static final RootExpectation LOCKED = new RootExpectation(EXCLUSIVE, 7);

    @Test
    void aHubThatAbsorbsAnAnonymousProfileIsLockedSharedAndNotBumped() {
        situation.known(1).has(user("u"));
        situation.anonymous(2).has(cookie("c"));
        ResolutionPlan plan = situation.plan(user("u"), cookie("c")).plan();
        assertThat(plan.roots())
                .containsExactly(
                        Map.entry(profile(1), new RootExpectation(SHARED, ANY_VERSION)), Map.entry(profile(2), LOCKED));
        assertThat(plan.changes().roots()).isEmpty();
    }

    @Test
    void aMergeOfKnownPersonsLocksBothAndBumpsTheOneThatRemains() {
        situation.known(1).has(user("u"));
        situation.known(2).has(email("e"));
        ResolutionPlan plan = situation.plan(user("u"), email("e")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED), Map.entry(profile(2), LOCKED));
        assertThat(plan.changes().roots()).containsExactly(Map.entry(profile(1), new RootChange(true, false, true)));
    }

    @Test
    void aGuardedPersonIsLockedAgainstOthersEvenByAnAnonymousMerge() {
        situation.known(1).has(user("u"));
        situation.anonymous(2).has(cookie("c"));
        situation.known(3);
        situation.apart(1, 3);
        ResolutionPlan plan = situation.plan(user("u"), cookie("c")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED), Map.entry(profile(2), LOCKED));
        assertThat(plan.changes().roots()).containsExactly(Map.entry(profile(1), new RootChange(true, true, true)));
    }

    @Test
    void anAccountThatIsLinkedLocksAndBumpsItsPerson() {
        situation.known(1).has(email("e"));
        ResolutionPlan plan = situation.plan(email("e"), user("new")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED));
        assertThat(plan.changes().roots()).containsExactly(Map.entry(profile(1), new RootChange(true, false, true)));
        assertThat(plan.keys().get(key(user("new")))).isEqualTo(KeyExpectation.UNLINKED);
        assertThat(plan.keys().get(key(email("e"))))
                .isEqualTo(new KeyExpectation(true, profile(1), profile(1), YESTERDAY));
    }

    @Test
    void aDeviceThatIsLinkedLocksNothing() {
        situation.known(1).has(email("e"));
        ResolutionPlan plan = situation.plan(email("e"), cookie("new")).plan();
        assertThat(plan.roots()).isEmpty();
        assertThat(plan.keys()).isEmpty();
        assertThat(plan.changes().roots()).isEmpty();
    }

    /** So that an undo, which decides who stays known, and the link see each other; further links go on beside it. */
    @Test
    void aPersistentIdentifierThatManyMayHaveLocksItsRootSharedAndDoesNotBump() {
        situation.known(1).has(email("e"));
        ResolutionPlan plan = situation.plan(email("e"), crm("new")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), new RootExpectation(SHARED, ANY_VERSION)));
        assertThat(plan.keys()).containsOnlyKeys(key(email("e")), key(crm("new")));
        assertThat(plan.changes().roots()).isEmpty();
    }

    @Test
    void aProfileThatBecomesKnownIsLockedAndBumped() {
        situation.anonymous(1).has(cookie("c"));
        ResolutionPlan plan = situation.plan(cookie("c"), crm("new")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED));
        assertThat(plan.changes().roots()).containsExactly(Map.entry(profile(1), new RootChange(true, false, true)));
    }

    @Test
    void aGuessByTypeLocksAndBumpsThePersonOfWhomTheAbsenceWasRead() {
        situation.known(1).has(device("d")).counting(IdentifierType.EMAIL, 1);
        ResolutionPlan plan = situation.plan(device("d"), crm("new")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED));
        assertThat(plan.changes().roots()).containsExactly(Map.entry(profile(1), new RootChange(true, false, true)));
    }

    @Test
    void aHandOverExpectsTheHolderWhereItWasAndTheLatestSignIn() {
        situation.known(1).has(user("u"));
        situation.known(2).signedIn(cookie("c"), YESTERDAY.plusSeconds(60));
        ResolutionPlan plan = situation.plan(user("u"), cookie("c")).plan();
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED), Map.entry(profile(2), LOCKED));
        assertThat(plan.keys().get(key(cookie("c"))))
                .isEqualTo(new KeyExpectation(true, profile(2), profile(2), YESTERDAY.plusSeconds(60)));
    }

    @Test
    void aConflictExpectsBothPersonsAtTheirVersions() {
        situation.known(1).has(user("u"));
        situation.known(2).has(email("e")).counting(IdentifierType.USER_ID, 1);
        ResolutionPlan plan = situation.plan(user("u"), email("e")).plan();
        assertThat(plan.changes().conflicts()).hasSize(1);
        assertThat(plan.roots()).containsExactly(Map.entry(profile(1), LOCKED), Map.entry(profile(2), LOCKED));
        assertThat(plan.keys()).containsOnlyKeys(key(user("u")), key(email("e")));
    }

    @Test
    void aNewProfileOfNewIdentifiersExpectsNothingButTheUniqueKey() {
        ResolutionPlan plan = situation.plan(user("u"), email("e"), cookie("c")).plan();
        assertThat(plan.roots()).isEmpty();
        assertThat(plan.changes().links()).hasSize(3).allMatch(LinkChange::isNew);
    }

    @Test
    void rootsAreListedInTheOrderInWhichTheyAreLocked() {
        situation.known(3).has(user("u"));
        situation.known(1).has(email("e"));
        situation.known(2).has(crm("c"));
        assertThat(situation
                        .plan(user("u"), email("e"), crm("c"))
                        .plan()
                        .roots()
                        .keySet())
                .containsExactly(profile(1), profile(2), profile(3));
    }

    @Nested
    class Versions {
        @Test
        void ofAPersonWhoIsLeftAloneDoNotMatter() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e"));
            situation.known(3).has(cookie("c"), YESTERDAY, Situation.NOW);
            ResolutionPlan plan =
                    situation.plan(user("u"), email("e"), cookie("c")).plan();
            assertThat(plan.roots()).containsOnlyKeys(profile(1), profile(2));
            assertThat(plan.keys()).doesNotContainKey(key(cookie("c")));
        }
    }
}
