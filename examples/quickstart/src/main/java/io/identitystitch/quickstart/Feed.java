package io.identitystitch.quickstart;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the rows of an import come from. */
sealed interface Feed {
    /** Finds out before the work what would spoil it. */
    void check();

    /** The rows, from the beginning. */
    Rows open(Mapping mapping, InputStream in);

    /** The file, empty where there is none. */
    Optional<Path> path();

    /**
     * A file.
     *
     * @param file the file
     * @param format its format, empty where its name or its beginning tells
     */
    record OfFile(Path file, Optional<Format> format) implements Feed {
        @Override
        public void check() {
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                String why = Files.isDirectory(file)
                        ? "it is a directory"
                        : Files.exists(file) ? "it is not readable" : "it does not exist";
                throw Failure.trouble("cannot read " + file + ": " + why + ".");
            }
        }

        @Override
        public Rows open(Mapping mapping, InputStream in) {
            return rows(Source.file(file), format, mapping);
        }

        @Override
        public Optional<Path> path() {
            return Optional.of(file);
        }
    }

    /**
     * Standard input.
     *
     * @param format its format, empty where its beginning tells
     */
    record OfStandardInput(Optional<Format> format) implements Feed {
        @Override
        public void check() {}

        @Override
        public Rows open(Mapping mapping, InputStream in) {
            return rows(Source.standardInput(in), format, mapping);
        }

        @Override
        public Optional<Path> path() {
            return Optional.empty();
        }
    }

    /**
     * Rows that are made up.
     *
     * @param people what is made up
     */
    record OfNobody(MadeUpPeople people) implements Feed {
        @Override
        public void check() {}

        @Override
        public Rows open(Mapping mapping, InputStream in) {
            return people.rows();
        }

        @Override
        public Optional<Path> path() {
            return Optional.empty();
        }
    }

    private static Rows rows(Source source, Optional<Format> given, Mapping mapping) {
        try {
            return given.orElseGet(() -> Format.of(source)) == Format.JSONL
                    ? new JsonLines(source, mapping)
                    : new CsvTable(source, mapping);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }
}
