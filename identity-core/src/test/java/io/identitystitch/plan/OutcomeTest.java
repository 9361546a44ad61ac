package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.created;
import static io.identitystitch.plan.Situation.createdAt;
import static io.identitystitch.plan.Situation.crm;
import static io.identitystitch.plan.Situation.device;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.fingerprint;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TraitRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What the answer says, where facts go, and that equal input gives an equal plan. */
class OutcomeTest {
    private final Situation situation = new Situation();

    private static Resolution.Resolved resolved(Decision decision) {
        return (Resolution.Resolved) decision.resolution();
    }

    @Nested
    class OneWord {
        @Test
        void aRefusalOutranksAMerge() {
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e")).counting(IdentifierType.USER_ID, 1);
            situation.known(3).has(crm("c"));
            Decision decision = situation.plan(user("u"), email("e"), crm("c"));
            assertThat(decision.resolution().outcome()).isEqualTo(Outcome.CONFLICT);
            assertThat(decision.plan().changes().edges()).hasSize(1);
        }

        @Test
        void aMergeOutranksALink() {
            situation.known(1).has(user("u"));
            situation.anonymous(2).has(cookie("c"));
            assertThat(situation
                            .plan(user("u"), cookie("c"), crm("new"))
                            .resolution()
                            .outcome())
                    .isEqualTo(Outcome.MERGED);
        }

        @Test
        void aNewProfileIsCreatedAndAnOldOneLinked() {
            assertThat(situation.plan(user("u")).resolution().outcome()).isEqualTo(Outcome.CREATED);
            situation.known(1).has(user("u"));
            assertThat(situation.plan(user("u"), crm("new")).resolution().outcome())
                    .isEqualTo(Outcome.LINKED);
        }

        @Test
        void whatIsKnownIsMatchedWithAnEmptyPlan() {
            situation.known(1).has(user("u")).has(email("e"));
            Decision decision = situation.plan(user("u"), email("e"));
            assertThat(decision.resolution().outcome()).isEqualTo(Outcome.MATCHED);
            assertThat(decision.plan().isEmpty()).isTrue();
        }
    }

    @Nested
    class WhoSurvives {
        @Test
        void knownBeforeAnonymousThenOlderThenSmaller() {
            situation.anonymous(1).has(cookie("c"));
            situation.known(3).has(user("u"));
            situation.known(2).has(email("e"));
            Decision decision = situation.plan(user("u"), email("e"), cookie("c"));
            assertThat(resolved(decision).id()).isEqualTo(profile(2));
            assertThat(decision.plan().changes().absorbed())
                    .containsExactly(Map.entry(profile(1), profile(2)), Map.entry(profile(3), profile(2)));
        }

        @Test
        void anAnonymousPersonThatBecomesKnownInTheCallIsJudgedAsItWas() {
            situation.anonymous(1).has(cookie("c"));
            situation.anonymous(2).has(device("d"));
            Decision decision = situation.plan(cookie("c"), device("d"), user("new"));
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
        }

        @Test
        void ofOneAgeTheSmallerId() {
            Instant sameDay = createdAt(5);
            situation.known(1).has(user("u"));
            situation.known(2).has(email("e"));
            situation.build();
            situation.snapshot.root(profile(1), new RootState(sameDay, true, 0, Map.of(), false));
            situation.snapshot.root(profile(2), new RootState(sameDay, true, 0, Map.of(), false));
            Decision decision = new Planner(situation.policy)
                    .plan(
                            situation.observation(user("u"), email("e")),
                            situation.snapshot.build(),
                            java.util.UUID::randomUUID);
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
        }
    }

    @Nested
    class Facts {
        private final Touch touch = Touch.attributed(NOW.minusSeconds(60), Map.of("utm_source", "s"));

        @Test
        void goToTheOwnerOfTheCallWithTheIdentifiersThatCount() {
            situation.known(1).has(user("u"));
            situation.known(2).signedIn(cookie("c"), NOW);
            Trait trait = new Trait("plan", io.identitystitch.model.JsonText.of("pro"), NOW);
            Decision decision =
                    situation.plan(situation.observation(List.of(touch), List.of(trait), user("u"), cookie("c")));
            assertThat(decision.plan().changes().touches())
                    .containsExactly(new NewTouch(profile(1), touch, List.of(key(user("u")))));
            assertThat(decision.plan().changes().traits())
                    .containsExactly(new NewTrait(profile(1), trait, null, List.of(key(user("u")))));
        }

        @Test
        void ofADeviceAloneGoToWhoeverHadItThen() {
            situation.known(1).has(cookie("c"), NOW.minusSeconds(30), null);
            situation.known(2);
            situation.snapshot.interval(
                    new HeldInterval(key(cookie("c")), profile(2), NOW.minusSeconds(90), NOW.minusSeconds(30)));
            Decision decision = situation.plan(situation.observation(List.of(touch), List.of(), cookie("c")));
            assertThat(decision.plan().changes().touches())
                    .extracting(NewTouch::owner)
                    .containsExactly(profile(2));
        }

