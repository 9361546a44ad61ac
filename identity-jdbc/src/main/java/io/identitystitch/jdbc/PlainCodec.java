package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** See {@link ValueCodec#plain}. */
enum PlainCodec implements ValueCodec {
    INSTANCE;

    static final String KEY_ID = "plain";

    @Override
    public String keyId() {
        return KEY_ID;
    }

    @Override
    public byte[] encode(TenantId tenant, IdentifierKey key, String plaintext) {
        return plaintext.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Optional<String> decode(TenantId tenant, IdentifierKey key, String keyId, byte[] encoded) {
        return keyId.equals(KEY_ID) ? Optional.of(new String(encoded, StandardCharsets.UTF_8)) : Optional.empty();
    }
}
