package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * Gives the 32 bytes by which stores find an identifier. Everything that reads or writes one database must use the same.
 *
 * <p>Implementations must be pure and thread-safe.
 */
@FunctionalInterface
public interface IdentifierHasher {
    /**
     * The digest of an identifier.
     *
     * @param tenant the tenant
     * @param type the type
     * @param normalized the normalised value
     * @return 32 bytes; the same for equal arguments, always
     */
    Digest hash(TenantId tenant, IdentifierType type, String normalized);

    /**
     * Plain SHA-256 of the value: for development, for whoever has the table can find short values by trying.
     *
     * @return the hasher
     */
    static IdentifierHasher sha256() {
        return (tenant, type, normalized) -> Digest.sha256(normalized.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * HMAC-SHA-256 over the SHA-256 of the value, under a key of its own for each tenant and type, derived from a master
     * key by HKDF (RFC 5869) with SHA-256 and the info {@code blind|tenant|type|v1}.
     *
     * @param masterKey at least 32 bytes, copied
     * @return the hasher
     * @throws IllegalArgumentException if the key is shorter than 32 bytes
     */
    static IdentifierHasher hmac(byte[] masterKey) {
        return new HmacHasher(masterKey);
    }
}
