package io.identitystitch.cold;

import java.util.Arrays;

/**
 * Reads what a {@link ByteSink} wrote, and never past its end.
 *
 * <p>Not thread-safe.
 */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    int left() {
        return end - at;
    }

    int take() throws DamagedException {
        need(1);
        return bytes[at++] & 0xFF;
    }

    byte[] take(int length) throws DamagedException {
        int from = skip(length);
        return Arrays.copyOfRange(bytes, from, from + length);
    }

    /** Goes on by so many bytes and says where they begin in {@link #array()}. */
    int skip(int length) throws DamagedException {
        need(length);
        int from = at;
        at += length;
        return from;
    }

    byte[] array() {
        return bytes;
    }

    long takeCount() throws DamagedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = take();
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new DamagedException("a number has no end");
    }

    /** A count that is at most a limit. */
    int takeCount(int limit) throws DamagedException {
        long value = takeCount();
        if (value < 0 || value > limit) {
            throw new DamagedException("a count is out of bounds");
        }
        return (int) value;
    }

    long takeDifference() throws DamagedException {
        long value = takeCount();
        return (value >>> 1) ^ -(value & 1);
    }

    private void need(int length) throws DamagedException {
        if (length < 0 || end - at < length) {
            throw new DamagedException("bytes are missing");
        }
    }
}
