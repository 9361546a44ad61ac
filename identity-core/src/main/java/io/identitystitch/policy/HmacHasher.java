package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** See {@link IdentifierHasher#hmac}. */
final class HmacHasher implements IdentifierHasher {
    private static final String ALGORITHM = "HmacSHA256";

    private record KeyScope(TenantId tenant, IdentifierType type) {}

    private final byte[] extracted;
    private final Map<KeyScope, SecretKeySpec> keys = new ConcurrentHashMap<>();

    HmacHasher(byte[] masterKey) {
        if (masterKey.length < 32) {
            throw new IllegalArgumentException("a master key has at least 32 bytes");
        }
        // HKDF-Extract with the default salt of zeros (RFC 5869 section 2.2).
        extracted = mac(new SecretKeySpec(new byte[32], ALGORITHM), masterKey);
    }

    @Override
    public Digest hash(TenantId tenant, IdentifierType type, String normalized) {
        SecretKeySpec key = keys.computeIfAbsent(new KeyScope(tenant, type), this::expand);
        byte[] content =
                Digest.sha256(normalized.getBytes(StandardCharsets.UTF_8)).bytes();
        return Digest.of(mac(key, content));
    }

    /** HKDF-Expand for one block (RFC 5869 section 2.3). */
    private SecretKeySpec expand(KeyScope scope) {
        String info = "blind|" + scope.tenant() + '|' + scope.type() + "|v1";
        byte[] text = info.getBytes(StandardCharsets.UTF_8);
        byte[] block = java.util.Arrays.copyOf(text, text.length + 1);
        block[text.length] = 1;
        return new SecretKeySpec(mac(new SecretKeySpec(extracted, ALGORITHM), block), ALGORITHM);
    }

    private static byte[] mac(SecretKeySpec key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
