package io.identitystitch.cold;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.spi.ColdSignal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;

/**
 * 64 bits of a visitor's key, which stand outside what is compressed and, if there is a key for it, encrypted. They tell nothing of the
 * value: the digest that they are a part of is keyed already.
 *
 * <p>Stateless.
 */
final class Fingerprint {
    private Fingerprint() {}

    static long of(IdentifierKey key) {
        long type = key.type().name().hashCode() * 0x9E3779B97F4A7C15L;
        return ByteBuffer.wrap(key.digest().bytes()).getLong() ^ type;
    }

    /** Those of several keys, each once, ascending as unsigned numbers. */
    static long[] of(Collection<IdentifierKey> keys) {
        return sorted(keys.stream().mapToLong(Fingerprint::of).toArray());
    }

    /** Those of the visitors of some signals, each once, ascending as unsigned numbers. */
    static long[] ofAll(Collection<ColdSignal> signals) {
        long[] all = new long[signals.size()];
        int size = 0;
        for (ColdSignal signal : signals) {
            for (IdentifierKey visitor : signal.visitors()) {
                if (size == all.length) {
                    all = Arrays.copyOf(all, size * 2);
                }
                all[size++] = of(visitor);
            }
        }
        return sorted(Arrays.copyOf(all, size));
    }

    private static long[] sorted(long[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] ^= Long.MIN_VALUE;
        }
        Arrays.sort(values);
        int kept = 0;
        for (int i = 0; i < values.length; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                values[kept++] = values[i];
            }
        }
        long[] result = Arrays.copyOf(values, kept);
        for (int i = 0; i < kept; i++) {
            result[i] ^= Long.MIN_VALUE;
        }
        return result;
    }

    static boolean isAnyOf(long fingerprint, long[] sorted) {
        int low = 0;
        int high = sorted.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(sorted[middle], fingerprint);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }
}
