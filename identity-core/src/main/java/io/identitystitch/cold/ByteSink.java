package io.identitystitch.cold;

import java.util.Arrays;

/**
 * Bytes that grow at their end.
 *
 * <p>Not thread-safe.
 */
final class ByteSink {
    private byte[] bytes;
    private int size;

    ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    int size() {
        return size;
    }

    /** The bytes themselves, of which the first {@link #size()} count; valid until the next change. */
    byte[] array() {
        return bytes;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    void clear() {
        size = 0;
    }

    void put(int value) {
        if (size == bytes.length) {
            grow(1);
        }
        bytes[size++] = (byte) value;
    }

    void put(byte[] source) {
        put(source, 0, source.length);
    }

    void put(byte[] source, int from, int length) {
        if (bytes.length - size < length) {
            grow(length);
        }
        System.arraycopy(source, from, bytes, size, length);
        size += length;
    }

    void putInt(int value) {
        put(value >>> 24);
        put(value >>> 16);
        put(value >>> 8);
        put(value);
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** Seven bits a byte, the lowest first. */
    void putCount(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            put((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** As {@link #putCount(long)}, small negative numbers as short as small positive ones. */
    void putDifference(long value) {
        putCount((value << 1) ^ (value >> 63));
    }

    private void grow(int more) {
        bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length + (bytes.length >> 1)));
    }
}
