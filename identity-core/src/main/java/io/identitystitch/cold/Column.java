package io.identitystitch.cold;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The values of one name in the bodies of a block, to be written: each different value once, in the form that suits them all.
 *
 * <p>Not thread-safe.
 */
final class Column {
    static final int TEXT = 0;
    static final int HEX = 1;
    static final int MOMENT = 2;
    static final int REPEATS = 4;
    static final byte END = '\n';

    private final ByteSink texts = new ByteSink(256);
    private int[] ends = new int[16];
    private int different;
    private int[] places = new int[16];
    private long[] moments = new long[16];
    private int size;
    private int[] table = new int[64];

    /** Takes a value and the moment of its record in microseconds. */
    void add(byte[] body, int from, int end, long moment) {
        if (size == places.length) {
            places = Arrays.copyOf(places, size * 2);
            moments = Arrays.copyOf(moments, size * 2);
        }
        moments[size] = moment;
        places[size++] = place(body, from, end);
    }

    private int place(byte[] body, int from, int end) {
        int mask = table.length - 1;
        int slot = mix(hash(body, from, end)) & mask;
        while (table[slot] != 0) {
            int known = table[slot] - 1;
            if (Arrays.equals(texts.array(), begin(known), ends[known] - 1, body, from, end)) {
                return known;
            }
            slot = (slot + 1) & mask;
        }
        texts.put(body, from, end - from);
        texts.put(END);
        if (different == ends.length) {
            ends = Arrays.copyOf(ends, different * 2);
        }
        ends[different++] = texts.size();
        table[slot] = different;
        if (different * 2 > table.length) {
            enlarge();
        }
        return different - 1;
    }

    private void enlarge() {
        int[] larger = new int[table.length * 4];
        for (int known = 0; known < different; known++) {
            int slot = mix(hash(texts.array(), begin(known), ends[known] - 1)) & (larger.length - 1);
            while (larger[slot] != 0) {
                slot = (slot + 1) & (larger.length - 1);
            }
            larger[slot] = known + 1;
        }
        table = larger;
    }

    private int begin(int known) {
        return known == 0 ? 0 : ends[known - 1];
    }

    private static int hash(byte[] bytes, int from, int end) {
        int hash = 1;
        for (int i = from; i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash;
    }

    private static int mix(int hash) {
        return (hash * 0x9E3779B9) >>> 7;
    }

    /** Writes the column: what compresses to one, what does not to the other. */
    void writeTo(ByteSink compressible, ByteSink random) {
        if (size > 0 && writeMoments(compressible)) {
            return;
        }
        boolean repeats = different < size;
        HexPattern pattern = pattern();
        compressible.put((pattern == null ? TEXT : HEX) | (repeats ? REPEATS : 0));
        compressible.putCount(different);
        if (repeats) {
            compressible.putCount(size);
            int next = 0;
            for (int i = 0; i < size; i++) {
                boolean fresh = places[i] == next;
                compressible.putCount(fresh ? 0 : places[i] + 1L);
                next += fresh ? 1 : 0;
            }
        }
        if (pattern == null) {
            compressible.put(texts.array(), 0, texts.size());
        } else {
            compressible.putCount(pattern.sample().length);
            compressible.put(pattern.sample());
            for (int known = 0; known < different; known++) {
                pattern.pack(texts.array(), begin(known), random);
            }
        }
    }

    private @Nullable HexPattern pattern() {
        if (different < 4) {
            return null;
        }
        HexPattern pattern = HexPattern.of(Arrays.copyOf(texts.array(), ends[0] - 1));
        for (int known = 0; pattern != null && known < different; known++) {
            if (!pattern.matches(texts.array(), begin(known), ends[known] - 1)) {
                pattern = null;
            }
        }
        return pattern;
    }

    private boolean writeMoments(ByteSink compressible) {
        int fraction = MomentText.fraction(ends[0] - 1);
        if (fraction < 0) {
            return false;
        }
        long[] units = new long[different];
        for (int known = 0; known < different; known++) {
            if (MomentText.fraction(ends[known] - 1 - begin(known)) != fraction) {
                return false;
            }
            units[known] = MomentText.parse(texts.array(), begin(known), fraction);
            if (units[known] == MomentText.NONE) {
                return false;
            }
        }
        compressible.put(MOMENT);
        compressible.putCount(size);
        compressible.put(fraction);
        for (int i = 0; i < size; i++) {
            compressible.putDifference(units[places[i]] - Math.floorDiv(moments[i], MomentText.unit(fraction)));
        }
        return true;
    }
}
