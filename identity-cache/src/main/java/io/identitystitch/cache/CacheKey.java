package io.identitystitch.cache;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;

/**
 * An identifier of a tenant.
 *
 * @param tenant the tenant
 * @param key the identifier
 */
record CacheKey(TenantId tenant, IdentifierKey key) {}
