package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;

/**
 * HMAC-SHA-256 under keys that are derived from one secret by HKDF (RFC 5869): one for each tenant and type, and others for
 * each purpose. Thread-safe.
 */
final class DerivedKeys {
    /**
     * What a key is for.
     *
     * @param tenant the tenant
     * @param type the type of identifier
     */
    private record Scope(TenantId tenant, IdentifierType type) {}

    private final String purpose;
    private final SecretKeySpec extracted;
    private final Map<Scope, SecretKeySpec> keys = new ConcurrentHashMap<>();
    private final MacBenches benches = new MacBenches(this::key);

    DerivedKeys(String purpose, byte[] secret) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("a key has at least 32 bytes");
        }
        this.purpose = purpose;
        // HKDF-Extract with the default salt of zeros (RFC 5869 section 2.2).
        extracted = MacBench.key(MacBench.mac(MacBench.key(new byte[32])).doFinal(secret));
    }

    /** The code of a digest. */
    Digest mac(TenantId tenant, IdentifierType type, Digest content) {
        MacBench bench = benches.take(content.hashCode());
        Digest code = bench.mac(tenant, type, content.bytes());
        benches.giveBack(bench, content.hashCode());
        return code;
    }

    /** The code of the SHA-256 digest of a text in UTF-8. */
    Digest mac(TenantId tenant, IdentifierType type, String text) {
        MacBench bench = benches.take(text.hashCode());
        Digest code = bench.macOfDigest(tenant, type, text);
        benches.giveBack(bench, text.hashCode());
        return code;
    }

    private SecretKeySpec key(TenantId tenant, IdentifierType type) {
        return keys.computeIfAbsent(new Scope(tenant, type), this::expand);
    }

    /** HKDF-Expand for one block (RFC 5869 section 2.3). */
    private SecretKeySpec expand(Scope scope) {
        String info = purpose + '|' + scope.tenant() + '|' + scope.type() + "|v1";
        byte[] text = info.getBytes(StandardCharsets.UTF_8);
        byte[] block = Arrays.copyOf(text, text.length + 1);
        block[text.length] = 1;
        return MacBench.key(MacBench.mac(extracted).doFinal(block));
    }
}
