package io.identitystitch.model;

import java.nio.charset.StandardCharsets;

/**
 * A typed value that stands for a person, an account or a device: as a caller gives it, or normalised, as a profile
 * lists it.
 *
 * <p>Its text form never shows the value. Immutable and thread-safe.
 *
 * @param type the type
 * @param value the value
 */
public record Identifier(IdentifierType type, String value) {
    /**
     * An identifier.
     *
     * @param type the type
     * @param value the value, not null; what is wrong with it is reported by the call that uses it
     * @return the identifier
     */
    public static Identifier of(IdentifierType type, String value) {
        return new Identifier(type, value);
    }

    /** The type and a short digest of the value, such as {@code email#3f9a01bc}. */
    @Override
    public String toString() {
        return type.name() + '#' + Digest.sha256(value.getBytes(StandardCharsets.UTF_8));
    }
}
