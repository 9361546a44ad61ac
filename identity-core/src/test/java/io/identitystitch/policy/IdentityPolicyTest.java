package io.identitystitch.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Trait;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The presets and what the builders refuse. */
class IdentityPolicyTest {
    private static final IdentifierType X = IdentifierType.of("x");

    @Test
    void defaultsAreThoseOfTheManual() {
        IdentityPolicy policy = IdentityPolicy.defaults();
        assertThat(policy.sharedDevice()).isEqualTo(SharedDevicePolicy.BY_TYPE);
        assertThat(policy.deviceHolder()).isEqualTo(DeviceHolder.LATEST_SIGN_IN);
        assertThat(policy.anonymousTraffic()).isEqualTo(AnonymousTraffic.PROFILE);
        assertThat(policy.firstTouch()).isEqualTo(FirstTouchPolicy.EARLIEST);
        assertThat(policy.evidenceRecognizes()).isFalse();
        assertThat(policy.maxPast()).isEqualTo(Duration.ofDays(3));
        assertThat(policy.maxFuture()).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy.lastSeenGranularity()).isEqualTo(Duration.ofHours(1));
        assertThat(policy.maxIdentifiers()).isEqualTo(1_000);
        assertThat(policy.erasedIdentifiers()).isSameAs(ErasedIdentifiers.beginAfresh());
        assertThat(policy.traitRule("anything")).isEqualTo(TraitRule.LATEST);
        assertThat(policy.rule(IdentifierType.USER_ID).limit()).isEqualTo(1);
        assertThat(policy.rule(IdentifierType.EMAIL).limit()).isEqualTo(20);
        assertThat(policy.rule(IdentifierType.ANONYMOUS_ID).limit()).isEqualTo(1_000);
        assertThat(policy.rules()).noneMatch(TypeRule::verificationRequired);
    }

    @Test
    void leadsAreCreatedByFourTypesOnly() {
        assertThat(IdentityPolicy.leads().rules().stream()
                        .filter(TypeRule::createsProfile)
                        .map(TypeRule::type))
                .containsExactlyInAnyOrder(
                        IdentifierType.EMAIL,
                        IdentifierType.PRODUCT_USER_ID,
                        IdentifierType.CRM_ID,
                        IdentifierType.MAP_ID);
        assertThat(IdentityPolicy.leads().anonymousTraffic()).isEqualTo(AnonymousTraffic.NO_ROW);
        assertThat(IdentityPolicy.leads().rule(IdentifierType.PHONE).identifiable())
                .isTrue();
    }

    @Test
    void devicesLiveAsLongAsTheyShould() {
        IdentityPolicy policy = IdentityPolicy.devices();
        assertThat(policy.rule(IdentifierType.DOMAINPRINT).timeToLive()).contains(Duration.ofDays(365));
        assertThat(policy.rule(IdentifierType.FINGERPRINT).timeToLive()).contains(Duration.ofDays(30));
        assertThat(policy.rule(IdentifierType.BEHAVIORAL).timeToLive()).contains(Duration.ofDays(30));
        assertThat(policy.rule(IdentifierType.USER_ID).isBlocked("anon_1")).isTrue();
        assertThat(policy.matchOrder())
                .containsExactly(IdentifierType.FINGERPRINT, IdentifierType.DOMAINPRINT, IdentifierType.BEHAVIORAL);
    }

    @Test
    void aCopyThroughTheBuilderKeepsEverySetting() {
        IdentityPolicy policy = IdentityPolicy.devices().toBuilder()
                .sharedDevice(SharedDevicePolicy.ATTACH)
                .deviceHolder(DeviceHolder.KEEP_FIRST)
                .anonymousTraffic(AnonymousTraffic.NO_ROW)
                .firstTouch(FirstTouchPolicy.FIRST_MERGED)
                .trait("plan", TraitRule.LEAST)
                .clockTolerance(Duration.ofDays(1), Duration.ofSeconds(1))
                .lastSeenGranularity(Duration.ofMinutes(7))
                .maxIdentifiers(9)
                .newAnonymousConfidence(33)
                .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(1)))
                .build();
        assertThat(policy.toBuilder().build()).usingRecursiveComparison().isEqualTo(policy);
    }

    @Test
    void aRulesCopyThroughItsBuilderKeepsEverySetting() {
        TypeRule rule = TypeRule.ephemeral(X)
                .priority(3)
                .limit(4)
                .identifiable(true)
                .assertedByHost(true)
                .timeToLive(Duration.ofDays(2))
                .confidence(44)
                .normalizer(Normalizers.hex64())
                .alsoBlocked("q"::equals)
                .build();
        assertThat(rule.toBuilder().build()).usingRecursiveComparison().isEqualTo(rule);
    }

    @Test
    void onlyPersistentTypesCreateAndAskForVerification() {
        TypeRule device = TypeRule.ephemeral(X)
                .createsProfile(true)
                .verificationRequired(true)
                .build();
        assertThat(device.createsProfile()).isFalse();
        assertThat(device.verificationRequired()).isFalse();
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedWithTheirValue() {
        assertThatThrownBy(() -> TypeRule.persistent(X).limit(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> TypeRule.persistent(X).confidence(101)).hasMessageContaining("101");
        assertThatThrownBy(() -> TypeRule.ephemeral(X).timeToLive(Duration.ZERO))
                .hasMessageContaining("PT0S");
        assertThatThrownBy(() -> TypeRule.persistent(X).timeToLive(Duration.ofDays(1)))
                .hasMessageContaining("x");
        IdentityPolicyBuilder policy = IdentityPolicy.defaults().toBuilder();
        assertThatThrownBy(() -> policy.maxIdentifiers(0)).hasMessageContaining("0");
        assertThatThrownBy(() -> policy.lastSeenGranularity(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> policy.clockTolerance(Duration.ofSeconds(-1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> policy.matchOrder(X, X)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        IdentityPolicy.defaults().toBuilder().matchOrder(X).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> IdentityPolicy.defaults().rule(X)).hasMessageContaining("'x'");
    }

    @Test
    void traitRulesAreTotalOrders() {
        Instant at = Instant.parse("2026-03-02T09:00:00Z");
        List<Trait> traits = List.of(
                new Trait("t", JsonText.of(9), at),
                new Trait("t", JsonText.of(10), at),
                new Trait("t", JsonText.of("9"), at),
                new Trait("t", JsonText.of("a"), at.plusSeconds(1)),
                new Trait("t", JsonText.parse("1e1"), at.minusSeconds(1)),
                new Trait("t", JsonText.parse("1e99999999999"), at));
        for (TraitRule rule : TraitRule.values()) {
            for (Trait a : traits) {
                for (Trait b : traits) {
                    assertThat(Integer.signum(rule.order().compare(a, b)))
                            .as(rule.name())
                            .isEqualTo(-Integer.signum(rule.order().compare(b, a)));
                    assertThat(rule.order().compare(a, b) == 0).isEqualTo(a.equals(b));
                }
            }
        }
        assertThat(traits.stream().max(TraitRule.LATEST.order())).contains(traits.get(3));
        assertThat(traits.stream().max(TraitRule.EARLIEST.order())).contains(traits.get(4));
        assertThat(traits.stream().max(TraitRule.GREATEST.order())).contains(traits.get(1));
        assertThat(traits.stream().max(TraitRule.LEAST.order())).contains(traits.get(0));
    }
}
