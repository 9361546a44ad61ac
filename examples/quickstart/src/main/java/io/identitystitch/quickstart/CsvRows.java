package io.identitystitch.quickstart;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
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
    record Row(long line, List<String> fields, @Nullable String problem) {}

    private final BufferedReader text;
    private final Deque<String> ahead = new ArrayDeque<>();
    private long line;

    CsvRows(BufferedReader text) {
        this.text = text;
    }

    /** The next record that is not an empty line, null at the end. */
    @Nullable
    Row next() throws IOException {
        String first = nextLine();
        while (first != null && first.isBlank()) {
            first = nextLine();
        }
        if (first == null) {
            return null;
        }
        long start = line;
        List<String> fields = parse(first);
        if (fields == null) {
            fields = parseMore(first);
        }
        return fields == null
                ? new Row(start, List.of(), "the quotes do not match")
                : new Row(start, fields.stream().map(String::strip).toList(), null);
    }

    /** With the lines that belong to the first one if its last quote is closed on one of them. */
    private @Nullable List<String> parseMore(String first) throws IOException {
        StringBuilder record = new StringBuilder(first);
        boolean open = isOdd(first);
        int lines = 0;
        for (String more : ahead) {
            lines++;
            record.append('\n').append(more);
            open ^= isOdd(more);
            if (!open) {
                return take(parse(record.toString()), lines);
            }
        }
        while (open && lines < MAX_LINES) {
            String more = text.readLine();
            if (more == null) {
                return null;
            }
            ahead.add(more);
            lines++;
            record.append('\n').append(more);
            open ^= isOdd(more);
        }
        return open ? null : take(parse(record.toString()), lines);
    }

    private @Nullable List<String> take(@Nullable List<String> fields, int lines) {
        for (int i = 0; fields != null && i < lines; i++) {
            ahead.remove();
            line++;
        }
        return fields;
    }

    private @Nullable String nextLine() throws IOException {
        String next = ahead.isEmpty() ? text.readLine() : ahead.remove();
        line++;
        return next;
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
