package io.identitystitch.quickstart;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be imported, and where the answer goes.
 *
 * @param feed where the rows come from
 * @param mapping their columns
 * @param output where the person of each row is written
 */
record ImportJob(Feed feed, Mapping mapping, Optional<Path> output) {
    /** Finds out before the work what would spoil it at the end. */
    void check() {
        feed.check();
        output.ifPresent(this::checkOutput);
    }

    /** Writes the person of each row, if that is asked for. */
    void write(ImportResult result) {
        if (output.isEmpty()) {
            return;
        }
        try (CsvWriter csv = CsvWriter.builder().build(output.get(), StandardCharsets.UTF_8)) {
            csv.writeRecord("row", "profile_id");
            result.census()
                    .forEach((row, person) -> csv.writeRecord(row.toString(), person == null ? "" : person.toString()));
        } catch (IOException e) {
            throw Failure.trouble("cannot write " + output.get() + ": " + e.getMessage());
        }
    }

    private void checkOutput(Path file) {
        checkWritable(file);
        try {
            if (feed.path().isPresent()
                    && Files.exists(file)
                    && Files.isSameFile(file, feed.path().get())) {
                throw Failure.badArgument("--out would overwrite the input.");
            }
        } catch (IOException e) {
            throw Failure.trouble("cannot write " + file + ": " + e.getMessage());
        }
    }

    static void checkWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.trouble("cannot write " + file + ": its directory does not exist.");
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw Failure.trouble("cannot write " + file + ".");
        }
    }
}
