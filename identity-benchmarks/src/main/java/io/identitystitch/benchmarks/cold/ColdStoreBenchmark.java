package io.identitystitch.benchmarks.cold;

import io.identitystitch.cold.FileColdStore;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Appends signals of ninety days to a {@link FileColdStore}, looks for visitors and prints what that took. Arguments: the folder to
 * work in, the number of signals (1,000,000), of visitors (a tenth of it), of threads that append (2), of
 * page views in a visit (1: each signal of a visitor comes on another day).
 */
public final class ColdStoreBenchmark {
    private static final TenantId TENANT = TenantId.of("bench");
    private static final int DAYS = 90;
    private static final int BATCH = 1_000;
    private static final int SCANS = 2_000;
    private static final int SINGLES = 2_000;

    private ColdStoreBenchmark() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception if something fails
     */
    public static void main(String... args) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "cold");
        int signals = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        int visitors = args.length > 2 ? Integer.parseInt(args[2]) : signals / 10;
        int threads = args.length > 3 ? Integer.parseInt(args[3]) : 2;
        int views = args.length > 4 ? Integer.parseInt(args[4]) : 1;
        try {
            Visits visits = new Visits(7, signals, visitors, DAYS, views);
            try (FileColdStore warm = FileColdStore.open(folder.resolve("warm"))) {
                append(warm, visits, Math.min(signals, 100_000), threads);
            }
            long json;
            try (FileColdStore store = FileColdStore.open(folder.resolve("store"))) {
                long begun = System.nanoTime();
                Appended appended = append(store, visits, signals, threads);
                json = appended.json();
                double seconds = appended.nanos() / 1e9;
                print(
                        "append, batches of %d, %d threads: %,.0f signals/s (%.1f s)",
                        BATCH, threads, signals / seconds, seconds);
                print("processor time of appending: %.1f us a signal", appended.processor() / 1e3 / signals);
                print(
                        "load of the machine: %.1f",
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
                print("with making the signals: %.1f s", (System.nanoTime() - begun) / 1e9);
            }
            long closing = System.nanoTime();
            long stored = size(folder.resolve("store"));
            print(
                    "JSON %,d bytes, %,d a signal; stored %,d, %.1f %%",
                    json, json / signals, stored, 100.0 * stored / json);
            try (FileColdStore store = FileColdStore.open(folder.resolve("store"))) {
                print("%s (opened in %.1f ms)", store.health(), (System.nanoTime() - closing) / 1e6);
                scan(store, visits, visitors, stored);
                singles(store, visits);
            }
        } finally {
            delete(folder);
        }
    }

    /** What appending took, without making the signals: of time, and of the processors, with what goes on beside. */
    private record Appended(long nanos, long processor, long json) {}

    private static long processor() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static Appended append(FileColdStore store, Visits visits, int signals, int threads) throws Exception {
        long nanos = 0;
        long processor = 0;
        long json = 0;
        int round = 50 * BATCH;
        for (int from = 0; from < signals; from += round) {
            int to = Math.min(signals, from + round);
            List<List<ColdSignal>> batches = new ArrayList<>();
            for (int batch = from; batch < to; batch += BATCH) {
                List<ColdSignal> made = new ArrayList<>();
                for (int i = batch; i < Math.min(to, batch + BATCH); i++) {
                    made.add(visits.signal(i));
                }
                json += made.stream().mapToLong(signal -> signal.body().length).sum();
                batches.add(made);
            }
            long begun = System.nanoTime();
            long used = processor();
            List<Thread> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread;
                Thread each = new Thread(() -> {
                    for (int i = first; i < batches.size(); i += threads) {
                        store.append(TENANT, batches.get(i));
                    }
                });
                each.start();
                running.add(each);
            }
            for (Thread each : running) {
                each.join();
            }
            nanos += System.nanoTime() - begun;
            processor += processor() - used;
        }
        return new Appended(nanos, processor, json);
    }

    private static void scan(FileColdStore store, Visits visits, int visitors, long stored) {
        Random random = new Random(11);
        long[] nanos = new long[SCANS];
        long[] processor = new long[SCANS];
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long found = 0;
        long read = 0;
        long most = 0;
        for (int i = -SCANS / 4; i < SCANS; i++) {
            ColdQuery query = new ColdQuery(
                    TENANT,
                    Set.of(visits.key(random.nextInt(visitors))),
                    Instant.MIN,
                    Instant.MAX,
                    Instant.MIN,
                    Instant.MAX);
            long begun = System.nanoTime();
            long used = threads.getCurrentThreadCpuTime();
            ColdScan scan = store.scan(query, signal -> {});
            if (i >= 0) {
                nanos[i] = System.nanoTime() - begun;
                processor[i] = threads.getCurrentThreadCpuTime() - used;
                found += scan.found();
                read += scan.bytesRead();
                most = Math.max(most, scan.bytesRead());
            }
        }
        Arrays.sort(nanos);
        Arrays.sort(processor);
        print(
                "processor time of a scan: p50 %.1f ms, p99 %.1f ms",
                processor[SCANS / 2] / 1e6, processor[SCANS * 99 / 100] / 1e6);
        print(
                "scan of one visitor: p50 %.1f ms, p99 %.1f ms, most %.1f ms; %.1f signals; %.2f %% of the bytes, at most %.2f %%",
                nanos[SCANS / 2] / 1e6,
                nanos[SCANS * 99 / 100] / 1e6,
                nanos[SCANS - 1] / 1e6,
                (double) found / SCANS,
                100.0 * read / SCANS / stored,
                100.0 * most / stored);
    }

    private static void singles(FileColdStore store, Visits visits) throws InterruptedException {
        for (int threads : new int[] {1, 16}) {
            long begun = System.nanoTime();
            List<Thread> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                Thread each = new Thread(() -> {
                    for (int i = number; i < SINGLES; i += threads) {
                        store.append(TENANT, List.of(visits.signal(i / 10)));
                    }
                });
                each.start();
                running.add(each);
            }
            for (Thread each : running) {
                each.join();
            }
            print(
                    "append one by one, %d threads: %,.0f signals/s",
                    threads, SINGLES / ((System.nanoTime() - begun) / 1e9));
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private static void print(String form, Object... values) {
        System.out.printf(Locale.ROOT, form + "%n", values);
    }
}
