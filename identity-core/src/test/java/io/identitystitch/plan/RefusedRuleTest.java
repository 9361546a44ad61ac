package io.identitystitch.plan;

import static io.identitystitch.plan.Situation.NOW;
import static io.identitystitch.plan.Situation.YESTERDAY;
import static io.identitystitch.plan.Situation.cookie;
import static io.identitystitch.plan.Situation.created;
import static io.identitystitch.plan.Situation.crm;
import static io.identitystitch.plan.Situation.device;
import static io.identitystitch.plan.Situation.email;
import static io.identitystitch.plan.Situation.fingerprint;
import static io.identitystitch.plan.Situation.key;
import static io.identitystitch.plan.Situation.profile;
import static io.identitystitch.plan.Situation.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What becomes of calls that bring identifiers of erased persons. */
class RefusedRuleTest {
    private final Situation situation = new Situation();
    private final Touch touch = Touch.attributed(NOW.minusSeconds(60), Map.of("utm_source", "s"));
    private final Trait trait = new Trait("plan", JsonText.of("pro"), NOW);

    private void refused(Identifier... identifiers) {
        Arrays.stream(identifiers).forEach(identifier -> situation.snapshot.refused(key(identifier)));
    }

    private Decision withFacts(Identifier... identifiers) {
        return situation.plan(situation.observation(List.of(touch), List.of(trait), identifiers));
    }

