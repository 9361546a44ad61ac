package io.identitystitch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * An identifier that a profile had at a moment.
 *
 * <p>The text form shows no value. Immutable and thread-safe.
 *
 * @param key the lookup key
 * @param value the normalised value, empty where the store keeps no readable values
 * @param ownerId the profile that had it
 * @param since since when the profile had it, by the store's clock
 */
public record PastIdentifier(IdentifierKey key, Optional<String> value, ProfileId ownerId, Instant since) {
    /** The key. */
    @Override
    public String toString() {
        return key.toString();
    }
}
