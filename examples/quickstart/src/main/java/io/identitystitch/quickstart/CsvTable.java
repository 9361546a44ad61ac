package io.identitystitch.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV file with a header, seen through a mapping: each row is the values of the mapped columns. */
final class CsvTable implements AutoCloseable {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** What a decoder puts where the bytes are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    /**
     * A row, or what is wrong with it.
     *
     * @param line the line on which it begins, from 1
     * @param values the values of the mapped columns, in the order of the mapping
     * @param problem why the row is malformed, null if it is not
     */
    record Row(long line, List<String> values, @Nullable String problem) {}

    private final Path file;
    private final SeekableByteChannel channel;
    private final CsvRows rows;
    private final int width;
    private final int[] columns;

    private CsvTable(Path file, SeekableByteChannel channel, Mapping mapping) throws IOException {
        this.file = file;
        this.channel = channel;
        InputStream bytes = Channels.newInputStream(channel);
        BufferedReader text = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
        skipByteOrderMark(text);
        rows = new CsvRows(text);
        List<String> header = header();
        width = header.size();
        columns = mapping.columns().stream()
                .mapToInt(column -> indexOf(column.name(), header))
                .toArray();
    }

    static CsvTable open(Path file, Mapping mapping) {
        try {
            SeekableByteChannel channel = Files.newByteChannel(file);
            try {
                return new CsvTable(file, channel, mapping);
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The next row, null at the end. */
    @Nullable
    Row next() {
        try {
            CsvRows.Row row = rows.next();
            return row == null ? null : mapped(row);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** How much of the file is read, 0 to 1. */
    double done() {
        try {
            return channel.size() == 0 ? 1 : (double) channel.position() / channel.size();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private Row mapped(CsvRows.Row row) {
        String problem = row.problem();
        if (problem == null && row.fields().size() != width) {
            problem = "it has " + row.fields().size() + " fields, the header has " + width;
        }
        List<String> values = new ArrayList<>(columns.length);
        for (int i = 0; problem == null && i < columns.length; i++) {
            String value = row.fields().get(columns[i]);
            values.add(value);
            if (value.indexOf(REPLACEMENT) >= 0) {
                problem = "it is not UTF-8";
            }
        }
        return new Row(row.line(), problem == null ? values : List.of(), problem);
    }

    private List<String> header() throws IOException {
        CsvRows.Row header = rows.next();
        if (header == null) {
            throw Failure.trouble(file + " is empty: its first line has to name the columns.");
        }
        if (header.problem() != null) {
            throw Failure.trouble(file + ", line " + header.line() + ": " + header.problem() + ".");
        }
        return header.fields();
    }

    private static void skipByteOrderMark(BufferedReader text) throws IOException {
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
    }

    private int indexOf(String name, List<String> header) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw Failure.badArgument(
                    "--map: " + file + " has no column '" + name + "'. It has " + String.join(", ", header) + ".");
        }
        if (header.lastIndexOf(name) != index) {
            throw Failure.badArgument("--map: " + file + " has two columns '" + name + "'.");
        }
        return index;
    }

    private static Failure unreadable(Path file, IOException e) {
        return Failure.trouble("cannot read " + file + ": " + e);
    }
}
