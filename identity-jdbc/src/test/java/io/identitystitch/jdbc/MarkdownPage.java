package io.identitystitch.jdbc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A page of the documentation, by its sections. */
final class MarkdownPage {
    private final List<String> lines;

    private MarkdownPage(List<String> lines) {
        this.lines = lines;
    }

    /** A page by its path from the root of the repository. */
    static MarkdownPage read(String path) {
        try {
            return new MarkdownPage(Files.readAllLines(Path.of("..").resolve(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rows of the tables of a section, one table after the other, without their heads. */
    List<List<List<String>>> tables(String heading) {
        List<List<List<String>>> tables = new ArrayList<>();
        List<List<String>> open = new ArrayList<>();
        boolean in = false;
        for (String line : lines) {
            if (line.startsWith("#")) {
                in = line.replaceFirst("#+ ", "").equals(heading);
            }
            if (in && line.startsWith("|")) {
                open.add(cells(line));
            } else if (!open.isEmpty()) {
                tables.add(body(open));
                open = new ArrayList<>();
            }
        }
        if (!open.isEmpty()) {
            tables.add(body(open));
        }
        if (tables.isEmpty()) {
            throw new IllegalArgumentException("no table below '" + heading + "'");
        }
        return tables;
    }

    private static List<List<String>> body(List<List<String>> table) {
        return List.copyOf(table.subList(2, table.size()));
    }

    private static List<String> cells(String line) {
        return Stream.of(line.substring(1).split("\\|", -1)).map(String::strip).toList();
    }
}
