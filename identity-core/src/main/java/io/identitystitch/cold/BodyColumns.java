package io.identitystitch.cold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of a block, to be written: the different {@linkplain Shape shapes} once, and the values by name. What does not look like
 * JSON is kept as it is.
 *
 * <p>Not thread-safe.
 */
final class BodyColumns {
    private final Map<Bytes, Known> shapes = new HashMap<>();
    private final List<Known> order = new ArrayList<>();
    private final Map<String, Integer> names = Shape.noNames();
    private final List<Column> columns = new ArrayList<>();
    private final ByteSink numbers = new ByteSink(512);
    private final ByteSink whole = new ByteSink(16);
    private final ByteSink shape = new ByteSink(512);
    private final Ranges values = new Ranges();

    /** Takes the next body and the moment of its record in microseconds. */
    void add(byte[] body, long moment) {
        shape.clear();
        values.clear();
        Known known = Shape.strip(body, shape, values) ? known() : null;
        if (known == null) {
            numbers.putCount(0);
            whole.putCount(body.length);
            whole.put(body);
            return;
        }
        numbers.putCount(known.number + 1L);
        for (int i = 0; i < values.size(); i++) {
            columns.get(known.shape.column(i)).add(body, values.from(i), values.end(i), moment);
        }
    }

    private @Nullable Known known() {
        Known known = shapes.get(new Bytes(shape.array(), shape.size()));
        if (known == null) {
            byte[] text = shape.toBytes();
            try {
                known = new Known(order.size(), text, Shape.parse(text, names));
            } catch (DamagedException e) {
                return null;
            }
            shapes.put(new Bytes(text, text.length), known);
            order.add(known);
            while (columns.size() < names.size()) {
                columns.add(new Column());
            }
        }
        return known;
    }

    void writeTo(ByteSink compressible, ByteSink random) {
        compressible.putCount(order.size());
        for (Known each : order) {
            compressible.putCount(each.text.length);
            compressible.put(each.text);
        }
        compressible.put(numbers.array(), 0, numbers.size());
        compressible.put(whole.array(), 0, whole.size());
        for (Column each : columns) {
            each.writeTo(compressible, random);
        }
    }

    /** Reads those bodies that are wanted, in order, given the moments of all records. */
    static List<byte[]> read(long[] moments, BitSet wanted, ByteSource compressible, ByteSource random)
            throws DamagedException {
        int different = compressible.takeCount(compressible.left());
        Map<String, Integer> names = Shape.noNames();
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < different; i++) {
            shapes.add(Shape.parse(compressible.take(compressible.takeCount(compressible.left())), names));
        }
        int[] numbers = new int[moments.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = compressible.takeCount(different);
        }
        List<byte[]> whole = new ArrayList<>();
        for (int number : numbers) {
            if (number == 0) {
                whole.add(compressible.take(compressible.takeCount(compressible.left())));
            }
        }
        List<StoredColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(StoredColumn.read(compressible, random));
        }
        List<byte[]> bodies = new ArrayList<>();
        Iterator<byte[]> nextWhole = whole.iterator();
        ByteSink body = new ByteSink(1024);
        long total = 0;
        for (int i = 0; i < numbers.length; i++) {
            byte[] bytes = numbers[i] == 0
                    ? nextWhole.next()
                    : assemble(shapes.get(numbers[i] - 1), columns, moments[i], wanted.get(i), body);
            if (wanted.get(i)) {
                bodies.add(bytes);
                total += bytes.length;
            }
            if (total > Deflation.MAX_EXPANDED) {
                throw new DamagedException("it would expand beyond bounds");
            }
        }
        return bodies;
    }

    /** The next body of a shape; empty if it is not wanted, and only its values are passed over. */
    private static byte[] assemble(Shape shape, List<StoredColumn> columns, long moment, boolean wanted, ByteSink body)
            throws DamagedException {
        body.clear();
        for (int value = 0; value < shape.values(); value++) {
            StoredColumn column = columns.get(shape.column(value));
            if (wanted) {
                body.put(shape.before(value));
                column.next(moment, body);
            } else {
                column.pass();
            }
        }
        if (wanted) {
            body.put(shape.before(shape.values()));
        }
        return body.toBytes();
    }

    /** A shape and the number that it has in the block. */
    private static final class Known {
        final int number;
        final byte[] text;
        final Shape shape;

        Known(int number, byte[] text, Shape shape) {
            this.number = number;
            this.text = text;
            this.shape = shape;
        }
    }

    /** Compared by content; not to be changed while it is a key. */
    private static final class Bytes {
        private final byte[] bytes;
        private final int size;

        Bytes(byte[] bytes, int size) {
            this.bytes = bytes;
            this.size = size;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof Bytes other && Arrays.equals(bytes, 0, size, other.bytes, 0, other.size);
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (int i = 0; i < size; i++) {
                hash = 31 * hash + bytes[i];
            }
            return hash;
        }
    }
}