        @Test
        void thatAreKeptAlreadyAreNotKeptTwice() {
            situation.known(1).has(user("u"));
            situation.snapshot.touch(new TouchRef(profile(1), touch.eventId()));
            Decision decision = situation.plan(situation.observation(List.of(touch), List.of(), user("u")));
            assertThat(decision.plan().isEmpty()).isTrue();
        }

        @Test
        void replaceATraitOnlyWhereItsRuleSaysSo() {
            situation.with(IdentityPolicy.defaults().toBuilder()
                    .trait("first", TraitRule.EARLIEST)
                    .build());
            situation.known(1).has(user("u"));
            List<Trait> traits = new ArrayList<>();
            for (String name : List.of("first", "last")) {
                var older = new Trait(name, io.identitystitch.model.JsonText.of(1), NOW.minusSeconds(5));
                var newer = new Trait(name, io.identitystitch.model.JsonText.of(2), NOW);
                situation.snapshot.trait(new NewTrait(profile(1), older, null, List.of(key(user("u")))).ref(), older);
                traits.add(newer);
            }
            Decision decision = situation.plan(situation.observation(List.of(), traits, user("u")));
            assertThat(decision.plan().changes().traits())
                    .singleElement()
                    .matches(trait -> trait.trait().name().equals("last") && trait.replaces() != null);
        }
    }

    @Nested
    class Evidence {
        private void recorded(int owner, Instant expiresAt) {
            situation.snapshot.evidence(new EvidenceState(
                    key(fingerprint("f")), profile(owner), null, 90, NOW.minusSeconds(60), NOW, expiresAt));
        }

        @Test
        void recognisesOneAnonymousPersonAndNamesItself() {
            situation.with(IdentityPolicy.devices()).anonymous(1);
            recorded(1, NOW.plusSeconds(1));
            Decision decision = situation.plan(fingerprint("f"));
            assertThat(resolved(decision).id()).isEqualTo(profile(1));
            assertThat(resolved(decision).details().recognition()).isEqualTo(Recognition.IDENTIFIED_BY_FINGERPRINT);
            assertThat(resolved(decision).confidence()).isEqualTo(90);
        }

        @Test
        void recognisesNobodyWhenExpiredKnownOrShared() {
            situation.with(IdentityPolicy.devices()).anonymous(1);
            recorded(1, NOW);
            assertThat(resolved(situation.plan(fingerprint("f"))).id()).isEqualTo(created());

            Situation known = new Situation().with(IdentityPolicy.devices());
            known.known(1);
            known.snapshot.evidence(new EvidenceState(key(fingerprint("f")), profile(1), null, 90, NOW, NOW, null));
            assertThat(resolved(known.plan(fingerprint("f"))).id()).isEqualTo(created());

            recorded(1, NOW.plusSeconds(1));
            situation.anonymous(2);
            recorded(2, NOW.plusSeconds(1));
            assertThat(resolved(situation.plan(fingerprint("f"))).id()).isEqualTo(created());
        }

        @Test
        void isLeftOutWhereThePolicyUsesNone() {
            situation.known(1).has(user("u"));
            Decision decision = situation.plan(user("u"), fingerprint("f"));
            assertThat(decision.resolution().ignored())
                    .containsExactly(IgnoredIdentifier.of(key(fingerprint("f")), IgnoreReason.EVIDENCE_OFF));
            assertThat(decision.plan().isEmpty()).isTrue();
        }

        @Test
        void isNeverAReasonForAnEdge() {
            situation.with(IdentityPolicy.devices()).anonymous(1);
            recorded(1, NOW.plus(Duration.ofDays(1)));
            situation.known(2).has(user("u"));
            Decision decision = situation.plan(user("u"), fingerprint("f"));
            assertThat(decision.plan().changes().edges()).isEmpty();
            assertThat(decision.plan().changes().evidence())
                    .singleElement()
                    .matches(change -> change.after().owner().equals(profile(2)));
        }
    }

    @Test
    void equalInputGivesAnEqualPlanWhateverTheOrderOfTheCall() {
        situation.known(1).has(user("u")).has(email("a"));
        situation.known(2).has(email("b"));
        situation.anonymous(3).has(cookie("c"));
        situation.known(4).signedIn(device("d"), NOW.minusSeconds(60));
        List<Identifier> call = new ArrayList<>(
                List.of(user("u"), email("a"), email("b"), email("new"), cookie("c"), device("d"), crm("x"), crm("y")));
        Observation observation = situation.observation(call.toArray(Identifier[]::new));
        Decision expected = situation.plan(observation);
        Random random = new Random(42);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(call, random);
            assertThat(situation.plan(situation.observation(call.toArray(Identifier[]::new))))
                    .isEqualTo(expected);
        }
    }
}
