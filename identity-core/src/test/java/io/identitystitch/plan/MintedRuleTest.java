package io.identitystitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.model.Trait;
import io.identitystitch.policy.AnonymousTraffic;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MintedRuleTest {
    private static final Identifier VISITOR = Identifier.of(IdentifierType.ANONYMOUS_ID, "v-1");
    private static final Identifier PRINT = Identifier.of(IdentifierType.FINGERPRINT, "print");

    private static Optional<Decision> plan(Situation situation, Observation observation) {
        AtomicLong next = new AtomicLong();
        return new Planner(situation.policy).planMinted(observation, () -> new UUID(0, next.getAndIncrement()));
    }

    private static Optional<Decision> plan(IdentityPolicy policy, Identifier... identifiers) {
        Situation situation = new Situation().with(policy);
        return plan(situation, situation.observation(identifiers));
    }

    @Test
    void plansAProfileForAnEphemeralIdentifierAloneAndExpectsThatNobodyHasIt() {
        Situation situation = new Situation();
        Touch touch = Touch.attributed(Situation.NOW, Map.of("utm_source", "news"));
        Trait trait = new Trait("plan", JsonText.of("free"), Situation.NOW);
        Decision decision = plan(situation, situation.observation(List.of(touch), List.of(trait), VISITOR))
                .orElseThrow();
        assertThat(decision.resolution().outcome()).isEqualTo(Outcome.CREATED);
        assertThat(decision.plan().keys()).containsExactly(Map.entry(Situation.key(VISITOR), KeyExpectation.UNLINKED));
        assertThat(decision.plan().roots()).isEmpty();
        Changes changes = decision.plan().changes();
        assertThat(changes.profiles()).hasSize(1);
        assertThat(changes.links()).hasSize(1);
        assertThat(changes.touches()).hasSize(1);
        assertThat(changes.traits()).hasSize(1);
        assertThat(decision.plan().isAnonymousCreation()).isTrue();
    }

    @Test
    void leavesToTheStoreWhoeverMightBeMetOrRefused() {
        IdentityPolicy defaults = IdentityPolicy.defaults();
        assertThat(plan(defaults)).isEmpty();
        assertThat(plan(defaults, Identifier.of(IdentifierType.EMAIL, "ann@x.org")))
                .isEmpty();
        assertThat(plan(defaults, VISITOR, Identifier.of(IdentifierType.EMAIL, "ann@x.org")))
                .isEmpty();
        assertThat(plan(defaults, VISITOR, Identifier.of(IdentifierType.DEVICE_ID, "d-1")))
                .isEmpty();
        assertThat(plan(
                        defaults.toBuilder()
                                .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(1)))
                                .build(),
                        VISITOR))
                .isEmpty();
        assertThat(plan(
                        defaults.toBuilder()
                                .anonymousTraffic(AnonymousTraffic.NO_ROW)
                                .build(),
                        VISITOR))
                .isEmpty();
    }

    @Test
    void mindsEvidenceOnlyWhereItMayRecogniseSomebody() {
        IdentityPolicy defaults = IdentityPolicy.defaults();
        assertThat(plan(defaults, VISITOR, PRINT)).isPresent();
        assertThat(plan(defaults.toBuilder().evidenceRecognizes(true).build(), VISITOR, PRINT))
                .isEmpty();
    }

    @Test
    void anAnonymousCreationTouchesNothingElse() {
        Situation known = new Situation();
        known.known(1).has(Identifier.of(IdentifierType.EMAIL, "ann@x.org"));
        assertThat(known.plan(VISITOR, Identifier.of(IdentifierType.EMAIL, "ann@x.org"))
                        .plan()
                        .isAnonymousCreation())
                .as("a link to somebody")
                .isFalse();
        assertThat(new Situation()
                        .plan(Identifier.of(IdentifierType.EMAIL, "ann@x.org"), VISITOR)
                        .plan()
                        .isAnonymousCreation())
                .as("a known profile")
                .isFalse();
        Situation anonymous = new Situation();
        anonymous.anonymous(1).has(VISITOR);
        anonymous.anonymous(2).has(Identifier.of(IdentifierType.DEVICE_ID, "d-1"));
        assertThat(anonymous
                        .plan(VISITOR, Identifier.of(IdentifierType.DEVICE_ID, "d-1"))
                        .plan()
                        .isAnonymousCreation())
                .as("a merge")
                .isFalse();
        assertThat(ResolutionPlan.nothing(TenantId.DEFAULT).isAnonymousCreation())
                .isFalse();
        assertThat(new Situation()
                        .plan(VISITOR, Identifier.of(IdentifierType.DEVICE_ID, "d-1"))
                        .plan()
                        .isAnonymousCreation())
                .as("two devices of one new visitor")
                .isTrue();
    }
}
