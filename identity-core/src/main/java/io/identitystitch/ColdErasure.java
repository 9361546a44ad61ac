package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStore;
import java.util.Set;

/**
 * Deletes what the visitors of a person left in cold storage. It goes before the person's identifiers do, which alone tell where to look:
 * an erasure that breaks off between the two is done again from the beginning.
 */
final class ColdErasure {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    ColdErasure(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
    }

    void erase(ProfileId profile) {
        ColdStore cold = core.signals.options.coldStore;
        if (cold == null) {
            return;
        }
        Set<IdentifierKey> visitors =
                PersonVisitors.read(store.reads(), core.policy, tenant, profile).keys();
        if (!visitors.isEmpty()) {
            cold.erase(tenant, visitors);
        }
    }
}
