package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.util.Optional;

/** See {@link ValueCodec#none}. */
enum NoCodec implements ValueCodec {
    INSTANCE;

    @Override
    public String keyId() {
        return "none";
    }

    @Override
    public byte[] encode(TenantId tenant, IdentifierKey key, String plaintext) {
        return new byte[0];
    }

    @Override
    public Optional<String> decode(TenantId tenant, IdentifierKey key, String keyId, byte[] encoded) {
        return Optional.empty();
    }
}
