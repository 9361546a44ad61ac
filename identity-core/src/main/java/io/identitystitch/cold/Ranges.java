package io.identitystitch.cold;

import java.util.Arrays;

/**
 * Places in a text, each from one byte to before another.
 *
 * <p>Not thread-safe.
 */
final class Ranges {
    private int[] bounds = new int[64];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size / 2;
    }

    void add(int from, int end) {
        if (size == bounds.length) {
            bounds = Arrays.copyOf(bounds, size * 2);
        }
        bounds[size++] = from;
        bounds[size++] = end;
    }

    int from(int range) {
        return bounds[2 * range];
    }

    int end(int range) {
        return bounds[2 * range + 1];
    }
}
