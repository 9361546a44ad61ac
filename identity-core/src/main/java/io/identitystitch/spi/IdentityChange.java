package io.identitystitch.spi;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.util.Optional;

/**
 * A change of answers that were already given: what a cache has to know. Profiles and identifiers that are new change no answer.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface IdentityChange {
    /**
     * The tenant.
     *
     * @return the tenant
     */
    TenantId tenant();

    /**
     * A root was absorbed: it, and all that it answered for, have another root now.
     *
     * @param tenant the tenant
     * @param absorbed the root that was absorbed
     * @param root the root that remains
     */
    record Merged(TenantId tenant, ProfileId absorbed, ProfileId root) implements IdentityChange {}

    /**
     * An identifier has another owner: a hand-over, a sign-out, or an act of a steward.
     *
     * @param tenant the tenant
     * @param key the identifier
     * @param owner the new owner, empty for nobody
     */
    record Moved(TenantId tenant, IdentifierKey key, Optional<ProfileId> owner) implements IdentityChange {}

    /**
     * A merge was undone: some of the profiles that a root answered for have another root now.
     *
     * @param tenant the tenant
     * @param newRoot the root of those that left
     * @param root the root that they had
     */
    record Undone(TenantId tenant, ProfileId newRoot, ProfileId root) implements IdentityChange {}

    /**
     * A profile is gone, with its identifiers.
     *
     * @param tenant the tenant
     * @param profile the profile
     */
    record Erased(TenantId tenant, ProfileId profile) implements IdentityChange {}
}
