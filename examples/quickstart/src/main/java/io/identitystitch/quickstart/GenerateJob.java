package io.identitystitch.quickstart;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are made up and written, to be imported later.
 *
 * @param people what is made up
 * @param file where it goes, empty for standard output
 * @param format how it is written
 */
record GenerateJob(MadeUpPeople people, Optional<Path> file, Format format) {
    void run(Terminal terminal) {
        file.ifPresent(ImportJob::checkWritable);
        try {
            // What is piped into another import is UTF-8 whatever the terminal is.
            Writer writer = file.isPresent()
                    ? Files.newBufferedWriter(file.get())
                    : new BufferedWriter(new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8));
            try (writer) {
                write(writer);
            }
        } catch (IOException | UncheckedIOException e) {
            throw Failure.trouble(
                    "cannot write " + file.map(Path::toString).orElse("to standard output") + ": " + e.getMessage());
        }
        if (terminal.out().checkError()) {
            throw Failure.trouble("cannot write to standard output.");
        }
        file.ifPresent(path -> terminal.err()
                .println(people.count() + " rows of " + people.people() + " people are in " + path
                        + ". Import them with:" + System.lineSeparator() + "  --input " + path + " --map "
                        + MadeUpPeople.MAP));
    }

    private void write(Writer writer) throws IOException {
        try (Rows rows = people.rows()) {
            if (format == Format.CSV) {
                CsvWriter csv = CsvWriter.builder().build(writer);
                csv.writeRecord(MadeUpPeople.COLUMNS);
                for (Row row = rows.next(); row != null; row = rows.next()) {
                    csv.writeRecord(row.values());
                }
                csv.flush();
            } else {
                for (Row row = rows.next(); row != null; row = rows.next()) {
                    writer.write(json(row.values()));
                }
            }
        }
    }

    /** Nothing in it has to be escaped. */
    private static String json(List<String> values) {
        StringBuilder line = new StringBuilder(128);
        for (int i = 0; i < values.size(); i++) {
            if (!values.get(i).isEmpty()) {
                line.append(line.length() == 0 ? "{" : ", ")
                        .append('"')
                        .append(MadeUpPeople.COLUMNS.get(i))
                        .append("\": \"")
                        .append(values.get(i))
                        .append('"');
            }
        }
        return line.append("}\n").toString();
    }
}
