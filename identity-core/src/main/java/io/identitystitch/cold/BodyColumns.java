package io.identitystitch.cold;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

    /** Reads so many bodies, given the moments of their records. */
    static List<byte[]> read(long[] moments, ByteSource compressible, ByteSource random) throws DamagedException {
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
        List<byte[]> bodies = new ArrayList<>();
        for (int number : numbers) {
            bodies.add(number > 0 ? new byte[0] : compressible.take(compressible.takeCount(compressible.left())));
        }
        List<StoredColumn> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(StoredColumn.read(compressible, random));
        }
        ByteSink body = new ByteSink(1024);
        long total = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] > 0) {
                body.clear();
                Shape shape = shapes.get(numbers[i] - 1);
                for (int value = 0; value < shape.values(); value++) {
                    body.put(shape.before(value));
                    columns.get(shape.column(value)).next(moments[i], body);
                }
                body.put(shape.before(shape.values()));
                bodies.set(i, body.toBytes());
            }
            total += bodies.get(i).length;
            if (total > Deflation.MAX_EXPANDED) {
                throw new DamagedException("it would expand beyond bounds");
            }
        }
        return bodies;
    }

    private record Known(int number, byte[] text, Shape shape) {}

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
