package io.identitystitch.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Several JVMs write to a PostgreSQL of the run's own, while everything that can break does. */
final class PostgresRun implements AutoCloseable {
    /** Below this a machine is too busy with something else for a run to mean much. */
    private static final long LEAST_PER_SECOND = 10;

    private static final int SAMPLE = 500;
    private static final int SETTLE_SECONDS = 3;
    private static final int QUIET_SECONDS = 3;
    private static final int START_SECONDS = 60;

    private final Options options;
    private final PrintStream out;
    private final Path calls;
    private final Cluster cluster;
    private final FaultProxy proxy;
    private final WorkerFleet fleet;
    private final Faults faults = new Faults();
    private final List<Deck> decks = new ArrayList<>();

    PostgresRun(Options options, Path folder, PrintStream out) throws IOException, InterruptedException {
        this.options = options;
        this.out = out;
        calls = Files.createDirectory(folder.resolve("calls"));
        cluster = Cluster.create(Files.createDirectory(folder.resolve("postgres")));
        proxy = new FaultProxy(cluster.port());
        fleet = new WorkerFleet(
                "jdbc:postgresql://127.0.0.1:" + proxy.port()
                        + "/postgres?user=postgres&ApplicationName=torture&connectTimeout=2&loginTimeout=4&socketTimeout=10",
                calls,
                options);
        Nemeses nemeses = new Nemeses(cluster, proxy, fleet);
        Nemeses.impossible().forEach(fault -> faults.cannot(fault, "no signals on this system"));
        decks.add(new Deck(nemeses.heavy(), faults, options.seed(), 700, 2_500));
        decks.add(new Deck(nemeses.light(), faults, options.seed() + 1, 30, 300));
    }

    Result run() throws IOException, InterruptedException, SQLException {
        cluster.start();
        fleet.start();
        awaitFirstCalls();
        decks.forEach(Deck::start);
        LiveLine live = new LiveLine(out);
        long end = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(options.postgresSeconds() - SETTLE_SECONDS - QUIET_SECONDS);
        while (System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(200);
            fleet.check();
            live.update(fleet.acknowledged(), fleet.running(), faults);
        }
        heal();
        return judge();
    }

    @Override
    public void close() {
        proxy.close();
        fleet.close();
        cluster.close();
    }

    private void awaitFirstCalls() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (fleet.acknowledged() < options.workers() * 10L) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the workers did not begin: see their logs with --keep");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Mends everything, lets the dust settle, and expects calls to be answered from then on. */
    private void heal() throws IOException, InterruptedException, SQLException {
        for (Deck deck : decks) {
            deck.stop();
        }
        proxy.release();
        cluster.answers();
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        fleet.quiet();
        TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        fleet.stop();
        drain();
    }

    /** Back ends of killed workers may still be at work. */
    private void drain() throws SQLException, InterruptedException {
        try (Connection connection = cluster.connect("torture-judge");
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 100; i++) {
                try (ResultSet row = statement.executeQuery(
                        "select count(*) from pg_stat_activity where application_name = 'torture'")) {
                    if (row.next() && row.getLong(1) == 0) {
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    private Result judge() throws IOException, SQLException, InterruptedException {
        History history = HistoryReader.read(calls);
        List<Verdict> verdicts = new ArrayList<>();
        String database;
        try (Connection connection = cluster.connect("torture-judge")) {
            database = "PostgreSQL " + show(connection, "server_version") + ", fsync " + show(connection, "fsync")
                    + ", synchronous_commit " + show(connection, "synchronous_commit") + ", full_page_writes "
                    + show(connection, "full_page_writes");
            Saboteur.damage(connection, options.sabotage());
            State state = StateReader.read(connection, history.keys());
            for (Judge judge : Judge.ofAnyRun()) {
                verdicts.add(judge.judge(history, state));
            }
            verdicts.add(askLibrary(history, state));
        }
        ServerLog log = ServerLog.read(cluster.log());
        verdicts.add(log.verdict(history.calls().size()));
        List<String> failures = new ArrayList<>(fleet.unexpectedEnds());
        decks.forEach(deck -> failures.addAll(deck.failures()));
        return new Result(
                database,
                options.postgresSeconds(),
                LEAST_PER_SECOND * options.postgresSeconds(),
                history,
                faults,
                verdicts,
                log.errors(),
                failures);
    }

    private Verdict askLibrary(History history, State state) throws InterruptedException {
        String url = "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/postgres?user=postgres";
        try (Database database = Database.open(url, 2, Database.NEVER_WRONG)) {
            return new AnswersJudge(database.store(), SAMPLE, options.seed()).judge(history, state);
        }
    }

    private static @Nullable String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            return row.next() ? row.getString(1) : null;
        }
    }
}
