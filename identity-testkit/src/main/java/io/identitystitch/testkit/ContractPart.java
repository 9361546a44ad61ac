package io.identitystitch.testkit;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.util.List;

/** What the parts of the contract have in common. */
abstract class ContractPart {
    /** Persistent types without a limit: then who is who depends on nothing but what was seen together. */
    static final IdentityPolicy UNLIMITED = unlimited(List.of("email", "phone", "crm_id"));

    /** Low limits, so that short histories reach them. Every sighting is recorded. */
    static final IdentityPolicy TIGHT = IdentityPolicy.defaults().toBuilder()
            .type(limited("email", 3))
            .type(limited("anonymous_id", 4))
            .lastSeenGranularity(Duration.ZERO)
            .build();

    private final IdentityStoreContract contract;

    ContractPart(IdentityStoreContract contract) {
        this.contract = contract;
    }

    IdentityStore store() {
        return contract.store();
    }

    int histories() {
        return contract.histories();
    }

    int races() {
        return contract.racesNow();
    }

    int concurrentCalls() {
        return contract.concurrentCallsNow();
    }

    TenantId newTenant() {
        return IdentityStoreContract.newTenant();
    }

    Workbench bench(IdentityPolicy policy) {
        return new Workbench(store(), newTenant(), policy);
    }

    IdentityResolver resolver(IdentityPolicy policy) {
        return IdentityResolver.builder(store())
                .tenant(newTenant())
                .policy(policy)
                .build();
    }

    static IdentityPolicy unlimited(List<String> types) {
        IdentityPolicy defaults = IdentityPolicy.defaults();
        IdentityPolicyBuilder builder = defaults.toBuilder().lastSeenGranularity(Duration.ZERO);
        types.forEach(type -> builder.type(
                defaults.rule(IdentifierType.of(type)).toBuilder().unlimited().build()));
        return builder.build();
    }

    private static TypeRule limited(String type, int limit) {
        return IdentityPolicy.defaults().rule(IdentifierType.of(type)).toBuilder()
                .limit(limit)
                .build();
    }

    static ProfileId profileId(long number) {
        return PlanMaker.profileId(number);
    }
}
