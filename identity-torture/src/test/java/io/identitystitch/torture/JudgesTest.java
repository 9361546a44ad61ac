package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each judge is seen to fail, each by a state that differs in one thing from one that passes. */
class JudgesTest {
    private final Scenario scenario = new Scenario();

    @Nested
    class NothingLost {
        @Test
        void passesWhatIsStoredTogether() {
            scenario.root(1).absorbed(2, 1).key("mail:a", 1).key("crm:a", 2).told(1, "mail:a", "crm:a");

            assertPassed(PersonJudges::nothingLost, 1);
        }

        @Test
        void findsAKeyThatIsNotStored() {
            scenario.root(1).key("mail:a", 1).told(1, "mail:a", "crm:a");

            assertFound(PersonJudges::nothingLost, "[shop mail:a, shop crm:a] belong to");
        }

        @Test
        void findsKeysOfTwoPersons() {
            scenario.root(1).root(2).key("mail:a", 1).key("crm:a", 2).told(1, "mail:a", "crm:a");

            assertFound(PersonJudges::nothingLost, "belong to");
        }

        @Test
        void findsAMergeThatWasUndone() {
            scenario.root(1).root(2).key("mail:a", 1).key("mail:b", 2).told(1, "mail:a", "mail:b");

            assertFound(PersonJudges::nothingLost, "belong to");
        }

        @Test
        void doesNotAskForWhatIsInDoubt() {
            scenario.inDoubt("mail:a", "crm:a");

            assertPassed(PersonJudges::nothingLost, 0);
        }

        @Test
        void asksForWhatWasReadOnlyWhereReadsLast() {
            scenario.root(1).key("mail:a", 1).toldThat("MATCHED", 1, "mail:a", "crm:a");

            assertFound(PersonJudges::nothingLost, "belong to");
            assertFound(PersonJudges::returnedIdsResolve, "was told MATCHED");
            scenario.whereReadsMayBeLost();
            assertPassed(PersonJudges::nothingLost, 0);
            assertPassed(PersonJudges::returnedIdsResolve, 0);
        }

        @Test
        void asksForWhatWasWrittenEverywhere() {
            scenario.root(1).key("mail:a", 1).told(1, "mail:a", "crm:a").whereReadsMayBeLost();

            assertFound(PersonJudges::nothingLost, "belong to");
        }
    }

    @Nested
    class NobodyOverMerged {
        @Test
        void passesWhatACallInDoubtMayHaveJoined() {
            scenario.root(1).key("mail:a", 1).key("crm:a", 1).key("crm:b", 1);
            scenario.told(1, "mail:a", "crm:a").inDoubt("crm:a", "crm:b");

            assertPassed(PersonJudges::nobodyOverMerged, 3);
        }

        @Test
        void findsKeysThatNoCallJoins() {
            scenario.root(1).key("mail:a", 1).key("crm:b", 1).told(1, "mail:a").told(1, "crm:b");

            assertFound(PersonJudges::nobodyOverMerged, "are one person, which no call says");
        }

        @Test
        void findsAKeyThatNobodyBrought() {
            scenario.root(1).key("mail:a", 1).key("crm:b", 1).told(1, "mail:a");

            assertFound(PersonJudges::nobodyOverMerged, "shop crm:b");
        }

        @Test
        void keepsTenantsApart() {
            scenario.root(1)
                    .root("bank", 2)
                    .key("mail:a", 1)
                    .key("bank", "mail:a", 2)
                    .told(1, "mail:a");

            assertFound(PersonJudges::nobodyOverMerged, "bank mail:a");
        }
    }

    @Nested
    class CallsInDoubt {
        @Test
        void passWhereAllOrNothingIsThere() {
            scenario.root(1)
                    .key("mail:a", 1)
                    .key("crm:a", 1)
                    .inDoubt("mail:a", "crm:a")
                    .inDoubt("mail:b", "crm:b");

            assertPassed(PersonJudges::doubtfulCallsAllOrNothing, 2);
        }

