package io.identitystitch.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Recognition;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KnownRuleTest {
    private static final Instant NOW = Situation.NOW;
    private static final Instant EARLIER = NOW.minus(Duration.ofMinutes(10));
    private static final ProfileId ANN = Situation.profile(1);
    private static final ProfileId BOB = Situation.profile(2);

    private IdentityPolicy policy = IdentityPolicy.defaults();

    private @Nullable Sighting sighting(ResolveRequest.Builder request) {
        return new ObservationFactory(policy, IdentifierHasher.sha256())
                .sighting(TenantId.DEFAULT, request.build(), NOW);
    }

    private static ResolveRequest.Builder request() {
        return ResolveRequest.builder(() -> NOW);
    }

    private static KnownLink link(ProfileId owner, ProfileId root, @Nullable Instant signedInAt) {
        return KnownLink.of(
                new LinkState(owner, EARLIER, signedInAt, true, LinkSource.IDENTIFY, EARLIER, EARLIER, null, false, 1),
                root);
    }

    private static KnownLink link(ProfileId owner) {
        return link(owner, owner, EARLIER);
    }

    private Resolution.@Nullable Matched answer(ResolveRequest.Builder request, KnownLink... links) {
        KnownRule rule = new KnownRule(policy);
        Sighting sighting = Objects.requireNonNull(sighting(request));
        return links.length == 1 ? rule.answer(sighting, links[0]) : rule.answer(sighting, List.of(links));
    }

    @Nested
    class Asks {
        @Test
        void forTheKeysThatAPlanWouldLookUp() {
            assertThat(sighting(request().userId(" u-1 ").anonymousId("v")))
                    .satisfies(two -> assertThat(two.only()).isNull())
                    .satisfies(two -> assertThat(two.keys())
                            .containsExactly(
                                    key(Identifier.of(IdentifierType.USER_ID, "u-1")),
                                    key(Identifier.of(IdentifierType.ANONYMOUS_ID, "v"))));
            assertThat(sighting(request().email("Ann@X.org")))
                    .satisfies(one ->
                            assertThat(one.only()).isEqualTo(key(Identifier.of(IdentifierType.EMAIL, "ann@x.org"))))
                    .satisfies(one -> assertThat(one.keys()).containsExactly(one.only()));
        }

        private IdentifierKey key(Identifier identifier) {
            return Situation.key(identifier);
        }

        @Test
        void forNothingWhereThereIsMoreToDecide() {
            assertTakesAPlan(request());
            assertTakesAPlan(request().userId("null"));
            assertTakesAPlan(request().userId("u").anonymousId(null));
            assertTakesAPlan(request().userId("u").trait("plan", "gold"));
            assertTakesAPlan(request().email("a@x.org").email("b@x.org"));
            assertTakesAPlan(request().identifier(IdentifierType.FINGERPRINT, "f".repeat(40)));
            assertTakesAPlan(
                    request().identifier(IdentifierType.ORGANIZATION_ID, "acme").userId("u"));
            assertTakesAPlan(
                    request().identifier(IdentifierType.DOMAINPRINT, "d-1").userId("u"));
            assertTakesAPlan(request()
                    .userId("u")
                    .email("a@x.org")
                    .phone("+1")
                    .anonymousId("v")
                    .identifier(IdentifierType.CRM_ID, "c"));
        }

        @Test
        void forNothingOfATypeThatHasToBeVerified() {
            policy = policy.toBuilder()
                    .type(policy.rule(IdentifierType.EMAIL).toBuilder()
                            .verificationRequired(true)
                            .build())
                    .build();
            assertTakesAPlan(request().email("ann@x.org"));
        }

        private void assertTakesAPlan(ResolveRequest.Builder request) {
            assertThat(sighting(request)).isNull();
            Observation observation = new ObservationFactory(policy, IdentifierHasher.sha256())
                    .observe(TenantId.DEFAULT, request.build(), NOW);
            assertThat(Sighting.of(observation, policy)).isNull();
        }

        @Test
        void nothingOfATypeWithoutARule() {
            ResolveRequest.Builder request = request().identifier(IdentifierType.of("shoe_size"), "43");
            assertThatIllegalArgumentException().isThrownBy(() -> sighting(request));
        }
    }

    @Nested
    class Answers {
        @Test
        void aSignInWithTheOwnerOfItsStrongestIdentifier() {
            Resolution.Matched matched =
                    answer(request().anonymousId("v").userId("u"), link(BOB, ANN, EARLIER), link(ANN));
            assertThat(matched)
                    .isEqualTo(new Resolution.Matched(
                            ANN, Resolution.Details.of(ANN, Recognition.EXISTING_IDENTITY, 100)));
        }

        @Test
        void aVisitByWhatRecognisedIt() {
            Resolution.Matched matched = answer(request().anonymousId("v"), link(ANN, BOB, null));
            assertThat(matched).isNotNull();
            assertThat(matched.id()).isEqualTo(BOB);
            assertThat(matched.ownerId()).isEqualTo(ANN);
        }

        @Test
        void nothingForSeveralPersons() {
            assertThat(answer(request().anonymousId("v").userId("u"), link(BOB), link(ANN)))
                    .isNull();
        }

        @Test
        void nothingWhereTheAgeOfOwnersDecides() {
            policy = policy.toBuilder()
                    .type(policy.rule(IdentifierType.PHONE).toBuilder()
                            .priority(policy.rule(IdentifierType.EMAIL).priority())
                            .build())
                    .build();
            ResolveRequest.Builder request = request().email("ann@x.org").phone("+1 555 0100");
            assertThat(answer(request, link(ANN), link(BOB, ANN, null))).isNull();
            assertThat(answer(request, link(ANN), link(ANN))).isNotNull();
        }

        @Test
        void nothingWhereARowIsToBeWritten() {
            assertThat(answer(request().anonymousId("v").userId("u"), link(ANN, ANN, null), link(ANN)))
                    .as("the first sign-in with a device")
                    .isNull();
            assertThat(answer(request().userId("u").observedAt(NOW.plus(Duration.ofMinutes(51))), link(ANN)))
                    .as("clamped to five minutes from now")
                    .isNotNull();
            assertThat(answer(request().userId("u").observedAt(EARLIER.minusSeconds(1)), link(ANN)))
                    .as("seen earlier than ever")
                    .isNull();
            policy = policy.toBuilder()
                    .lastSeenGranularity(Duration.ofMinutes(10))
                    .build();
            assertThat(answer(request().userId("u"), link(ANN)))
                    .as("seen later")
                    .isNull();
        }

        @Test
        void nothingOnceALinkHasExpired() {
            LinkState expiring =
                    new LinkState(ANN, EARLIER, null, true, LinkSource.IDENTIFY, EARLIER, EARLIER, NOW, false, 1);
            assertThat(answer(request().anonymousId("v"), KnownLink.of(expiring, ANN)))
                    .isNull();
        }
    }

    @Test
    void aKnownLinkIsItsRow() {
        LinkState state = new LinkState(
                ANN,
                Instant.parse("0001-01-01T00:00:00Z"),
                NOW,
                true,
                LinkSource.MANUAL,
                Instant.parse("1969-12-31T23:59:59.999999Z"),
                NOW,
                Instant.parse("9999-12-31T23:59:59.123456Z"),
                true,
                7);
        assertThat(KnownLink.of(state, BOB).state()).isEqualTo(state);
        assertThat(KnownLink.of(state, BOB).withRoot(ANN).root()).isEqualTo(ANN);
        assertThat(link(ANN, BOB, null).state().signedInAt()).isNull();
        assertThat(link(ANN, BOB, null).state().expiresAt()).isNull();
    }
}
