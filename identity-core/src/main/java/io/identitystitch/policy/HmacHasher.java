package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;

/** See {@link IdentifierHasher#hmac}. */
final class HmacHasher implements IdentifierHasher {
    private final DerivedKeys keys;

    HmacHasher(byte[] masterKey) {
        keys = new DerivedKeys("blind", masterKey);
    }

    @Override
    public Digest hash(TenantId tenant, IdentifierType type, String normalized) {
        return keys.mac(tenant, type, normalized);
    }
}
