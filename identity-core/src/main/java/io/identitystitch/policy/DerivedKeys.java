package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under keys that are derived from one secret by HKDF (RFC 5869): one for each tenant and type, and others for
 * each purpose. Thread-safe.
 */
final class DerivedKeys {
    private static final String ALGORITHM = "HmacSHA256";

    private record KeyScope(TenantId tenant, IdentifierType type) {}

    private final String purpose;
    private final byte[] extracted;
    private final Map<KeyScope, SecretKeySpec> keys = new ConcurrentHashMap<>();

    DerivedKeys(String purpose, byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("a key has at least 32 bytes");
        }
        this.purpose = purpose;
        // HKDF-Extract with the default salt of zeros (RFC 5869 section 2.2).
        extracted = mac(new SecretKeySpec(new byte[32], ALGORITHM), secret);
    }

    Digest mac(TenantId tenant, IdentifierType type, Digest content) {
        SecretKeySpec key = keys.computeIfAbsent(new KeyScope(tenant, type), this::expand);
        return Digest.of(mac(key, content.bytes()));
    }

    /** HKDF-Expand for one block (RFC 5869 section 2.3). */
    private SecretKeySpec expand(KeyScope scope) {
        String info = purpose + '|' + scope.tenant() + '|' + scope.type() + "|v1";
        byte[] text = info.getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(text, text.length + 1);
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
