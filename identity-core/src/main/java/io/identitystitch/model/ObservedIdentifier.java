package io.identitystitch.model;

/**
 * An identifier of an observation: normalised, with its lookup key.
 *
 * <p>Immutable and thread-safe.
 *
 * @param identifier the type and the normalised value
 * @param key the lookup key
 * @param verified whether the host vouches for it, or its type is one that the host's login asserts
 */
public record ObservedIdentifier(Identifier identifier, IdentifierKey key, boolean verified) {
    /**
     * The type.
     *
     * @return the type
     */
    public IdentifierType type() {
        return key.type();
    }

    /** The key. */
    @Override
    public String toString() {
        return key.toString();
    }
}
