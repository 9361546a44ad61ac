package io.identitystitch;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import java.util.Collection;
import java.util.Map;

/**
 * The seam for facts that other modules keep. Hang each fact on the owner id of the resolution that brought it, never
 * rewrite it, and ask here whose it is: merges, undos and splits then show without a change to any fact. In SQL the view
 * {@code id_person(tenant, owner, root)} says the same.
 *
 * <p>Thread-safe as far as its resolver is.
 */
public final class IdentityGraph {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    IdentityGraph(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
    }

    /**
     * The profiles that answer for owners now.
     *
     * @param owners owner ids
     * @return owner to root, for every owner that exists in the tenant
     */
    public Map<ProfileId, ProfileId> roots(Collection<ProfileId> owners) {
        core.requireOpen();
        return store.reads().roots(tenant, owners);
    }

    /**
     * The owners for which a profile answers now: itself and all that it absorbed, in order of their ids.
     *
     * @param root a root
     * @param page which part
     * @return the page, empty where the id is no root in the tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    public Page<ProfileId> owners(ProfileId root, PageRequest page) {
        core.requireOpen();
        return store.reads().owners(tenant, root, page);
    }
}
