package io.identitystitch.model;

import java.util.Optional;

/**
 * An identifier of a call that was not used, and why. Nothing is dropped without one of these.
 *
 * <p>Immutable and thread-safe.
 *
 * @param type the type
 * @param key the lookup key, empty where the value was unusable
 * @param reason why
 */
public record IgnoredIdentifier(IdentifierType type, Optional<IdentifierKey> key, IgnoreReason reason) {
    /**
     * An identifier whose value was unusable.
     *
     * @param type the type
     * @param reason why
     * @return the report
     */
    public static IgnoredIdentifier of(IdentifierType type, IgnoreReason reason) {
        return new IgnoredIdentifier(type, Optional.empty(), reason);
    }

    /**
     * An identifier that was usable and not used.
     *
     * @param key the key
     * @param reason why
     * @return the report
     */
    public static IgnoredIdentifier of(IdentifierKey key, IgnoreReason reason) {
        return new IgnoredIdentifier(key.type(), Optional.of(key), reason);
    }
}
