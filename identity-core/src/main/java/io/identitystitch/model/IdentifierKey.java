package io.identitystitch.model;

/**
 * What a store finds an identifier by: its type and a digest of its normalised value, never the value.
 *
 * <p>Immutable and thread-safe.
 *
 * @param type the type
 * @param digest the (keyed) digest of the normalised value
 */
public record IdentifierKey(IdentifierType type, Digest digest) implements Comparable<IdentifierKey> {
    @Override
    public int compareTo(IdentifierKey other) {
        int order = type.compareTo(other.type);
        return order != 0 ? order : digest.compareTo(other.digest);
    }

    /** The type and a short digest, such as {@code email#3f9a01bc}. */
    @Override
    public String toString() {
        return type.name() + '#' + digest;
    }
}
