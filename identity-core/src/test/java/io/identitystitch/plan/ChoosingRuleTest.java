package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.created;
import static io.identitystitch.plan.Situation.crm;
import static io.identitystitch.plan.Situation.device;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.product;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.AnonymousTraffic;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.SharedDevicePolicy;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ChoosingRuleTest {
    private final Situation situation = new Situation();

    private static Resolution.Resolved resolved(Decision decision) {
        return (Resolution.Resolved) decision.resolution();
    }

    @Nested
    class SomebodyIsReachedByAPersistentIdentifier {
        @Test
        void theStrongestIdentifierNamesThePerson() {
            situation.known(1).has(crm("c"));
            situation.known(2).has(email("e"));
            assertThat(resolved(situation.plan(crm("c"), email("e"))).ownerId()).isEqualTo(profile(2));
        }

        @Test
        void ofOneTypeTheOlderHolderIsTheStronger() {
            situation.known(2).has(email("a"));
            situation.known(1).has(email("b"));
            assertThat(resolved(situation.plan(email("a"), email("b"))).ownerId())
                    .isEqualTo(profile(1));
        }

        @Test
        void aPersonReachedByADeviceIsNotChosenBeforeThem() {
            situation.known(1).has(device("d"));
            situation.known(2).has(crm("c"));
            assertThat(resolved(situation.plan(device("d"), crm("c"))).ownerId())
                    .isEqualTo(profile(2));
        }

        @Test
        void ofTwoThatBreakALimitTheHolderOfTheCallsAccountIsChosen() {
            situation.known(1).has(email("e")).counting(IdentifierType.USER_ID, 1);
            situation.known(2).has(user("u"));
            assertThat(resolved(situation.plan(email("e"), user("u"))).id()).isEqualTo(profile(2));
        }

        @Test
        void ofTwoThatAreKeptApartTheHolderOfTheCallsAccountIsChosen() {
            situation.known(1).has(email("e"));
            situation.known(2).has(user("u"));
            situation.apart(1, 2);
            assertThat(resolved(situation.plan(email("e"), user("u"))).id()).isEqualTo(profile(2));
        }

        @Test
        void ofTwoAccountsTheOneOfHigherPriorityDecides() {
            situation.known(1).has(email("e")).counting(IdentifierType.USER_ID, 1);
            situation.known(2).has(product("p")).counting(IdentifierType.USER_ID, 1);
            situation.known(3).has(user("u")).counting(IdentifierType.PRODUCT_USER_ID, 1);
            assertThat(resolved(situation.plan(email("e"), product("p"), user("u")))
                            .id())
                    .isEqualTo(profile(3));
        }

        @Test
        void withoutAnAccountInTheCallTheStrongestStaysChosen() {
            situation.known(1).has(crm("c")).counting(IdentifierType.USER_ID, 1);
            situation.known(2).has(email("e")).counting(IdentifierType.USER_ID, 1);
            assertThat(resolved(situation.plan(crm("c"), email("e"))).id()).isEqualTo(profile(2));
        }

        @Test
        void aNewAccountOfAPersonWhoHasOneIsANewPerson() {
            situation.known(1).has(email("e")).counting(IdentifierType.USER_ID, 1);
            Decision decision = situation.plan(email("e"), user("second"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Conflict.class);
            assertThat(resolved(decision).id()).isEqualTo(created());
            assertThat(decision.plan().changes().links())
                    .extracting(LinkChange::key)
                    .containsExactly(key(user("second")));
            assertThat(decision.plan().changes().conflicts()).hasSize(1);
        }
    }

    @Nested
    class ThereAreOnlyNewPersistentIdentifiers {
        @Test
        void theHolderOfTheDeviceIsTakenWhereItHasNoneOfTheirTypes() {
            situation.known(1).has(device("d")).counting(IdentifierType.EMAIL, 1);
            Decision decision = situation.plan(device("d"), user("u"));
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
            assertThat(resolved(decision).ownerId()).isEqualTo(created());
            assertThat(decision.plan().changes().edges()).singleElement().satisfies(edge -> {
                assertThat(edge.source()).isEqualTo(LinkSource.INFERRED);
                assertThat(edge.a()).isEqualTo(created());
                assertThat(edge.b()).isEqualTo(profile(1));
                assertThat(edge.keyB()).isEqualTo(key(device("d")));
            });
        }

        @Test
        void oneSecondValueAmongThemIsEnoughToRefuseTheGuess() {
            situation.known(1).has(device("d")).counting(IdentifierType.EMAIL, 1);
            Decision decision = situation.plan(device("d"), user("u"), email("second"));
            assertThat(resolved(decision).id()).isEqualTo(created());
            assertThat(decision.plan().changes().edges()).isEmpty();
        }

        @Test
        void ofTwoHoldersTheStrongestThatFitsIsTaken() {
            situation.known(1).has(device("d")).counting(IdentifierType.USER_ID, 1);
            situation.known(2).has(cookie("c"));
            assertThat(resolved(situation.plan(device("d"), cookie("c"), user("u")))
                            .id())
                    .isEqualTo(profile(2));
        }

        @Test
        void aStrictPolicyTakesNoHolder() {
            situation.with(IdentityPolicy.defaults().toBuilder()
                    .sharedDevice(SharedDevicePolicy.NEW_PERSON)
                    .build());
            situation.known(1).has(device("d"));
            assertThat(resolved(situation.plan(device("d"), user("u"))).id()).isEqualTo(created());
        }

        @Test
        void aTrustingPolicyTakesTheStrongestUnlessAnAccountStandsAgainstIt() {
            situation.with(IdentityPolicy.defaults().toBuilder()
                    .sharedDevice(SharedDevicePolicy.ATTACH)
                    .build());
            situation
                    .known(1)
                    .has(device("d"))
                    .counting(IdentifierType.EMAIL, 1)
                    .counting(IdentifierType.USER_ID, 1);
            assertThat(resolved(situation.plan(device("d"), email("second"))).id())
                    .isEqualTo(profile(1));
            assertThat(resolved(situation.plan(device("d"), user("second"))).id())
                    .isEqualTo(created());
        }

        @Test
        void otherwiseTheStrongestAnonymousPersonIsTaken() {
            situation.known(1).has(device("d")).counting(IdentifierType.USER_ID, 1);
            situation.anonymous(3).has(cookie("c"));
            situation.anonymous(2).has(cookie("b"));
            assertThat(resolved(situation.plan(device("d"), cookie("c"), cookie("b"), user("u")))
                            .ownerId())
                    .isEqualTo(profile(2));
        }

        @Test
        void otherwiseAProfileIsCreated() {
            assertThat(resolved(situation.plan(user("u"), cookie("c"))).id()).isEqualTo(created());
        }

        @Test
        void whatCannotCreateAttachesToAHolderAndElseIsLeftOut() {
            situation.with(
                    situation.rule(IdentifierType.PHONE).createsProfile(false).build());
            var number = io.identitystitch.model.Identifier.of(IdentifierType.PHONE, "+41");
            Decision alone = situation.plan(number, cookie("c"));
            assertThat(resolved(alone).ignored())
                    .containsExactly(IgnoredIdentifier.of(key(number), IgnoreReason.CANNOT_CREATE));
            assertThat(alone.plan().changes().profiles())
                    .singleElement()
                    .satisfies(profile -> assertThat(profile.known()).isFalse());
            situation.known(1).has(device("d")).counting(IdentifierType.EMAIL, 1);
            assertThat(resolved(situation.plan(number, device("d"))).id()).isEqualTo(profile(1));
        }

        @Test
        void whatCannotCreateDoesNotMakeAnAnonymousPersonKnown() {
            situation.with(
                    situation.rule(IdentifierType.PHONE).createsProfile(false).build());
            situation.anonymous(1).has(cookie("c"));
            var number = io.identitystitch.model.Identifier.of(IdentifierType.PHONE, "+41");
            Decision decision = situation.plan(number, cookie("c"));
            assertThat(resolved(decision).ignored())
                    .containsExactly(IgnoredIdentifier.of(key(number), IgnoreReason.CANNOT_CREATE));
            assertThat(decision.plan().isEmpty()).isTrue();
        }
    }

    @Nested
    class ThereAreOnlyDevices {
        @Test
        void theStrongestHolderIsThePerson() {
            situation.known(2).has(device("d"));
            situation.known(1).has(cookie("c"));
            assertThat(resolved(situation.plan(device("d"), cookie("c"))).id()).isEqualTo(profile(2));
        }

        @Test
        void aKnownHolderComesBeforeAnAnonymousOne() {
            situation.anonymous(1).has(device("d"));
            situation.known(2).has(cookie("c"));
            Decision decision = situation.plan(device("d"), cookie("c"));
            assertThat(resolved(decision).id()).isEqualTo(profile(2));
            assertThat(resolved(decision).ownerId()).isEqualTo(profile(2));
        }

        @Test
        void otherwiseTheStrongestAnonymousOne() {
            situation.anonymous(2).has(cookie("c"));
            situation.anonymous(1).has(device("d"));
            assertThat(resolved(situation.plan(cookie("c"), device("d"))).ownerId())
                    .isEqualTo(profile(1));
        }

        @Test
        void otherwiseAnAnonymousProfileOrNone() {
            Decision kept = situation.plan(cookie("c"));
            assertThat(kept.resolution()).isInstanceOf(Resolution.Created.class);
            assertThat(kept.plan().changes().profiles()).containsExactly(new NewProfile(created(), false, null));
            situation.with(IdentityPolicy.defaults().toBuilder()
                    .anonymousTraffic(AnonymousTraffic.NO_ROW)
                    .build());
            Decision dropped = situation.plan(cookie("c"));
            assertThat(dropped.resolution())
                    .isEqualTo(new Resolution.Unidentified(
                            java.util.List.of(IgnoredIdentifier.of(key(cookie("c")), IgnoreReason.NOT_KEPT))));
            assertThat(dropped.plan().isEmpty()).isTrue();
        }
    }
}
