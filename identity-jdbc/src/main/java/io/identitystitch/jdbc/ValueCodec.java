package io.identitystitch.jdbc;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.util.Optional;

/**
 * How the readable values of identifiers are kept. Lookups never need them: they go by digest.
 *
 * <p>Every stored value carries the id of the key that it was encoded with, so that keys can change without rewriting
 * what is stored. Implementations must be thread-safe.
 */
public interface ValueCodec {
    /**
     * The id that is stored beside what {@link #encode} gives.
     *
     * @return 1 to 64 characters
     */
    String keyId();

    /**
     * Encodes a value.
     *
     * @param tenant the tenant, to be bound to the result
     * @param key the identifier, to be bound to the result
     * @param plaintext the normalised value
     * @return what is stored; an empty array stores nothing
     */
    byte[] encode(TenantId tenant, IdentifierKey key, String plaintext);

    /**
     * Decodes a stored value.
     *
     * @param tenant the tenant
     * @param key the identifier
     * @param keyId the id that was stored with it, perhaps that of another codec or of a key that is gone
     * @param encoded what was stored
     * @return the value, empty where it cannot be read
     */
    Optional<String> decode(TenantId tenant, IdentifierKey key, String keyId, byte[] encoded);

    /**
     * Keeps values as they are: whoever reads the table reads them. The key id is {@code plain}.
     *
     * @return the codec
     */
    static ValueCodec plain() {
        return PlainCodec.INSTANCE;
    }

    /**
     * Keeps no readable values: profiles list identifiers by type and digest only.
     *
     * @return the codec
     */
    static ValueCodec none() {
        return NoCodec.INSTANCE;
    }
}
