package io.identitystitch.policy;

import static io.identitystitch.model.IdentifierType.ANONYMOUS_ID;
import static io.identitystitch.model.IdentifierType.BEHAVIORAL;
import static io.identitystitch.model.IdentifierType.CRM_ID;
import static io.identitystitch.model.IdentifierType.DEVICE_ID;
import static io.identitystitch.model.IdentifierType.DOMAINPRINT;
import static io.identitystitch.model.IdentifierType.EMAIL;
import static io.identitystitch.model.IdentifierType.FINGERPRINT;
import static io.identitystitch.model.IdentifierType.MAP_ID;
import static io.identitystitch.model.IdentifierType.MARKETING_EVENT_ID;
import static io.identitystitch.model.IdentifierType.ORGANIZATION_ID;
import static io.identitystitch.model.IdentifierType.PHONE;
import static io.identitystitch.model.IdentifierType.PRODUCT_USER_ID;
import static io.identitystitch.model.IdentifierType.USER_ID;
import static io.identitystitch.model.IdentifierType.WORKSPACE_ID;

import java.time.Duration;

/** The three policies that most hosts begin with. */
final class PolicyPresets {
    private PolicyPresets() {}

    static IdentityPolicyBuilder defaults() {
        return new IdentityPolicyBuilder()
                .type(TypeRule.persistent(EMAIL)
                        .priority(100)
                        .normalizer(Normalizers.email())
                        .build())
                .type(TypeRule.persistent(USER_ID)
                        .priority(90)
                        .exclusive()
                        .assertedByHost(true)
                        .build())
                .type(TypeRule.persistent(PRODUCT_USER_ID)
                        .priority(85)
                        .exclusive()
                        .assertedByHost(true)
                        .build())
                .type(TypeRule.persistent(CRM_ID).priority(80).build())
                .type(TypeRule.persistent(MAP_ID).priority(75).build())
                .type(TypeRule.persistent(PHONE).priority(70).build())
                .type(TypeRule.ephemeral(DEVICE_ID).priority(30).build())
                .type(TypeRule.ephemeral(DOMAINPRINT)
                        .priority(25)
                        .timeToLive(Duration.ofDays(365))
                        .confidence(95)
                        .build())
                .type(TypeRule.ephemeral(ANONYMOUS_ID).priority(20).build())
                .type(TypeRule.evidence(FINGERPRINT)
                        .priority(10)
                        .timeToLive(Duration.ofDays(30))
                        .confidence(90)
                        .build())
                .type(TypeRule.evidence(BEHAVIORAL)
                        .priority(5)
                        .timeToLive(Duration.ofDays(30))
                        .confidence(85)
                        .build())
                .type(TypeRule.context(ORGANIZATION_ID).build())
                .type(TypeRule.context(WORKSPACE_ID).build())
                .type(TypeRule.context(MARKETING_EVENT_ID).build());
    }

    static IdentityPolicyBuilder leads() {
        IdentityPolicyBuilder leads = defaults().anonymousTraffic(AnonymousTraffic.NO_ROW);
        IdentityPolicy defaults = leads.build();
        return leads.type(
                        defaults.rule(USER_ID).toBuilder().createsProfile(false).build())
                .type(defaults.rule(PHONE).toBuilder().createsProfile(false).build());
    }

    static IdentityPolicyBuilder devices() {
        IdentityPolicyBuilder devices = defaults()
                .evidenceRecognizes(true)
                .matchOrder(FINGERPRINT, DOMAINPRINT, BEHAVIORAL)
                .newAnonymousConfidence(60);
        return devices.type(devices.build().rule(USER_ID).toBuilder()
                .alsoBlocked(value -> value.startsWith("anon_"))
                .build());
    }
}
