package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.YESTERDAY;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.created;
import static io.identitystitch.plan.Situation.crm;
import static io.identitystitch.plan.Situation.device;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.DeviceHolder;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GatheringRuleTest {
    private final Situation situation = new Situation();

    private static Resolution.Resolved resolved(Decision decision) {
        return (Resolution.Resolved) decision.resolution();
    }

    private static void assertIgnored(Decision decision, Identifier identifier, IgnoreReason reason) {
        assertThat(decision.resolution().ignored()).containsExactly(IgnoredIdentifier.of(key(identifier), reason));
    }

    private static LinkChange move(Decision decision, Identifier identifier) {
        return decision.plan().changes().links().stream()
                .filter(link -> link.key().equals(key(identifier)))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class ReachedByADeviceOnly {
        @Test
        void aSignInTakesTheDevice() {
            situation.known(1).has(user("u"));
            situation.known(2).signedIn(cookie("c"), YESTERDAY);
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Linked.class);
            assertThat(resolved(decision).details().handedOver()).containsExactly(key(cookie("c")));
            assertThat(move(decision, cookie("c")).after().owner()).isEqualTo(profile(1));
            assertThat(move(decision, cookie("c")).after().signedInAt()).isEqualTo(NOW);
            assertThat(decision.plan().changes().closed())
                    .containsExactly(new HeldInterval(key(cookie("c")), profile(2), YESTERDAY, NOW));
            assertThat(decision.plan().changes().edges()).isEmpty();
        }

        @Test
        void anotherDeviceLeavesItAlone() {
            situation.known(1).has(device("d"));
            situation.known(2).has(cookie("c"));
            Decision decision = situation.plan(device("d"), cookie("c"));
            assertIgnored(decision, cookie("c"), IgnoreReason.SHARED_DEVICE);
            assertThat(decision.plan().changes().closed()).isEmpty();
        }

        @Test
        void aSignInThatIsNotLaterThanTheHoldersLeavesItAlone() {
            situation.known(1).has(user("u"));
            situation.known(2).signedIn(cookie("c"), NOW);
            assertIgnored(situation.plan(user("u"), cookie("c")), cookie("c"), IgnoreReason.SHARED_DEVICE);
            situation.observedAt = NOW.minusSeconds(1);
            assertIgnored(situation.plan(user("u"), cookie("c")), cookie("c"), IgnoreReason.SHARED_DEVICE);
            situation.observedAt = NOW.plusSeconds(1);
            assertThat(resolved(situation.plan(user("u"), cookie("c")))
                            .details()
                            .handedOver())
                    .hasSize(1);
        }

        @Test
        void ofAHolderWhoNeverSignedInWithItADeviceIsTakenByAnySignIn() {
            situation.known(1).has(user("u"));
            situation.known(2).has(cookie("c"), NOW, null);
            assertThat(situation.plan(user("u"), cookie("c")).plan().changes().links())
                    .anyMatch(LinkChange::isMove);
        }

        @Test
        void whereTheFirstHolderKeepsADeviceNothingMoves() {
            situation.with(IdentityPolicy.defaults().toBuilder()
                    .deviceHolder(DeviceHolder.KEEP_FIRST)
                    .build());
            situation.known(1).has(user("u"));
            situation.known(2).has(cookie("c"));
            assertIgnored(situation.plan(user("u"), cookie("c")), cookie("c"), IgnoreReason.SHARED_DEVICE);
        }

        @Test
        void aDeviceOfThePersonsOwnDoesNotMove() {
            situation.known(1).has(user("u"));
            situation.absorbed(2, 1).has(cookie("c"), YESTERDAY, NOW.minusSeconds(60));
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Matched.class);
            assertThat(decision.plan().isEmpty()).isTrue();
        }

        @Test
        void aDeviceBeyondTheLimitStays() {
            situation.with(situation.rule(IdentifierType.ANONYMOUS_ID).limit(2).build());
            situation.known(1).has(user("u")).counting(IdentifierType.ANONYMOUS_ID, 2);
            situation.known(2).has(cookie("c"));
            assertIgnored(situation.plan(user("u"), cookie("c")), cookie("c"), IgnoreReason.LIMIT);
        }
    }

    @Nested
    class Anonymous {
        @Test
        void isOnePersonWithTheCallFromThenOn() {
            situation.known(1).has(user("u"));
            situation.anonymous(2).has(cookie("c"));
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Merged.class);
            assertThat(decision.plan().changes().absorbed())
                    .containsExactly(java.util.Map.entry(profile(2), profile(1)));
            assertThat(decision.plan().changes().edges()).singleElement().satisfies(edge -> {
                assertThat(edge.a()).isEqualTo(profile(1));
                assertThat(edge.b()).isEqualTo(profile(2));
                assertThat(edge.keyA()).isEqualTo(key(user("u")));
                assertThat(edge.keyB()).isEqualTo(key(cookie("c")));
                assertThat(edge.source()).isEqualTo(LinkSource.IDENTIFY);
            });
        }

        @Test
        void neverToBeLinkedItHandsOverItsDeviceAndKeepsItsHistory() {
            situation.known(1).has(user("u"));
            situation.anonymous(2).has(cookie("c"));
            situation.apart(1, 2);
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Linked.class);
            assertThat(resolved(decision).details().handedOver()).containsExactly(key(cookie("c")));
            assertThat(decision.plan().changes().edges()).isEmpty();
            assertThat(decision.plan().changes().conflicts()).isEmpty();
        }

        @Test
        void tooManyToJoinItHandsOverItsDevice() {
            situation.with(situation.rule(IdentifierType.DEVICE_ID).limit(3).build());
            situation.known(1).has(user("u")).counting(IdentifierType.DEVICE_ID, 2);
            situation.anonymous(2).has(device("d")).counting(IdentifierType.DEVICE_ID, 1);
            Decision decision = situation.plan(user("u"), device("d"));
            assertThat(resolved(decision).details().handedOver()).containsExactly(key(device("d")));
            assertThat(decision.plan().changes().edges()).isEmpty();
        }

        @Test
        void devicesAloneJoinAnonymousPersonsToOneKnown() {
            situation.known(1).has(device("d"));
            situation.anonymous(2).has(cookie("c"));
            Decision decision = situation.plan(device("d"), cookie("c"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Merged.class);
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
        }
    }

    @Nested
    class Known {
        @Test
        void isOnePersonWithTheCallWhereNothingStandsAgainstIt() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e"));
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Merged.class);
            assertThat(resolved(decision).ownerId()).isEqualTo(profile(2));
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
        }

        @Test
        void withAnAccountOfItsOwnItIsSetAside() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e")).counting(IdentifierType.USER_ID, 1);
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Conflict.class);
            assertIgnored(decision, email("e"), IgnoreReason.CONFLICT);
            assertThat(decision.plan().changes().edges()).isEmpty();
            assertThat(decision.plan().changes().links()).isEmpty();
            assertThat(decision.plan().changes().conflicts()).singleElement().satisfies(conflict -> {
                assertThat(conflict.returned()).isEqualTo(profile(1));
                assertThat(conflict.refused()).isEqualTo(profile(2));
                assertThat(conflict.reason()).isEqualTo(ConflictReason.EXCLUSIVE);
                assertThat(conflict.evidence()).isEqualTo(key(email("e")));
            });
        }

        @Test
        void aPairInConflictIsToldAgainAndWritesNothing() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e")).counting(IdentifierType.USER_ID, 1);
            situation.conflict(1, 2, ConflictStatus.OPEN);
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Conflict.class);
            assertThat(decision.plan().isEmpty()).isTrue();
        }

        @Test
        void aPairThatAHumanKeptApartIsNoConflictAnyMore() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e")).counting(IdentifierType.USER_ID, 1);
            situation.conflict(1, 2, ConflictStatus.KEPT_APART);
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Matched.class);
            assertIgnored(decision, email("e"), IgnoreReason.KEPT_APART);
            assertThat(decision.plan().isEmpty()).isTrue();
        }

        @Test
        void aNeverLinkPairIsNoConflictEither() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e"));
            situation.apart(1, 2);
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Matched.class);
            assertIgnored(decision, email("e"), IgnoreReason.KEPT_APART);
        }

        @Test
        void whoIsKeptApartFromTheThirdStaysOutOfThePersonAsGrownSoFar() {
            situation.known(1).has(email("e"));
            situation.known(2).has(user("u"));
            situation.known(3).has(crm("c"));
            situation.apart(2, 3);
            Decision decision = situation.plan(email("e"), user("u"), crm("c"));
            assertThat(resolved(decision).details().absorbed()).doesNotContain(profile(3));
            assertThat(decision.plan().changes().edges()).hasSize(1);
        }

        @Test
        void severalBecomeAStarAroundTheCallsOwnPerson() {
            situation.known(3).has(email("e"));
            situation.known(2).has(user("u"));
            situation.known(1).has(crm("c"));
            Decision decision = situation.plan(email("e"), user("u"), crm("c"));
            assertThat(decision.plan().changes().edges())
                    .hasSize(2)
                    .allMatch(edge -> edge.a().equals(profile(3)));
            assertThat(decision.plan().changes().absorbed())
                    .containsExactly(
                            java.util.Map.entry(profile(2), profile(1)), java.util.Map.entry(profile(3), profile(1)));
        }

        @Test
        void aUnionThatAddsNothingToABrokenLimitDoesNotBreakItAgain() {
            situation.with(situation.rule(IdentifierType.CRM_ID).limit(2).build());
            situation.known(1).has(user("u")).counting(IdentifierType.CRM_ID, 5);
            situation.known(2).has(email("e"));
            assertThat(situation.plan(user("u"), email("e")).resolution()).isInstanceOf(Resolution.Merged.class);
        }

        @Test
        void aUnionThatAddsToItDoes() {
            situation.with(situation.rule(IdentifierType.CRM_ID).limit(2).build());
            situation.known(1).has(user("u")).counting(IdentifierType.CRM_ID, 2);
            situation.known(2).has(email("e")).counting(IdentifierType.CRM_ID, 1);
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(((Resolution.Conflict) decision.resolution()).refusals())
                    .singleElement()
                    .satisfies(refusal -> {
                        assertThat(refusal.reason()).isEqualTo(ConflictReason.LIMIT);
                        assertThat(refusal.type()).isEqualTo(IdentifierType.CRM_ID);
                    });
        }
    }

    @Nested
    class TheProfileThatOwnsWhatIsNew {
        @Test
        void isTheHolderOfTheStrongestIdentifierAndNotItsRoot() {
            situation.known(1).has(crm("c"));
            situation.absorbed(2, 1).has(email("e"));
            Decision decision = situation.plan(crm("c"), email("e"), cookie("new"));
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
            assertThat(resolved(decision).ownerId()).isEqualTo(profile(2));
            assertThat(move(decision, cookie("new")).after().owner()).isEqualTo(profile(2));
            assertThat(move(decision, cookie("new")).via()).isEqualTo(key(email("e")));
        }

        @Test
        void isTheNewProfileWhereTheHolderOfADeviceWasGuessed() {
            situation.known(1).has(device("d"));
            Decision decision = situation.plan(device("d"), user("u"), crm("c"));
            assertThat(move(decision, user("u")).after().owner()).isEqualTo(created());
            assertThat(move(decision, crm("c")).after().owner()).isEqualTo(created());
        }
    }

    @Nested
    class AnIntervalThatEnds {
        @Test
        void isEmptyWhereItWouldEndBeforeItBegan() {
            situation.known(1).has(user("u"));
            Instant since = NOW.plus(Duration.ofMinutes(1));
            situation.known(2).has(cookie("c"), since, NOW.minusSeconds(60));
            Decision decision = situation.plan(user("u"), cookie("c"));
            assertThat(decision.plan().changes().closed())
                    .containsExactly(new HeldInterval(key(cookie("c")), profile(2), NOW, NOW));
            assertThat(decision.plan().changes().links()).anyMatch(LinkChange::isMove);
        }
    }
}
