package io.identitystitch.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * One JVM after the other writes to a database in a file of H2 and is killed. Every other time the next one just goes on,
 * so that it is the library that opens what was left; in between, everything acknowledged so far is looked for.
 */
final class H2Run implements AutoCloseable {
    private static final int SAMPLE = 500;
    private static final long LEAST_PER_SECOND = 3;
    private static final int START_SECONDS = 60;
    private static final int CHECK_EVERY = 2;
    /** A writer is killed after so many acknowledged calls, fewer by chance, or after so many seconds. */
    private static final int MOST_CALLS = 1_200;

    private static final int MOST_SECONDS = 3;

    /** How many times as long as planned a run may take. */
    private static final int MOST_TIMES = 6;

    private final Options options;
    private final PrintStream out;
    private final Path calls;
    private final String url;
    private final WorkerFleet fleet;
    private final Random random;
    private final Faults faults = new Faults();

    H2Run(Options options, Path folder, PrintStream out) throws IOException {
        this.options = options;
        this.out = out;
        calls = Files.createDirectory(folder.resolve("h2-calls"));
        url = "jdbc:h2:file:" + Files.createDirectory(folder.resolve("h2")).resolve("identities") + ";WRITE_DELAY=0";
        random = new Random(options.seed());
        fleet = new WorkerFleet(
                url,
                calls,
                new Options(
                        options.seconds(),
                        1,
                        options.threads(),
                        options.seed(),
                        null,
                        false,
                        options.sabotage(),
                        options.only()));
        if (Signals.available()) {
            faults.expect(Fault.H2_KILLED);
        } else {
            faults.cannot(Fault.H2_KILLED, "no signals on this system");
        }
    }

    Result run() throws IOException, InterruptedException, SQLException {
        List<Verdict> verdicts = new ArrayList<>();
        LiveLine live = new LiveLine(out);
        long start = System.nanoTime();
        for (int life = 1; goesOn(start); life++) {
            fleet.start();
            letLive(random.nextInt(MOST_CALLS));
            if (fleet.killOne(random)) {
                faults.add(Fault.H2_KILLED);
            }
            if (life % CHECK_EVERY == 0) {
                History history = HistoryReader.read(calls).whereReadsMayBeLost();
                Verdict kept = PersonJudges.nothingLost(history, state(history));
                if (kept.violations() > 0) {
                    verdicts.add(kept);
                }
            }
            live.update(fleet.acknowledged(), 1, faults);
        }
        return judge(verdicts);
    }

    /** A slow machine gets more time, for a few kills may hit no call of which the judges could tell anything. */
    private boolean goesOn(long start) throws IOException, SQLException {
        long passed = System.nanoTime() - start;
        long planned = TimeUnit.SECONDS.toNanos(options.h2Seconds());
        if (passed < planned || passed > MOST_TIMES * planned) {
            return passed < planned;
        }
        History history = HistoryReader.read(calls).whereReadsMayBeLost();
        return PersonJudges.doubtfulCallsAllOrNothing(history, state(history)).items() == 0;
    }

    @Override
    public void close() {
        fleet.close();
    }

    /** Waits for a number of calls, at least one, and from the first one on for at most some seconds. */
    private void letLive(int calls) throws IOException, InterruptedException {
        long before = fleet.acknowledged();
        awaitCalls(before + 1, START_SECONDS);
        if (fleet.acknowledged() == before) {
            throw new IOException("the writer of H2 did not begin: see its log with --keep");
        }
        awaitCalls(before + calls, MOST_SECONDS);
    }

    private void awaitCalls(long wanted, int seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (fleet.acknowledged() < wanted && fleet.running() > 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private State state(History history) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return StateReader.read(connection, history.keys());
        }
    }

    private Result judge(List<Verdict> verdicts) throws IOException, SQLException, InterruptedException {
        History history = HistoryReader.read(calls).whereReadsMayBeLost();
        try (Connection connection = DriverManager.getConnection(url)) {
            Saboteur.damage(connection, options.sabotage());
            State state = StateReader.read(connection, history.keys());
            for (Judge judge : Judge.ofAnyRun()) {
                verdicts.add(judge.judge(history, state));
            }
            try (Database database = Database.open(url, 2, Database.NEVER_WRONG)) {
                verdicts.add(new AnswersJudge(database.store(), SAMPLE, options.seed()).judge(history, state));
            }
            return new Result(
                    "H2 " + connection.getMetaData().getDatabaseProductVersion() + ", a file, WRITE_DELAY=0",
                    options.h2Seconds(),
                    LEAST_PER_SECOND * options.h2Seconds(),
                    history,
                    faults,
                    verdicts,
                    Map.of(),
                    fleet.unexpectedEnds());
        }
    }
}
