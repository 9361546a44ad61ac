package io.identitystitch.cold;

/**
 * A {@link Column} as it is read: its values one after the other.
 *
 * <p>Not thread-safe.
 */
final class StoredColumn {
    private final int size;
    private final Form form;
    private int next;

    private StoredColumn(int size, Form form) {
        this.size = size;
        this.form = form;
    }

    /** How a value is put, given its place and the moment of its record. */
    private interface Form {
        void put(int place, long moment, ByteSink out) throws DamagedException;
    }

    /** Puts the next value; a moment is told from that of its record, in microseconds. */
    void next(long moment, ByteSink out) throws DamagedException {
        pass();
        form.put(next - 1, moment, out);
    }

    /** Passes over the next value. */
    void pass() throws DamagedException {
        check(next < size);
        next++;
    }

    /** Reads a column, of which one part was compressed and one was not. */
    static StoredColumn read(ByteSource compressible, ByteSource random) throws DamagedException {
        int mode = compressible.take();
        int count = compressible.takeCount(Deflation.MAX_EXPANDED);
        return switch (mode & 3) {
            case Column.MOMENT -> moments(count, compressible);
            case Column.TEXT -> texts(order(mode, count, compressible), count, compressible);
            case Column.HEX -> ids(order(mode, count, compressible), count, compressible, random);
            default -> throw new DamagedException("no such column");
        };
    }

    private static StoredColumn moments(int count, ByteSource source) throws DamagedException {
        int fraction = source.take();
        if (fraction != 0 && fraction != 3 && fraction != 6) {
            throw new DamagedException("no such moment");
        }
        check(count <= source.left());
        long[] differences = new long[count];
        for (int i = 0; i < count; i++) {
            differences[i] = source.takeDifference();
        }
        long unit = MomentText.unit(fraction);
        return new StoredColumn(
                count,
                (place, moment, out) ->
                        MomentText.format(Math.floorDiv(moment, unit) + differences[place], fraction, out));
    }

    private static StoredColumn texts(int[] order, int different, ByteSource source) throws DamagedException {
        check(different <= source.left());
        byte[] bytes = source.array();
        int[] begins = new int[different];
        int[] ends = new int[different];
        for (int i = 0; i < different; i++) {
            begins[i] = source.skip(1);
            int at = begins[i];
            while (bytes[at] != Column.END) {
                at = source.skip(1);
            }
            ends[i] = at;
        }
        return new StoredColumn(
                order.length,
                (place, moment, out) ->
                        out.put(bytes, begins[order[place]], ends[order[place]] - begins[order[place]]));
    }

    private static StoredColumn ids(int[] order, int different, ByteSource source, ByteSource random)
            throws DamagedException {
        HexPattern pattern = HexPattern.of(source.take(source.takeCount(256)));
        if (pattern == null) {
            throw new DamagedException("no pattern");
        }
        int from = random.skip(Math.multiplyExact(different, pattern.packedLength()));
        return new StoredColumn(
                order.length,
                (place, moment, out) ->
                        pattern.unpack(random.array(), from + order[place] * pattern.packedLength(), out));
    }

    /** Which of the different values each value is. */
    private static int[] order(int mode, int different, ByteSource source) throws DamagedException {
        boolean repeats = (mode & Column.REPEATS) != 0;
        int count = repeats ? source.takeCount(Deflation.MAX_EXPANDED) : different;
        check(count <= (repeats ? source.left() : Deflation.MAX_EXPANDED / 4));
        int[] order = new int[count];
        int fresh = 0;
        for (int i = 0; i < count; i++) {
            int code = repeats ? source.takeCount(different) : 0;
            order[i] = code == 0 ? fresh++ : code - 1;
            check(order[i] < different);
        }
        return order;
    }

    private static void check(boolean right) throws DamagedException {
        if (!right) {
            throw new DamagedException("a column is wrong");
        }
    }
}
