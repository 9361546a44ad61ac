package io.identitystitch.cold;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses and expands, within bounds: what says that it expands to more than 64 MB, or to more than a hundred times its size, is
 * damaged, and is not written either.
 *
 * <p>Thread-safe: each caller works with engines of its own, kept for the next.
 */
final class Deflation {
    static final int MAX_EXPANDED = 64 * 1024 * 1024;
    static final int MAX_RATIO = 100;

    /** Measured on page views, bytes a signal of this part: 63 at level 1, 57 at 4, 51 at 6, 50 at 9; 5 is near 6 and a tenth faster. */
    private static final int LEVEL = 5;

    private static final int KEPT_ENGINES = 8;

    private final ConcurrentLinkedQueue<Deflater> deflaters = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Inflater> inflaters = new ConcurrentLinkedQueue<>();

    /** The compressed bytes, or null if they had better be kept as they are. */
    byte @Nullable [] compress(byte[] bytes, int length) {
        Deflater free = deflaters.poll();
        Deflater deflater = free == null ? new Deflater(LEVEL, true) : free;
        byte[] out = new byte[length];
        int size = 0;
        boolean finished;
        try {
            deflater.setInput(bytes, 0, length);
            deflater.finish();
            while (size < length && !deflater.finished()) {
                size += deflater.deflate(out, size, length - size);
            }
            finished = deflater.finished();
        } finally {
            if (deflaters.size() < KEPT_ENGINES) {
                deflater.reset();
                deflaters.add(deflater);
            } else {
                deflater.end();
            }
        }
        boolean worthwhile = finished && size < length && (long) size * MAX_RATIO >= length;
        return worthwhile ? Arrays.copyOf(out, size) : null;
    }

    /** What was compressed; exactly as long as said. */
    byte[] expand(byte[] bytes, int from, int length, int expandedLength) throws DamagedException {
        if (expandedLength < 0 || expandedLength > MAX_EXPANDED || expandedLength > (long) length * MAX_RATIO) {
            throw new DamagedException("it would expand beyond bounds");
        }
        Inflater free = inflaters.poll();
        Inflater inflater = free == null ? new Inflater(true) : free;
        try {
            byte[] out = new byte[expandedLength];
            inflater.setInput(bytes, from, length);
            int size = 0;
            while (size < expandedLength) {
                int more = inflater.inflate(out, size, expandedLength - size);
                if (more == 0) {
                    throw new DamagedException("it expands to less than it should");
                }
                size += more;
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
                throw new DamagedException("it expands to more than it should");
            }
            return out;
        } catch (DataFormatException e) {
            throw new DamagedException("it cannot be expanded");
        } finally {
            if (inflaters.size() < KEPT_ENGINES) {
                inflater.reset();
                inflaters.add(inflater);
            } else {
                inflater.end();
            }
        }
    }

    void close() {
        for (Deflater each = deflaters.poll(); each != null; each = deflaters.poll()) {
            each.end();
        }
        for (Inflater each = inflaters.poll(); each != null; each = inflaters.poll()) {
            each.end();
        }
    }
}
