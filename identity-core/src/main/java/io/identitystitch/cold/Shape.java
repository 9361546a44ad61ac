package io.identitystitch.cold;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON text without its values: the texts between them, and for each value the column that it goes into, which is that of the name
 * before it.
 *
 * <p>A rule on bytes, not on JSON: whatever {@link #strip} takes apart, {@link #parse} and the values put together again.
 *
 * <p>Immutable and thread-safe.
 */
final class Shape {
    private static final byte NUMBER = '0';
    private static final byte WORD = 'a';

    private final byte[][] between;
    private final int[] columns;

    private Shape(byte[][] between, int[] columns) {
        this.between = between;
        this.columns = columns;
    }

    int values() {
        return columns.length;
    }

    int column(int value) {
        return columns[value];
    }

    /** The text before the value with this number; after the last value, the rest. */
    byte[] before(int value) {
        return between[value];
    }

    /**
     * Takes the values out of a text.
     *
     * @param text the text
     * @param shape takes the text without its values
     * @param values takes where each value begins and where it ends
     * @return whether it was possible: not if a quote is open at the end or a value has a control character
     */
    static boolean strip(byte[] text, ByteSink shape, Ranges values) {
        int at = 0;
        while (at < text.length) {
            byte next = text[at];
            if (next == '"') {
                int end = closingQuote(text, at + 1);
                if (end < 0) {
                    return false;
                }
                if (end + 1 < text.length && text[end + 1] == ':') {
                    shape.put(text, at, end + 1 - at);
                } else {
                    shape.put('"');
                    shape.put('"');
                    values.add(at + 1, end);
                }
                at = end + 1;
            } else if (beginsNumber(next)) {
                int end = at + 1;
                while (end < text.length && continuesNumber(text[end])) {
                    end++;
                }
                shape.put(NUMBER);
                values.add(at, end);
                at = end;
            } else if (isLetter(next)) {
                int end = at + 1;
                while (end < text.length && isLetter(text[end])) {
                    end++;
                }
                shape.put(WORD);
                values.add(at, end);
                at = end;
            } else {
                shape.put(next);
                at++;
            }
        }
        return true;
    }

    /** The shape that was written so; new names get the next numbers. */
    static Shape parse(byte[] text, Map<String, Integer> names) throws DamagedException {
        List<byte[]> between = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        ByteSink literal = new ByteSink(text.length);
        String name = "";
        int at = 0;
        while (at < text.length) {
            byte next = text[at];
            boolean value = next == NUMBER || next == WORD;
            if (next == '"') {
                int end = closingQuote(text, at + 1);
                if (end < 0) {
                    throw new DamagedException("a shape has an open quote");
                }
                if (end + 1 < text.length && text[end + 1] == ':') {
                    name = new String(text, at + 1, end - at - 1, StandardCharsets.ISO_8859_1);
                    literal.put(text, at, end + 1 - at);
                    at = end + 1;
                    continue;
                }
                literal.put('"');
                value = true;
                at++;
            } else if (!value) {
                literal.put(next);
            }
            if (value) {
                between.add(literal.toBytes());
                columns.add(names.computeIfAbsent(name, any -> names.size()));
                literal.clear();
                if (next == '"') {
                    literal.put('"');
                }
            }
            at++;
        }
        between.add(literal.toBytes());
        return new Shape(
                between.toArray(byte[][]::new),
                columns.stream().mapToInt(Integer::intValue).toArray());
    }

    static Map<String, Integer> noNames() {
        return new HashMap<>();
    }

    private static int closingQuote(byte[] text, int from) {
        for (int at = from; at < text.length; at++) {
            byte next = text[at];
            if (next == '"') {
                return at;
            }
            if (next >= 0 && next < ' ') {
                return -1;
            }
            if (next == '\\') {
                at++;
                if (at < text.length && text[at] >= 0 && text[at] < ' ') {
                    return -1;
                }
            }
        }
        return -1;
    }

    private static boolean beginsNumber(byte next) {
        return (next >= '0' && next <= '9') || next == '-';
    }

    private static boolean continuesNumber(byte next) {
        return beginsNumber(next) || next == '.' || next == '+' || next == 'e' || next == 'E';
    }

    private static boolean isLetter(byte next) {
        return next >= 'a' && next <= 'z';
    }
}
