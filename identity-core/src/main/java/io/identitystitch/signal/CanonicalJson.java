package io.identitystitch.signal;

import io.identitystitch.model.Digest;
import java.util.Arrays;

/**
 * One JSON value in the form that RFC 8785 (JSON Canonicalization Scheme) gives it: UTF-8 without white space, members sorted by the UTF-16
 * code units of their names, the fewest escapes, numbers as ECMAScript writes the IEEE 754 double that they stand for. Texts that mean the
 * same have the same bytes, on every JDK.
 *
 * <p>Numbers that no double can tell apart, {@code 9007199254740992} and {@code 9007199254740993} for instance, are one number here.
 *
 * <p>It comes from {@link Payload#canonical()} or {@link Envelope#canonical()}. Its own text form never shows the value. Immutable and
 * thread-safe.
 */
public final class CanonicalJson {
    private final byte[] utf8;

    /** Takes the array as it is. */
    CanonicalJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /**
     * The bytes, in a new array.
     *
     * @return UTF-8
     */
    public byte[] bytes() {
        return utf8.clone();
    }

    /**
     * How many bytes there are.
     *
     * @return at least 1
     */
    public int length() {
        return utf8.length;
    }

    /**
     * The SHA-256 of the bytes.
     *
     * @return the digest
     */
    public Digest sha256() {
        return Digest.sha256(utf8);
    }

    void writeTo(JsonBytes out) {
        out.raw(utf8);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof CanonicalJson other && Arrays.equals(utf8, other.utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** The length, not the value. */
    @Override
    public String toString() {
        return "CanonicalJson[" + utf8.length + " bytes]";
    }
}
