package io.identitystitch.quickstart;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a CSV text one by one. A malformed one costs its first line, not the rest of the text: reading
 * goes on at the next line, however many lines a stray quote seemed to swallow.
 */
final class CsvRows {
    /** The most lines of one record. */
    private static final int MAX_LINES = 1000;

    private static final CsvReader.CsvReaderBuilder CSV =
            CsvReader.builder().allowUnclosedQuote(false).trimWhitespacesAroundQuotes(true);

    /**
     * A record, or what is wrong with it.
     *
     * @param line the line on which it begins, from 1
     * @param fields its fields, trimmed; empty if it is malformed
     * @param problem why it is malformed, null if it is not
     */
    record Parsed(long line, List<String> fields, @Nullable String problem) {}

    private final Lines lines;
    private final Deque<Lines.Line> ahead = new ArrayDeque<>();

    CsvRows(Lines lines) {
        this.lines = lines;
    }

    /** The next record, null at the end. */
    @Nullable
    Parsed next() {
        Lines.Line first = ahead.isEmpty() ? lines.next() : ahead.remove();
        if (first == null) {
            return null;
        }
        String text = first.text();
        if (text == null) {
            return new Parsed(first.number(), List.of(), Row.TOO_LONG);
        }
        if (text.isBlank()) {
            return new Parsed(first.number(), List.of(), Row.BLANK);
        }
        List<String> fields = parse(text);
        if (fields == null && isOdd(text)) {
            fields = parseMore(text);
        }
        return fields == null
                ? new Parsed(first.number(), List.of(), "the quotes do not match")
                : new Parsed(first.number(), fields.stream().map(String::strip).toList(), null);
    }

    /** With the lines that belong to the first one if its last quote is closed on one of them. */
    private @Nullable List<String> parseMore(String first) {
        StringBuilder record = new StringBuilder(first);
        int taken = 0;
        Iterator<Lines.Line> seen = List.copyOf(ahead).iterator();
        while (taken < MAX_LINES && record.length() < Lines.MAX_BYTES) {
            Lines.Line next = seen.hasNext() ? seen.next() : readAhead();
            String text = next == null ? null : next.text();
            if (text == null) {
                return null;
            }
            taken++;
            record.append('\n').append(text);
            if (isOdd(text)) {
                return take(parse(record.toString()), taken);
            }
        }
        return null;
    }

    private Lines.@Nullable Line readAhead() {
        Lines.Line next = lines.next();
        if (next != null) {
            ahead.add(next);
        }
        return next;
    }

    private @Nullable List<String> take(@Nullable List<String> fields, int count) {
        for (int i = 0; fields != null && i < count; i++) {
            ahead.remove();
        }
        return fields;
    }

    private static @Nullable List<String> parse(String record) {
        try {
            return CSV.ofSingleCsvRecord(record).getFields();
        } catch (CsvParseException e) {
            return null;
        }
    }

    private static boolean isOdd(String line) {
        return line.chars().filter(c -> c == '"').count() % 2 == 1;
    }
}
