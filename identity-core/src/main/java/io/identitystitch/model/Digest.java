package io.identitystitch.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 32 bytes that stand for a value: what stores index instead of the value itself.
 *
 * <p>Ordered as unsigned bytes, as both databases order them. Immutable and thread-safe.
 */
public final class Digest implements Comparable<Digest> {
    /** The length in bytes. */
    public static final int LENGTH = 32;

    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    private Digest(ByteBuffer bytes) {
        first = bytes.getLong();
        second = bytes.getLong();
        third = bytes.getLong();
        fourth = bytes.getLong();
    }

    /**
     * The digest with these bytes.
     *
     * @param bytes exactly 32 bytes, copied
     * @return the digest
     * @throws IllegalArgumentException if there are not 32 bytes
     */
    public static Digest of(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a digest has 32 bytes");
        }
        return new Digest(ByteBuffer.wrap(bytes));
    }

    /**
     * The SHA-256 of some bytes.
     *
     * @param content the bytes
     * @return their digest
     */
    public static Digest sha256(byte[] content) {
        try {
            return of(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The bytes, in a new array.
     *
     * @return 32 bytes
     */
    public byte[] bytes() {
        return ByteBuffer.allocate(LENGTH)
                .putLong(first)
                .putLong(second)
                .putLong(third)
                .putLong(fourth)
                .array();
    }

    @Override
    public int compareTo(Digest other) {
        int order = Long.compareUnsigned(first, other.first);
        if (order == 0) {
            order = Long.compareUnsigned(second, other.second);
        }
        if (order == 0) {
            order = Long.compareUnsigned(third, other.third);
        }
        return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Digest other
                && first == other.first
                && second == other.second
                && third == other.third
                && fourth == other.fourth;
    }

    /** The bytes are uniform already, so a part of them is a good hash. */
    @Override
    public int hashCode() {
        return Long.hashCode(first);
    }

    /** The first eight hexadecimal digits: enough to tell two apart in a log, too few to look one up. */
    @Override
    public String toString() {
        return String.format("%016x", first).substring(0, 8);
    }
}