        @Test
        void failWhereAPartIsThere() {
            scenario.root(1).key("mail:a", 1).inDoubt("mail:a", "crm:a");

            assertFound(PersonJudges::doubtfulCallsAllOrNothing, "1 of [shop mail:a, shop crm:a] are stored");
        }

        @Test
        void areNotJudgedByKeysThatOthersBroughtToo() {
            scenario.root(1).key("mail:a", 1).told(1, "mail:a").inDoubt("mail:a", "crm:a");

            assertPassed(PersonJudges::doubtfulCallsAllOrNothing, 0);
        }
    }

    @Nested
    class ReturnedIds {
        @Test
        void leadToThePersonAfterAMerge() {
            scenario.root(1).absorbed(2, 1).key("mail:a", 2).told(2, "mail:a");

            assertPassed(PersonJudges::returnedIdsResolve, 1);
        }

        @Test
        void mustExist() {
            scenario.root(1).key("mail:a", 1).told(7, "mail:a");

            assertFound(PersonJudges::returnedIdsResolve, "was told LINKED");
        }

        @Test
        void mustLeadToThePersonOfTheirKeys() {
            scenario.root(1).root(2).key("mail:a", 2).told(1, "mail:a");

            assertFound(PersonJudges::returnedIdsResolve, "was told LINKED");
        }

        @Test
        void mustBeOfTheTenant() {
            scenario.root("bank", 1).key("mail:a", 1).told(1, "mail:a");

            assertFound(PersonJudges::returnedIdsResolve, "was told LINKED");
        }
    }

    @Nested
    class TheGraph {
        @Test
        void passes() {
            scenario.root(1).absorbed(2, 1).absorbedWithoutEdge(3, 1).edge(3, 2);
            scenario.key("mail:a", 1).key("crm:a", 3);

            assertPassed(GraphJudges::redirectsAreOneStep, 5);
            assertPassed(GraphJudges::edgesAreForestOfRoots, 4);
            assertPassed(GraphJudges::identifiersHaveOneOwner, 2);
            assertPassed(GraphJudges::rootsAreNotEmpty, 1);
            assertPassed(GraphJudges::knownIsWhoHasAPersistentKey, 1);
            assertPassed(GraphJudges::mergesAreAnnounced, 2);
        }

        @Test
        void hasNoRedirectToAnAbsorbedProfile() {
            scenario.root(1).absorbed(2, 1).absorbed(3, 2);

            assertFound(GraphJudges::redirectsAreOneStep, "leads to");
        }

        @Test
        void hasARedirectForEachAbsorbedProfile() {
            scenario.state.add(new State.ProfileRow(Scenario.TENANT, Scenario.id(2), false, true));

            assertFound(GraphJudges::redirectsAreOneStep, "has 0 redirects");
        }

        @Test
        void hasNoRedirectForARoot() {
            scenario.root(1).root(2).redirect(2, 1);

            assertFound(GraphJudges::redirectsAreOneStep, "has 1 redirects");
        }

        @Test
        void hasNoRedirectToAnotherTenant() {
            scenario.root("bank", 1).absorbedWithoutEdge(2, 1);

            assertFound(GraphJudges::redirectsAreOneStep, "leads to");
        }

        @Test
        void hasNoCircle() {
            scenario.root(1).absorbed(2, 1).edge(1, 2);

            assertFound(GraphJudges::edgesAreForestOfRoots, "closes a circle");
        }

        @Test
        void hasNoEdgeBetweenRoots() {
            scenario.root(1).root(2).edge(1, 2);

            assertFound(GraphJudges::edgesAreForestOfRoots, "joins two roots");
        }

        @Test
        void hasAPathForEachRedirect() {
            scenario.root(1).absorbedWithoutEdge(2, 1);

            assertFound(GraphJudges::edgesAreForestOfRoots, "no path of edges");
        }

        @Test
        void hasOneRowForAKey() {
            scenario.root(1).root(2).key("mail:a", 1).key("mail:a", 2);

            assertFound(GraphJudges::identifiersHaveOneOwner, "shop mail:a");
        }

        @Test
        void hasOwnersOfTheSameTenant() {
            scenario.root(1).key("bank", "mail:a", 1);

            assertFound(GraphJudges::identifiersHaveOneOwner, "bank mail:a");
        }

