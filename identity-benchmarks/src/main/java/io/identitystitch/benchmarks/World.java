package io.identitystitch.benchmarks;

import io.identitystitch.jdbc.Schema;
import io.identitystitch.model.Outcome;
import io.identitystitch.policy.IdentityPolicy;
import java.io.PrintStream;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The server with what was loaded, the same persons for every side, each with an e-mail address and an anonymous id. Some more have met
 * before, as in any application that has run for a while: a server plans for tables that it believes to be empty in another way.
 */
final class World implements AutoCloseable {
    private static final int LOADERS = 2;
    private static final int LEAST_MET = 4_000;

    private final Server server;
    private final Population persons;
    private final Population met;
    private final Instant loadedAt = Instant.now();
    private long began = System.nanoTime();
    private int pools;

    World(Server server, int identities) {
        this.server = server;
        persons = new Population("base", identities / 2, true, 1);
        met = new Population("met", Math.max(LEAST_MET, identities / 100), true, 1);
    }

    Server server() {
        return server;
    }

    Population persons() {
        return persons;
    }

    void load(PrintStream out) throws Exception {
        long start = System.nanoTime();
        server.execute("alter database " + database() + " set synchronous_commit to off");
        server.create(StoredFunctions.SCHEMA, StoredFunctions.SCRIPT);
        server.create(SeparateStatements.SCHEMA, StoredFunctions.SCRIPT);
        for (String schema : List.of(StoredFunctions.SCHEMA, SeparateStatements.SCHEMA)) {
            try (Pool pool = server.pool("load", 1, schema)) {
                BaselineRows.load(pool, persons);
                BaselineRows.load(pool, met);
            }
        }
        try (StoredFunctions functions = functions(1);
                SeparateStatements separate = separate(1)) {
            for (int pair = 0; pair < met.count() / 2; pair++) {
                functions.signIn(met.email(2L * pair), met.anonymousId(2L * pair + 1, 0));
                separate.signIn(met.email(2L * pair), met.anonymousId(2L * pair + 1, 0));
            }
        }
        createStitch(server, Stitch.SCHEMA);
        try (Stitch stitch =
                new Stitch(server.pool("load", LOADERS, "public"), Stitch.SCHEMA, IdentityPolicy.defaults(), clock())) {
            load(stitch, persons);
            stitch.load(met);
            for (int pair = 0; pair < met.count() / 2; pair++) {
                stitch.resolve(MergeCases.meeting(met, pair), Outcome.MERGED);
            }
        }
        server.execute("alter database " + database() + " reset synchronous_commit");
        server.settle();
        out.printf(
                "loaded %,d identities on each of three sides in %.0f s%n",
                2 * persons.count(), (System.nanoTime() - start) / 1e9);
    }

    static void createStitch(Server server, String schema) {
        server.execute("create schema " + schema);
        try (Pool pool = server.pool("migrate", 1, "public")) {
            Schema.migrate(pool.dataSource(), schema);
        }
    }

    static void load(Stitch stitch, Population persons) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(LOADERS);
        try {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < LOADERS; i++) {
                int from = (int) ((long) persons.count() * i / LOADERS);
                int to = (int) ((long) persons.count() * (i + 1) / LOADERS);
                parts.add(threads.submit(() -> stitch.load(persons, from, to)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The moment of loading again: a case that comes hours later is still within the hour in which a sign-in is no news. */
    void rewind() {
        began = System.nanoTime();
    }

    InstantSource clock() {
        return () -> loadedAt.plusNanos(System.nanoTime() - began);
    }

    Stitch stitch(int threads) {
        return stitch(threads, IdentityPolicy.defaults());
    }

    Stitch stitch(int threads, IdentityPolicy policy) {
        return new Stitch(server.pool("stitch" + ++pools, threads, "public"), policy, clock());
    }

    StoredFunctions functions(int threads) {
        return new StoredFunctions(server.pool("functions" + ++pools, threads, StoredFunctions.SCHEMA));
    }

    SeparateStatements separate(int threads) {
        return new SeparateStatements(server.pool("separate" + ++pools, threads, SeparateStatements.SCHEMA));
    }

    private String database() throws SQLException {
        return server.text("select current_database()");
    }

    @Override
    public void close() {
        server.close();
    }
}
