package io.identitystitch.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets several ways do the same in turns: every round has all of them, and another one begins. The first round warms up and is not
 * counted; in each round every thread begins with a few operations that are not counted either.
 *
 * @param threads that call at the same time
 * @param rounds that are counted
 * @param millis after which a round ends
 * @param operations after which a round ends, warm-up included; for ways that use up what was made for them
 * @param warmUp operations of each thread that are not counted
 */
record Contest(int threads, int rounds, int millis, int operations, int warmUp) {
    /** What one thread did. */
    private static final class Tally {
        private long[] nanos = new long[1024];
        private int count;
        private final Map<String, Long> errors = new TreeMap<>();

        void add(long latency) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = latency;
        }
    }

    List<Series> run(List<Way> ways, PrintStream out) throws Exception {
        List<List<Round>> results = new ArrayList<>();
        ways.forEach(way -> results.add(new ArrayList<>()));
        for (int round = 0; round <= rounds; round++) {
            for (int turn = 0; turn < ways.size(); turn++) {
                int which = (round + turn) % ways.size();
                Way way = ways.get(which);
                way.material().make(round, operations);
                Round result = round(way, round);
                if (round > 0) {
                    results.get(which).add(result);
                    out.printf(
                            "    %d  %-32s %10.0f/s  p50 %9.1f  p99 %10.1f us  %s%n",
                            round,
                            way.name(),
                            result.perSecond(),
                            result.p50(),
                            result.p99(),
                            result.errors().isEmpty() ? "" : result.errors());
                }
            }
        }
        List<Series> series = new ArrayList<>();
        for (int i = 0; i < ways.size(); i++) {
            series.add(new Series(ways.get(i).name(), results.get(i)));
        }
        return series;
    }

    private Round round(Way way, int round) throws Exception {
        AtomicInteger next = new AtomicInteger();
        CountDownLatch warm = new CountDownLatch(threads);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Tally>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(() -> call(way, round, next, warm, go)));
            }
            warm.await();
            List<Integer> backEnds = way.pool().backEnds();
            double server = Pool.nanosOnProcessor(backEnds);
            double client = processNanos();
            long began = System.nanoTime();
            go.countDown();
            List<Tally> tallies = new ArrayList<>();
            for (Future<Tally> each : running) {
                tallies.add(each.get());
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return sum(tallies, seconds, processNanos() - client, Pool.nanosOnProcessor(backEnds) - server);
        } finally {
            pool.shutdown();
            pool.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private Tally call(Way way, int round, AtomicInteger next, CountDownLatch warm, CountDownLatch go)
            throws InterruptedException {
        Tally before = new Tally();
        for (int i = 0; i < warmUp; i++) {
            once(way, round, next.getAndIncrement(), before);
        }
        warm.countDown();
        go.await();
        Tally tally = new Tally();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (System.nanoTime() < end) {
            int index = next.getAndIncrement();
            if (index >= operations) {
                break;
            }
            once(way, round, index, tally);
        }
        return tally;
    }

    private static void once(Way way, int round, int index, Tally tally) {
        long began = System.nanoTime();
        try {
            way.operation().run(round, index);
        } catch (Exception e) {
            tally.errors.merge(Errors.kind(e), 1L, Long::sum);
            return;
        }
        tally.add(System.nanoTime() - began);
    }

    private static Round sum(List<Tally> tallies, double seconds, double client, double server) {
        long[] all = tallies.stream()
                .flatMapToLong(tally -> Arrays.stream(tally.nanos, 0, tally.count))
                .sorted()
                .toArray();
        Map<String, Long> errors = new TreeMap<>();
        tallies.forEach(tally -> tally.errors.forEach((kind, count) -> errors.merge(kind, count, Long::sum)));
        double each = Math.max(1, all.length) * 1e3;
        return new Round(
                all.length,
                seconds,
                percentile(all, 0.50),
                percentile(all, 0.99),
                client / each,
                server / each,
                errors);
    }

    private static double percentile(long[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e3;
    }

    private static double processNanos() {
        return (double)
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