        @Test
        void hasAnOwnerForPersistentKeysAndMayHaveNoneForDevices() {
            scenario.key("device_id:d", 0).key("mail:a", 0);

            assertFound(GraphJudges::identifiersHaveOneOwner, "shop mail:a of null");
        }

        @Test
        void hasNoEmptyPerson() {
            scenario.root(1).root(2).key("mail:a", 1);

            assertFound(GraphJudges::rootsAreNotEmpty, "has nothing");
        }

        @Test
        void takesFactsForAReasonToKeepAPerson() {
            scenario.root(1).absorbed(2, 1).state.addFactOf(Scenario.id(2));

            assertPassed(GraphJudges::rootsAreNotEmpty, 1);
        }

        @Test
        void marksAsKnownOnlyWhoIs() {
            scenario.root(1).key("device_id:d", 1);

            assertFound(GraphJudges::knownIsWhoHasAPersistentKey, "has no persistent identifier");
        }

        @Test
        void announcesEveryMerge() {
            scenario.root(1).redirect(2, 1);

            assertFound(GraphJudges::mergesAreAnnounced, "no change row");
        }
    }

    @Nested
    class Accounts {
        @Test
        void areOneForAPerson() {
            scenario.root(1).absorbed(2, 1).key("user_id:a", 1).key("user_id:b", 2);

            assertFound(DeviceJudges::oneAccountEach, "user_id:a");
        }

        @Test
        void pass() {
            scenario.root(1).root(2).key("user_id:a", 1).key("user_id:b", 2);

            assertPassed(DeviceJudges::oneAccountEach, 2);
        }
    }

    @Nested
    class Devices {
        @Test
        void areWithTheLatestSignInWhateverArrivedLast() {
            twoPersons(2);
            scenario.signIn(20, "LINKED", 2, "user_id:b", "device_id:d");
            scenario.signIn(10, "CREATED", 1, "user_id:a", "device_id:d");

            assertPassed(DeviceJudges::deviceOfLatestSignIn, 1);
        }

        @Test
        void areNotWithAnEarlierOne() {
            twoPersons(1);
            scenario.signIn(20, "LINKED", 2, "user_id:b", "device_id:d");
            scenario.signIn(10, "CREATED", 1, "user_id:a", "device_id:d");

            assertFound(DeviceJudges::deviceOfLatestSignIn, "office device_id:d is with");
        }

        @Test
        void mayBeWithALaterSignInThatIsInDoubt() {
            twoPersons(2);
            scenario.signIn(10, "CREATED", 1, "user_id:a", "device_id:d");
            scenario.signInInDoubt(20, "user_id:b", "device_id:d");

            assertPassed(DeviceJudges::deviceOfLatestSignIn, 1);
        }

        @Test
        void areNotWithAnEarlierSignInThatIsInDoubt() {
            twoPersons(2);
            scenario.signIn(30, "CREATED", 1, "user_id:a", "device_id:d");
            scenario.signInInDoubt(20, "user_id:b", "device_id:d");

            assertFound(DeviceJudges::deviceOfLatestSignIn, "office device_id:d is with");
        }

        private void twoPersons(int holder) {
            scenario.root(Scenario.OFFICE, 1).root(Scenario.OFFICE, 2);
            scenario.key(Scenario.OFFICE, "user_id:a", 1).key(Scenario.OFFICE, "user_id:b", 2);
            scenario.key(Scenario.OFFICE, "device_id:d", holder);
        }
    }

    private void assertPassed(Judge judge, long items) {
        Verdict verdict = judge.judge(scenario.history, scenario.state);
        assertThat(verdict.examples()).isEmpty();
        assertThat(verdict.violations()).isZero();
        assertThat(verdict.items()).isEqualTo(items);
    }

    private void assertFound(Judge judge, String what) {
        Verdict verdict = judge.judge(scenario.history, scenario.state);
        assertThat(verdict.violations()).isPositive();
        assertThat(verdict.examples()).first().asString().contains(what);
    }
}
