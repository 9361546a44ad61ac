package io.identitystitch.benchmarks;

import io.identitystitch.model.Outcome;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What size costs. */
final class GrowthCase {
    static final String RATIO = "p50 of the largest to that of the smallest";
    static final String DISK = "bytes on disk for each identifier, indexes included";
    private static final int[] SIZES = {10_000, 100_000, 1_000_000, 10_000_000};

    private GrowthCase() {}

    static List<Case> all() {
        return List.of(
                Case.of("disk", "Table of identifiers with its indexes", GrowthCase::disk),
                new Case(
                        "growth",
                        "Repeat sign-in of a known pair as the tables grow, 1 thread",
                        Case.Needs.SERVER,
                        false,
                        GrowthCase::growth));
    }

    private static Measured disk(Case.Course course) {
        Server server = course.world().server();
        return Measured.values(List.of(
                bytes(server, DISK, Stitch.SCHEMA + ".id_identifier"),
                bytes(server, "the same of (a)", StoredFunctions.SCHEMA + ".profile_identity")));
    }

    private static Measured.Value bytes(Server server, String name, String table) {
        double bytes = (double) server.number("select pg_total_relation_size('" + table + "')")
                / server.number("select count(*) from " + table);
        return new Measured.Value(name, bytes, bytes, bytes, "bytes");
    }

    /** All sizes are there at the same time and take turns; the largest is as large as the run was told. */
    private static Measured growth(Case.Course course) throws Exception {
        Server server = course.world().server();
        Instant began = Instant.now();
        // Stands still, so that loading for hours does not make the first persons' dates stale.
        InstantSource clock = () -> began;
        List<Stitch> stitches = new ArrayList<>();
        List<Way> ways = new ArrayList<>();
        List<Measured.Value> sizes = new ArrayList<>();
        try {
            for (int size : SIZES) {
                if (size > Math.max(course.options().identities(), 100_000)) {
                    break;
                }
                String schema = "growth" + size;
                server.execute("set synchronous_commit to off");
                World.createStitch(server, schema);
                Population persons = new Population("growth", size / 2, true, 1);
                long start = System.nanoTime();
                try (Stitch loader =
                        new Stitch(server.pool("load", 2, "public"), schema, IdentityPolicy.defaults(), clock)) {
                    World.load(loader, persons);
                }
                course.out().printf("    %,d loaded in %.0f s%n", size, (System.nanoTime() - start) / 1e9);
                Stitch stitch = new Stitch(server.pool(schema, 1, "public"), schema, IdentityPolicy.defaults(), clock);
                stitches.add(stitch);
                sizes.add(bytes(server, name(size) + ", bytes of an identifier", schema + ".id_identifier"));
                ways.add(new Way(name(size), stitch.pool(), (round, index) -> {
                    int person = Keys.person(round, index, persons.count());
                    stitch.signIn(persons.email(person), persons.anonymousId(person, 0), Outcome.MATCHED);
                }));
            }
            server.settle();
            List<Series> series = course.reads(1).run(ways, course.out());
            Series smallest = series.get(0);
            Series largest = series.get(series.size() - 1);
            double[] ratios = largest.ratios(smallest, Round::p50);
            List<Measured.Value> values = new ArrayList<>();
            values.add(new Measured.Value(
                    RATIO,
                    largest.floor() / smallest.floor(),
                    java.util.Arrays.stream(ratios).min().orElseThrow(),
                    java.util.Arrays.stream(ratios).max().orElseThrow(),
                    "times"));
            values.addAll(sizes);
            return new Measured(series, values);
        } finally {
            stitches.forEach(Stitch::close);
        }
    }

    private static String name(int size) {
        return String.format(Locale.ROOT, "%,d identities", size);
    }
}
