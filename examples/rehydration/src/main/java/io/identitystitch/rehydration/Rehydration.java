package io.identitystitch.rehydration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.cold.FileColdStore;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** Tells the story of a visitor whose history comes back: on an embedded database, with cold storage in files. */
public final class Rehydration {
    private Rehydration() {}

    /**
     * Runs.
     *
     * @param args none
     * @throws Exception if the story cannot be told here
     */
    public static void main(String[] args) throws Exception {
        tell(System.out);
    }

    static void tell(PrintStream out) throws IOException, SQLException {
        Path folder = Files.createTempDirectory("cold-signals");
        try (HikariDataSource database = database();
                FileColdStore cold = FileColdStore.builder(folder).open()) {
            new Story(database, cold, out).tell();
        } finally {
            delete(folder);
        }
    }

    private static HikariDataSource database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        config.setMaximumPoolSize(4);
        return new HikariDataSource(config);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