    private static void assertIgnored(Decision decision, Identifier... identifiers) {
        assertThat(decision.resolution().ignored())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(identifiers)
                        .map(identifier -> IgnoredIdentifier.of(key(identifier), IgnoreReason.ERASED))
                        .toList());
    }

    private static void assertNothing(Decision decision, Identifier... identifiers) {
        assertThat(decision.resolution()).isInstanceOf(Resolution.Unidentified.class);
        assertIgnored(decision, identifiers);
        assertThat(decision.plan().isEmpty()).isTrue();
    }

    @Nested
    class OfAPersistentIdentifier {
        @Test
        void nothingIsKeptNotEvenWhatIsNew() {
            refused(email("e"));
            assertNothing(withFacts(email("e")), email("e"));
            assertNothing(
                    withFacts(email("e"), user("new"), cookie("new"), fingerprint("f")),
                    email("e"),
                    user("new"),
                    cookie("new"),
                    fingerprint("f"));
        }

        @Test
        void nothingIsKeptOnAKnownPersonsDeviceOrAnAnonymousOne() {
            refused(email("e"));
            situation.known(1).has(cookie("c"));
            situation.anonymous(2).has(device("d"));
            assertNothing(withFacts(email("e"), cookie("c")), email("e"), cookie("c"));
            assertNothing(withFacts(email("e"), device("d")), email("e"), device("d"));
        }

        @Test
        void besideSomebodyElsesAllOthersCount() {
            refused(email("e"));
            situation.known(1).has(user("u"));
            Decision decision = withFacts(email("e"), user("u"), cookie("new"));
            assertThat(decision.resolution()).isInstanceOf(Resolution.Linked.class);
            assertThat(decision.resolution().profileId()).contains(profile(1));
            assertIgnored(decision, email("e"));
            assertThat(decision.plan().changes().links())
                    .extracting(LinkChange::key)
                    .containsExactly(key(cookie("new")));
        }

        @Test
        void besideSomebodyElsesFactsDoNotNameIt() {
            refused(email("e"));
            situation.known(1).has(user("u"));
            Changes changes = withFacts(email("e"), user("u")).plan().changes();
            assertThat(changes.touches()).containsExactly(new NewTouch(profile(1), touch, List.of(key(user("u")))));
            assertThat(changes.traits())
                    .containsExactly(new NewTrait(profile(1), trait, null, List.of(key(user("u")))));
        }

        @Test
        void besideOneThatProvesNobodyNothingIsKept() {
            refused(user("u"));
            situation.with(situation
                    .rule(IdentifierType.EMAIL)
                    .verificationRequired(true)
                    .build());
            situation.known(1).has(email("e"));
            assertNothing(withFacts(user("u"), email("e"), cookie("new")), user("u"), email("e"), cookie("new"));
        }
    }

    @Nested
    class OfADevice {
        @Test
        void aloneNothingIsKept() {
            refused(cookie("c"), device("d"));
            assertNothing(withFacts(cookie("c")), cookie("c"));
            assertNothing(withFacts(cookie("c"), device("d")), cookie("c"), device("d"));
        }

        @Test
        void evidenceAloneIsNotKeptAndRecognisesNobody() {
            situation.with(IdentityPolicy.devices()).anonymous(1);
            situation.snapshot.evidence(new EvidenceState(
                    key(fingerprint("f")), profile(1), null, 90, NOW.minusSeconds(60), NOW, NOW.plusSeconds(60)));
            refused(cookie("c"));
            assertNothing(withFacts(cookie("c"), fingerprint("f")), cookie("c"), fingerprint("f"));
        }

        @Test
        void theRestOfTheCallCounts() {
            refused(cookie("c"));
            situation.known(1).has(user("u"));
            Decision known = withFacts(cookie("c"), user("u"));
            assertThat(known.resolution().profileId()).contains(profile(1));
            assertIgnored(known, cookie("c"));
            assertThat(known.plan().changes().touches())
                    .extracting(NewTouch::cameWith)
                    .containsExactly(List.of(key(user("u"))));
            Decision created = situation.plan(cookie("c"), email("new"));
            assertThat(created.resolution()).isInstanceOf(Resolution.Created.class);
            assertThat(created.resolution().profileId()).contains(created());
            assertIgnored(created, cookie("c"));
            Decision visitor = situation.plan(cookie("c"), device("new"));
            assertThat(visitor.plan().changes().links())
                    .extracting(LinkChange::key)
                    .containsExactly(key(device("new")));
        }
    }

    @Test
    void whatIsRefusedOfOtherCallsIsNoConcernOfThisOne() {
        refused(email("other"));
        Observation observation = situation.observation(email("e"));
        assertThat(new RefusedRule(situation.policy).rest(observation, situation.build()))
                .isSameAs(observation);
    }

    @Nested
    class TheQuery {
        private final ErasedIdentifiers refusing = ErasedIdentifiers.refused(new byte[32], Duration.ofDays(1));

        private LoadQuery query(IdentityPolicy policy) {
            situation.with(policy);
            return new QueryWriter(policy).write(situation.observation(email("e"), cookie("c"), fingerprint("f")));
        }

        private LoadQuery query() {
            return query(IdentityPolicy.devices().toBuilder()
                    .erasedIdentifiers(refusing)
                    .build());
        }

        @Test
        void hasMarksOfWhatCanBeLinkedAndNoneWhereIdentifiersBeginAfresh() {
            assertThat(query().marks())
                    .containsOnlyKeys(key(email("e")), key(cookie("c")))
                    .containsEntry(key(email("e")), refusing.mark(query().tenant(), key(email("e"))));
            assertThat(query().toComplete().marks()).isEqualTo(query().marks());
            assertThat(query(IdentityPolicy.devices()).marks()).isEmpty();
        }

        @Test
        void asksOnlyForMarksOfWhatNobodyHolds() {
            IdentifierKey mail = key(email("e"));
            IdentifierKey visitor = key(cookie("c"));
            LinkState held = Situation.link(profile(1), YESTERDAY, null, false);
            LinkState expired = new LinkState(
                    profile(1), YESTERDAY, null, false, held.source(), YESTERDAY, YESTERDAY, NOW, false, 1);
            LinkState free =
                    new LinkState(null, YESTERDAY, null, false, held.source(), YESTERDAY, YESTERDAY, null, false, 1);
            IdentitySnapshot none = IdentitySnapshot.EMPTY;
            assertThat(query().marksToLookUp(none)).containsOnlyKeys(mail, visitor);
            assertThat(query().marksToLookUp(none.toBuilder()
                            .link(mail, held)
                            .link(visitor, expired)
                            .build()))
                    .containsOnlyKeys(visitor);
            assertThat(query().marksToLookUp(none.toBuilder()
                            .link(mail, free)
                            .link(visitor, held)
                            .build()))
                    .containsOnlyKeys(mail);
            assertThat(query().marksToLookUp(none.toBuilder()
                            .link(mail, held)
                            .link(visitor, held)
                            .build()))
                    .isEmpty();
        }
    }

    @Nested
    class TheSnapshot {
        @Test
        void carriesWhatIsRefusedUntilSomebodyHasIt() {
            IdentifierKey mail = key(email("e"));
            IdentitySnapshot refused = IdentitySnapshot.builder()
                    .refused(mail)
                    .refused(key(crm("k")))
                    .build();
            assertThat(refused).isNotEqualTo(IdentitySnapshot.EMPTY);
            assertThat(refused.toBuilder().build()).isEqualTo(refused);
            LoadQuery query = new QueryWriter(situation.policy).write(situation.observation(email("e")));
            ResolutionPlan plan = situation.plan(email("e")).plan();
            assertThat(refused.after(plan, Map.of(), query).refused()).containsExactly(key(crm("k")));
        }
    }
}
