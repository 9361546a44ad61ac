package io.identitystitch.torture;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.cold.FileColdStore;
import io.identitystitch.jdbc.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Kills a process that takes and brings back signals, again and again, tears the ends of its files, and looks afterwards whether anything that
 * was acknowledged is lost, or was handled twice.
 *
 * <pre>{@code SignalTorture [SECONDS [MILLIS [SEED]]]}</pre>
 *
 * <p>Ends with 0 if nothing is wrong, 1 if something is, 2 if the run proves nothing.
 */
public final class SignalTorture {
    private static final int VISITORS = 300;

    /** Longer than the lease of a task. */
    private static final int DRAIN_SECONDS = 75;

    private final Path folder;
    private final Cluster cluster;
    private final Random random;
    private int kills;
    private int torn;

    private SignalTorture(Path folder, Cluster cluster, long seed) {
        this.folder = folder;
        this.cluster = cluster;
        this.random = new Random(seed);
    }

    /**
     * Runs.
     *
     * @param args how many seconds, 180 if not given; how many milliseconds a worker works on
     *     average before it is killed, 2,000; the seed
     * @throws Exception if the harness fails
     */
    public static void main(String[] args) throws Exception {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 180;
        int between = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        long seed = args.length > 2 ? Long.parseLong(args[2]) : System.nanoTime();
        System.out.printf(Locale.ROOT, "SignalTorture %d %d %d%n", seconds, between, seed);
        Path folder = Files.createTempDirectory("signal-torture");
        int status;
        try (Cluster cluster = Cluster.create(folder)) {
            cluster.start();
            status = new SignalTorture(folder, cluster, seed).run(seconds, between);
        } finally {
            delete(folder);
        }
        System.exit(status);
    }

    private int run(int seconds, int between) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setMaximumPoolSize(1);
        try (HikariDataSource database = new HikariDataSource(config)) {
            Schema.migrate(database);
        }
        execute("create table handled (event_id varchar(64), person varchar(36))");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (System.nanoTime() - end < 0) {
            Process worker = start();
            // A JVM that has only just been started is not worth a kill.
            if (worker.getInputStream().read() < 0
                    || worker.waitFor(random.nextInt(2 * between), TimeUnit.MILLISECONDS)) {
                System.out.println("a worker ended by itself: " + Files.readString(folder.resolve("worker.err")));
                return 1;
            }
            Signals.send("KILL", worker.pid());
            worker.waitFor();
            kills++;
            if (random.nextBoolean()) {
                tear();
            }
        }
        Process last = start(Integer.toString(DRAIN_SECONDS));
        if (last.waitFor() != 0) {
            System.out.println("draining failed: " + Files.readString(folder.resolve("worker.err")));
            return 1;
        }
        return judge();
    }

    private Process start(String... drain) throws IOException {
        String[] arguments = Stream.concat(
                        Stream.of(
                                url(),
                                folder.resolve("cold").toString(),
                                folder.resolve("notes").toString(),
                                Long.toString(random.nextLong() >>> 1),
                                Integer.toString(VISITORS)),
                        Stream.of(drain))
                .toArray(String[]::new);
        return Jvm.start(SignalWorker.class, folder.resolve("worker.err"), arguments);
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/postgres?user=postgres";
    }

    /** What a machine may leave of a write that was under way: bytes that belong to nothing, at the end of the file written last. */
    private void tear() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cold"))) {
            Optional<Path> latest = files.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().contains("lock"))
                    .max(Comparator.comparing(SignalTorture::modified));
            if (latest.isPresent()) {
                byte[] rest = new byte[1 + random.nextInt(200)];
                random.nextBytes(rest);
                Files.write(latest.get(), rest, StandardOpenOption.APPEND);
                torn++;
            }
        }
    }

    private static long modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int judge() throws IOException, SQLException {
        Map<String, String> visitorOf = new HashMap<>();
        Set<String> known = new HashSet<>();
        try (Stream<String> lines = Files.lines(folder.resolve("notes"), StandardCharsets.UTF_8)) {
            lines.forEach(line -> {
                String[] words = line.split(" ", -1);
                if (words.length == 3 && words[0].equals("signal")) {
                    visitorOf.put(words[1], words[2]);
                } else if (words.length == 2 && words[0].equals("known")) {
                    known.add(words[1]);
                }
            });
        }
        Map<String, Integer> handled = numbers("select event_id, count(*)::int from handled group by event_id");
        Map<String, Integer> kept = numbers("select event_id, count(*)::int from id_signal group by event_id");
        long lost = 0;
        long strangers = 0;
        for (Map.Entry<String, String> signal : visitorOf.entrySet()) {
            if (!known.contains(signal.getValue())) {
                strangers++;
            } else if (!handled.containsKey(signal.getKey())) {
                lost++;
            }
        }
        long twice = handled.values().stream().filter(times -> times > 1).count();
        long apart = kept.keySet().stream()
                        .filter(event -> !handled.containsKey(event))
                        .count()
                + kept.values().stream().filter(times -> times > 1).count();
        int waiting =
                numbers("select 'open', count(*)::int from id_signal_open").getOrDefault("open", 0);
        String health;
        try (FileColdStore cold = FileColdStore.builder(folder.resolve("cold")).open()) {
            health = cold.health().toString();
        }
        System.out.printf(
                Locale.ROOT,
                "%d kills, %d torn files; %d signals acknowledged, %d of persons, %d of strangers; %d handled%n"
                        + "lost %d, handled twice %d, kept and not handled or twice %d, still waiting %d%n%s%n",
                kills,
                torn,
                visitorOf.size(),
                visitorOf.size() - strangers,
                strangers,
                handled.size(),
                lost,
                twice,
                apart,
                waiting,
                health);
        if (lost + twice + apart + waiting > 0) {
            System.out.println("WRONG");
            return 1;
        }
        boolean proves = kills > 1 && torn > 0 && visitorOf.size() - strangers > 100;
        System.out.println(proves ? "Passed." : "PROVES NOTHING");
        return proves ? 0 : 2;
    }

    private Map<String, Integer> numbers(String sql) throws SQLException {
        Map<String, Integer> numbers = new HashMap<>();
        try (Connection connection = cluster.connect("judge");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                numbers.put(row.getString(1), row.getInt(2));
            }
        }
        return numbers;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = cluster.connect("judge");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
