package io.identitystitch.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Breaks everything around the library for a while and then looks whether anything was lost; see {@link Options#USAGE}.
 * Works in a folder of its own, on the loopback address, with processes that it starts itself and ends when it ends.
 */
public final class Torture {
    private final Options options;
    private final PrintStream out;
    private final List<AutoCloseable> running = new ArrayList<>();

    private Torture(Options options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /**
     * Runs it; the exit code says what came out.
     *
     * @param args see {@link Options#USAGE}
     * @throws Exception if the harness itself breaks
     */
    public static void main(String... args) throws Exception {
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println(Options.USAGE);
            System.exit(64);
            return;
        }
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
        System.exit(new Torture(options, System.out).run());
    }

    private int run() throws Exception {
        Path folder = Files.createTempDirectory("identity-torture");
        Thread atExit = new Thread(() -> end(folder), "torture-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        if (Signals.available()) {
            // The server of root runs as somebody else, who has to get here.
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        out.println("seed " + options.seed() + (options.keep() ? ", logs and data in " + folder : ""));
        List<Result> results = new ArrayList<>();
        if (options.postgresSeconds() > 0) {
            results.add(onPostgres(folder));
        }
        if (options.h2Seconds() > 0) {
            results.add(onH2(folder));
        }
        Report report = new Report(options, results);
        String page = report.write();
        out.println();
        out.print(page);
        if (options.report() != null) {
            Files.writeString(options.report(), page);
        }
        return report.exitCode();
    }

    private Result onPostgres(Path folder) throws IOException, InterruptedException, SQLException {
        try (PostgresRun run = started(new PostgresRun(options, folder, out))) {
            return run.run();
        }
    }

    private Result onH2(Path folder) throws IOException, InterruptedException, SQLException {
        try (H2Run run = started(new H2Run(options, folder, out))) {
            return run.run();
        }
    }

    private synchronized <T extends AutoCloseable> T started(T run) {
        running.add(run);
        return run;
    }

    /** However it ends: no process stays, and no file unless it was asked for. */
    private synchronized void end(Path folder) {
        for (AutoCloseable run : running) {
            try {
                run.close();
            } catch (Exception e) {
                System.err.println("not ended properly: " + e);
            }
        }
        if (options.keep()) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + folder);
        }
    }
}
