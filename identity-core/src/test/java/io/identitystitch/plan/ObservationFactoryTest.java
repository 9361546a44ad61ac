package io.identitystitch.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredFact;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObservationFactoryTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private static ResolveRequest.Builder request() {
        return ResolveRequest.builder(() -> NOW);
    }

    private static Observation observe(IdentityPolicy policy, ResolveRequest.Builder request) {
        return new ObservationFactory(policy, IdentifierHasher.sha256())
                .observe(TenantId.DEFAULT, request.build(), NOW);
    }

    private static Observation observe(ResolveRequest.Builder request) {
        return observe(IdentityPolicy.defaults(), request);
    }

    @Test
    void oneIdentifierInSeveralSpellingsIsOne() {
        Observation observation = observe(request().email("Ann@x.org").email(" ann@X.ORG"));
        assertThat(observation.identifiers())
                .singleElement()
                .satisfies(identifier ->
                        assertThat(identifier.identifier().value()).isEqualTo("ann@x.org"));
        assertThat(observation.ignored()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void verifiedOnceIsVerified(boolean first) {
        ResolveRequest.Builder request = request();
        for (boolean verified : new boolean[] {first, !first}) {
            if (verified) {
                request.verified(IdentifierType.EMAIL, "ann@x.org");
            } else {
                request.email("ann@x.org");
            }
        }
        assertThat(observe(request).identifiers()).singleElement().matches(ObservedIdentifier::verified);
    }

    @Test
    void whatTheHostsLoginAssertsIsVerified() {
        assertThat(observe(request().userId("u")).identifiers()).singleElement().matches(ObservedIdentifier::verified);
        assertThat(observe(request().email("ann@x.org")).identifiers())
                .singleElement()
                .matches(identifier -> !identifier.verified());
    }

    @ParameterizedTest
    @ValueSource(strings = {"organization_id", "workspace_id"})
    void whatManyPeopleShareRoutesAndNeverLinks(String type) {
        Observation observation = observe(request().identifier(IdentifierType.of(type), "acme"));
        assertThat(observation.identifiers()).isEmpty();
        assertThat(observation.ignored())
                .containsExactly(IgnoredIdentifier.of(IdentifierType.of(type), IgnoreReason.ROUTES_ONLY));
    }

    @Test
    void unusableValuesDoNotCountAgainstTheLimitOfARequest() {
        IdentityPolicy two =
                IdentityPolicy.defaults().toBuilder().maxIdentifiers(2).build();
        Observation observation = observe(
                two,
                request()
                        .anonymousId("null")
                        .anonymousId("a")
                        .anonymousId(" ")
                        .deviceId("b")
                        .email("c@x.org"));
        assertThat(observation.identifiers()).hasSize(2);
        assertThat(observation.ignored())
                .containsExactly(
                        IgnoredIdentifier.of(IdentifierType.ANONYMOUS_ID, IgnoreReason.BLOCKED),
                        IgnoredIdentifier.of(IdentifierType.ANONYMOUS_ID, IgnoreReason.BLANK),
                        IgnoredIdentifier.of(IdentifierType.EMAIL, IgnoreReason.TOO_MANY));
    }

    @ParameterizedTest
    @CsvSource({
        "-259200000000, -259200000000",
        "-259200000001, -259200000000",
        "300000000, 300000000",
        "300000001, 300000000",
        "0, 0"
    })
    void timesAreClampedToTheMicrosecond(long given, long expected) {
        Instant moment = NOW.plus(Duration.ofNanos(given * 1_000));
        Observation observation = observe(
                request().userId("u").observedAt(moment).touch(Touch.attributed(moment, Map.of("utm_source", "s"))));
        Instant clamped = NOW.plus(Duration.ofNanos(expected * 1_000));
        assertThat(observation.observedAt()).isEqualTo(clamped);
        assertThat(observation.touches())
                .singleElement()
                .matches(touch -> touch.occurredAt().equals(clamped));
    }

    @Test
    void anImportIsTakenAtItsWord() {
        Instant longAgo = NOW.minus(Duration.ofDays(4_000));
        Observation observation =
                observe(request().userId("u").createdAt(longAgo).observedAt(longAgo));
        assertThat(observation.observedAt()).isEqualTo(longAgo);
        assertThat(observation.createdAt()).isEqualTo(Optional.of(longAgo));
    }

    @Test
    void aHostsNormaliserIsNotTrustedWithWhatNoStoreCanKeep() {
        IdentifierType odd = IdentifierType.of("odd");
        Map<String, IgnoreReason> results =
                Map.of("", IgnoreReason.BLANK, "a\0", IgnoreReason.MALFORMED, "null", IgnoreReason.BLOCKED);
        results.forEach((result, reason) -> {
            IdentityPolicy policy = IdentityPolicy.defaults().toBuilder()
                    .type(TypeRule.persistent(odd)
                            .normalizer(raw -> new Normalizer.Normalized(result))
                            .build())
                    .build();
            assertThat(observe(policy, request().identifier(odd, "x")).ignored())
                    .containsExactly(IgnoredIdentifier.of(odd, reason));
        });
    }

    @Test
    void aTouchKeeps128FieldsAndReportsTheOthers() {
        Map<String, String> fields = new HashMap<>();
        for (int i = 0; i < 130; i++) {
            fields.put(String.format("f%03d", i), "v");
        }
        Observation observation = observe(request().userId("u").touch(Touch.attributed(NOW, fields)));
        assertThat(observation.touches())
                .singleElement()
                .matches(touch -> touch.fields().size() == 128);
        assertThat(observation.ignoredFacts())
                .containsExactly(
                        new IgnoredFact("touch.f128", IgnoreReason.TOO_MANY),
                        new IgnoredFact("touch.f129", IgnoreReason.TOO_MANY));
    }

    @Test
    void theNameOfABadFieldIsCutAndCleanedBeforeItIsReported() {
        Observation observation = observe(request()
                .userId("u")
                .touch(Touch.attributed(NOW, Map.of("utm\n[ERROR] " + "x".repeat(300), "v"))));
        assertThat(observation.ignoredFacts())
                .singleElement()
                .satisfies(fact -> assertThat(fact.name()).hasSize(70).matches("touch\\.[A-Za-z0-9_.:?-]+"));
    }

    @Test
    void aTouchWhoseFieldsAreAllUnusableIsNotAttributed() {
        Observation observation =
                observe(request().userId("u").touch(Touch.attributed(NOW, Map.of("utm_source", "a\0"))));
        assertThat(observation.touches()).singleElement().matches(touch -> !touch.attributed());
    }
}
