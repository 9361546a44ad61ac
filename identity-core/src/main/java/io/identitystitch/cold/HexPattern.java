package io.identitystitch.cold;

import org.jspecify.annotations.Nullable;

/**
 * The form that random ids share, such as that of a UUID: which characters are lower-case hexadecimal digits, and what the others are.
 * Two digits then take a byte, which no general compression reaches.
 *
 * <p>Immutable and thread-safe.
 */
final class HexPattern {
    private static final int FEWEST_DIGITS = 16;
    private static final int LONGEST = 256;
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };

    private final byte[] sample;
    private final int digits;

    private HexPattern(byte[] sample, int digits) {
        this.sample = sample;
        this.digits = digits;
    }

    /** The pattern of a value, or null if it has none that is worth it. */
    static @Nullable HexPattern of(byte[] value) {
        if (value.length < FEWEST_DIGITS || value.length > LONGEST) {
            return null;
        }
        int digits = 0;
        for (byte each : value) {
            digits += digit(each) >= 0 ? 1 : 0;
        }
        return digits < FEWEST_DIGITS || digits < value.length - 8 ? null : new HexPattern(value, digits);
    }

    byte[] sample() {
        return sample;
    }

    /** How many bytes a value takes. */
    int packedLength() {
        return (digits + 1) / 2;
    }

    boolean matches(byte[] bytes, int from, int end) {
        if (end - from != sample.length) {
            return false;
        }
        for (int i = 0; i < sample.length; i++) {
            byte here = bytes[from + i];
            if (digit(sample[i]) >= 0 ? digit(here) < 0 : here != sample[i]) {
                return false;
            }
        }
        return true;
    }

    void pack(byte[] bytes, int from, ByteSink out) {
        int high = -1;
        for (int i = 0; i < sample.length; i++) {
            if (digit(sample[i]) >= 0) {
                int digit = digit(bytes[from + i]);
                if (high < 0) {
                    high = digit;
                } else {
                    out.put(high << 4 | digit);
                    high = -1;
                }
            }
        }
        if (high >= 0) {
            out.put(high << 4);
        }
    }

    void unpack(byte[] packed, int from, ByteSink out) {
        int next = 0;
        for (byte each : sample) {
            if (digit(each) >= 0) {
                int both = packed[from + next / 2];
                out.put(DIGITS[(next % 2 == 0 ? both >> 4 : both) & 0xF]);
                next++;
            } else {
                out.put(each);
            }
        }
    }

    private static int digit(byte character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
    }
}
