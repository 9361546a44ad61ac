package io.identitystitch.benchmarks;

import io.identitystitch.benchmarks.inprocess.CachedResolveBenchmark;
import io.identitystitch.benchmarks.inprocess.CaffeineLookupBenchmark;
import io.identitystitch.benchmarks.inprocess.HashingBenchmark;
import io.identitystitch.benchmarks.inprocess.InMemoryResolveBenchmark;
import io.identitystitch.benchmarks.inprocess.MemoryPersons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** What runs without a database, by JMH in JVMs of its own. */
final class InProcessCases {
    static final String CACHED = "cached";
    static final String ONE_CACHED = "one identifier against a bare look-up";
    static final String TWO_CACHED = "two identifiers against a bare look-up";
    static final String HEAP = "heap of an identity";

    private static final String ALLOCATION = "gc.alloc.rate.norm";

    private InProcessCases() {}

    static List<Case> all() {
        return List.of(
                jmh("in-memory", "Known resolve in memory, a million identities", InMemoryResolveBenchmark.class),
                new Case(
                        CACHED,
                        "Known resolve from the cache, a million entries",
                        Case.Needs.NOTHING,
                        true,
                        course -> cached(course)),
                jmh("hashing", "Normalising and hashing an identifier", HashingBenchmark.class),
                jmh("caffeine", "One look-up in a bare Caffeine cache of a million", CaffeineLookupBenchmark.class),
                new Case(
                        "heap",
                        "Heap of an identity in memory, a million identities of two a person",
                        Case.Needs.NOTHING,
                        true,
                        course -> heap()));
    }

    private static Case jmh(String id, String title, Class<?> benchmark) {
        return new Case(id, title, Case.Needs.NOTHING, true, course -> run(course, benchmark));
    }

    /** With what it takes against the bare cache of the same run. */
    private static Measured cached(Case.Course course) throws Exception {
        List<Measured.Value> values =
                new ArrayList<>(run(course, CachedResolveBenchmark.class).values());
        Measured.Value bare = named(values, "bareLookUp");
        values.add(ratio(ONE_CACHED, named(values, "cachedId"), bare));
        values.add(ratio(TWO_CACHED, named(values, "cachedPair"), bare));
        return Measured.values(values);
    }

    private static Measured.Value named(List<Measured.Value> values, String name) {
        return values.stream()
                .filter(value -> value.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Measured.Value ratio(String name, Measured.Value ours, Measured.Value bare) {
        return new Measured.Value(
                name, ours.value() / bare.value(), ours.low() / bare.high(), ours.high() / bare.low(), "x");
    }

    private static Measured run(Case.Course course, Class<?> benchmark) throws Exception {
        boolean quick = course.options().quick();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(benchmark.getName() + "\\.")
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 1 : 3)
                .warmupTime(TimeValue.milliseconds(quick ? 300 : 2_000))
                .measurementIterations(quick ? 2 : 5)
                .measurementTime(TimeValue.milliseconds(quick ? 300 : 2_000))
                .threads(1)
                .jvmArgs("-Xms3g", "-Xmx3g")
                .shouldFailOnError(true)
                .addProfiler(GCProfiler.class);
        if (quick && benchmark != HashingBenchmark.class) {
            options.param(benchmark == CaffeineLookupBenchmark.class ? "entries" : "identities", "20000");
        }
        List<Measured.Value> values = new ArrayList<>();
        for (RunResult result : new Runner(options.build()).run()) {
            Result<?> time = result.getPrimaryResult();
            values.add(value(time.getLabel(), time, "ns"));
            for (Result<?> secondary : result.getSecondaryResults().values()) {
                if (secondary.getLabel().endsWith(ALLOCATION)) {
                    values.add(value(time.getLabel() + ", allocated", secondary, "bytes"));
                }
            }
        }
        return Measured.values(values);
    }

    private static Measured.Value value(String name, Result<?> result, String unit) {
        return new Measured.Value(
                name,
                result.getScore(),
                result.getStatistics().getMin(),
                result.getStatistics().getMax(),
                unit);
    }

    /** In a JVM of its own, where nothing else is on the heap. */
    private static Measured heap() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx3g",
                        "-XX:+UseSerialGC",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryPersons.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the heap was not measured");
        }
        double bytes = Double.parseDouble(said.strip());
        return Measured.values(List.of(new Measured.Value(HEAP, bytes, bytes, bytes, "bytes")));
    }
}
