package io.identitystitch.quickstart;

import java.nio.file.Path;
import java.util.UUID;

/** Where everything is kept. */
sealed interface Place {
    /**
     * Opens the database there.
     *
     * @param large whether room for many rows is wanted rather than for few
     */
    QuickDatabase open(boolean large);

    /** Inside this process, and gone with it. */
    record InMemory() implements Place {
        private static final String NAME = "an H2 database in memory";

        @Override
        public QuickDatabase open(boolean large) {
            // A large one keeps its pages outside the heap and forgets old ones at once, since nothing has to survive a
            // crash.
            return large
                    ? QuickDatabase.open(
                            "jdbc:h2:nioMemFS:quickstart-" + UUID.randomUUID() + ";RETENTION_TIME=0;CACHE_SIZE=65536",
                            NAME,
                            true)
                    : QuickDatabase.open("jdbc:h2:mem:" + UUID.randomUUID(), NAME, false);
        }
    }

    /**
     * An H2 database on disk.
     *
     * @param file its file, with or without the end that H2 gives it
     */
    record OnDisk(Path file) implements Place {
        private static final String SUFFIX = ".mv.db";

        @Override
        public QuickDatabase open(boolean large) {
            String path = file.toAbsolutePath().normalize().toString();
            if (path.contains(";")) {
                throw Failure.badArgument("--db: H2 takes no semicolon in the name of a file.");
            }
            String base = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
            return QuickDatabase.open("jdbc:h2:file:" + base, "the H2 database " + base + SUFFIX, false);
        }
    }

    /**
     * A database by its JDBC URL, as an application has it.
     *
     * @param url the URL; it may have a password and is never shown
     */
    record At(String url) implements Place {
        @Override
        public QuickDatabase open(boolean large) {
            return QuickDatabase.open(url, "the database of --url", false);
        }
    }
}
