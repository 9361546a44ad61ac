package io.identitystitch.quickstart;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.identitystitch.model.ProfileId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be imported, and where the answer goes.
 *
 * @param input the file
 * @param mapping its columns
 * @param output where the person of each row is written
 */
record ImportJob(Path input, Mapping mapping, Optional<Path> output) {
    /** Finds out before the work what would spoil it at the end. */
    void check() {
        if (!Files.isRegularFile(input) || !Files.isReadable(input)) {
            String why = Files.isDirectory(input)
                    ? "it is a directory"
                    : Files.exists(input) ? "it is not readable" : "it does not exist";
            throw Failure.trouble("cannot read " + input + ": " + why + ".");
        }
        output.ifPresent(this::checkOutput);
    }

    /** Writes the person of each row, if that is asked for. */
    void write(ImportResult result) {
        if (output.isEmpty()) {
            return;
        }
        try (CsvWriter csv = CsvWriter.builder().build(output.get(), StandardCharsets.UTF_8)) {
            csv.writeRecord("row", "profile_id");
            for (ImportResult.RowPerson row : result.rows()) {
                csv.writeRecord(
                        Long.toString(row.row()),
                        row.person().map(ProfileId::toString).orElse(""));
            }
        } catch (IOException e) {
            throw Failure.trouble("cannot write " + output.get() + ": " + e.getMessage());
        }
    }

    private void checkOutput(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw Failure.trouble("cannot write " + file + ": its directory does not exist.");
        }
        try {
            if (Files.exists(file) && Files.isSameFile(file, input)) {
                throw Failure.badArgument("--out would overwrite the input.");
            }
        } catch (IOException e) {
            throw Failure.trouble("cannot write " + file + ": " + e.getMessage());
        }
        if (Files.isDirectory(file) || !Files.isWritable(Files.exists(file) ? file : folder)) {
            throw Failure.trouble("cannot write " + file + ".");
        }
    }
}
