package io.identitystitch;

import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;

/**
 * What a steward of the data, or a job, needs beside sign-up and sign-in.
 *
 * <p>Thread-safe as far as its resolver is.
 */
public final class Steward {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    Steward(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
    }

    /**
     * The refused merges that wait for a human, oldest first.
     *
     * @param page which part
     * @return the page
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    public Page<ConflictRecord> conflicts(PageRequest page) {
        core.requireOpen();
        return store.reads().openConflicts(tenant, page);
    }

    /**
     * All identifiers of a person, in order of linking.
     *
     * @param id an id that was returned once
     * @param page which part
     * @return the page, empty where the id is unknown in this tenant
     * @throws IllegalArgumentException if the cursor is not one of this list
     */
    public Page<ProfileIdentifier> identifiers(ProfileId id, PageRequest page) {
        core.requireOpen();
        return store.reads().identifiers(tenant, id, page);
    }
}
