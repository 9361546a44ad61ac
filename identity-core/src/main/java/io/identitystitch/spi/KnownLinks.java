package io.identitystitch.spi;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.KnownLink;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a store can tell of identifiers at once, from memory. An {@link IdentityStore} that implements it is asked before it is made to
 * load: most calls bring only what is known, and for those a snapshot and a plan would be made to say that nothing is to be done.
 *
 * <p>Implementations must be thread-safe and wait for no input or output.
 */
public interface KnownLinks {
    /**
     * The link of an identifier, as a load that is sent now may show it, or as old as the store says that its answers may be.
     *
     * @param tenant the tenant
     * @param key the identifier
     * @return its link, which may have expired; null where it is nobody's or cannot be told at once
     */
    @Nullable
    KnownLink known(TenantId tenant, IdentifierKey key);

    /**
     * The links of identifiers, all as of one moment.
     *
     * @param tenant the tenant
     * @param keys the identifiers, at least one
     * @return their links in the same order; empty where one of them is nobody's or cannot be told at once
     */
    List<KnownLink> known(TenantId tenant, List<IdentifierKey> keys);
}
