package io.identitystitch.quickstart;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CSV text with a header, seen through a mapping. */
final class CsvTable implements Rows {
    private final Source source;
    private final CsvRows records;
    private final int width;
    private final int[] columns;

    CsvTable(Source source, Mapping mapping) {
        this.source = source;
        records = new CsvRows(source.lines());
        List<String> header = header();
        width = header.size();
        columns = mapping.columns().stream()
                .mapToInt(column -> indexOf(column.name(), header))
                .toArray();
    }

    @Override
    public @Nullable Row next() {
        CsvRows.Parsed row = records.next();
        return row == null ? null : mapped(row);
    }

    @Override
    public double done() {
        return source.done();
    }

    @Override
    public void close() {
        source.close();
    }

    private Row mapped(CsvRows.Parsed row) {
        if (row.problem() != null) {
            return Row.bad(row.line(), row.problem());
        }
        if (row.fields().size() != width) {
            return Row.bad(row.line(), "it has " + row.fields().size() + " fields, the header has " + width);
        }
        List<String> values = new ArrayList<>(columns.length);
        for (int column : columns) {
            String value = row.fields().get(column);
            if (!Lines.isUtf8(value)) {
                return Row.bad(row.line(), Row.NOT_UTF_8);
            }
            values.add(value);
        }
        return new Row(row.line(), values, null);
    }

    private List<String> header() {
        CsvRows.Parsed header = records.next();
        while (header != null && Row.BLANK.equals(header.problem())) {
            header = records.next();
        }
        if (header == null) {
            throw Failure.trouble(source.name() + " is empty: its first line has to name the columns.");
        }
        if (header.problem() != null) {
            throw Failure.trouble(source.name() + ", line " + header.line() + ": " + header.problem() + ".");
        }
        return header.fields();
    }

    private int indexOf(String name, List<String> header) {
        int index = header.indexOf(name);
        if (index < 0) {
            throw Failure.badArgument("--map: " + source.name() + " has no column '" + name + "'. It has "
                    + String.join(", ", header) + ".");
        }
        if (header.lastIndexOf(name) != index) {
            throw Failure.badArgument("--map: " + source.name() + " has two columns '" + name + "'.");
        }
        return index;
    }
}
