package io.identitystitch.torture;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.util.List;

/** The rules of the two kinds of tenants. */
final class Policies {
    private Policies() {}

    /** Nothing is refused: union-find tells who is who. */
    static IdentityPolicy persons() {
        IdentityPolicyBuilder policy = IdentityPolicy.defaults().toBuilder();
        for (String type : List.of("mail", "login", "crm")) {
            policy.type(TypeRule.persistent(IdentifierType.of(type)).unlimited().build());
        }
        return policy.type(TypeRule.ephemeral(IdentifierType.ANONYMOUS_ID)
                        .unlimited()
                        .build())
                .build();
    }

    /** The defaults, every sighting recorded, so that the holder of a device is exact. */
    static IdentityPolicy devices() {
        return IdentityPolicy.defaults().toBuilder()
                .lastSeenGranularity(Duration.ZERO)
                .build();
    }
}
