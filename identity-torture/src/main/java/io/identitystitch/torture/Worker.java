package io.identitystitch.torture;

import io.identitystitch.ContendedResolutionException;
import io.identitystitch.model.ProfileId;
import io.identitystitch.spi.IdentityStoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that calls the library from several threads until it is told to stop, loses its supervisor, or is killed. Commands
 * come by standard input: {@code quiet} and {@code stop}; its count of acknowledged calls goes to standard output.
 */
final class Worker {
    private static final int LIE_EVERY = 500;
    private static final int LOOK_UP_EVERY = 32;

    private final String name;
    private final CallLog log;
    private final Caller caller;
    private final List<Workload> mix;
    private final boolean liar;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong acknowledged = new AtomicLong();
    private volatile boolean stopped;

    private Worker(String name, CallLog log, Caller caller, Sizes sizes, boolean liar) {
        this.name = name;
        this.log = log;
        this.caller = caller;
        this.liar = liar;
        this.mix = mix(name, sizes);
    }

    /** Arguments: url, folder of logs, name, threads, seed, kind of sabotage. */
    public static void main(String... args) throws Exception {
        String name = args[2];
        int threads = Integer.parseInt(args[3]);
        Sizes sizes = args[0].startsWith("jdbc:h2:") ? Sizes.SMALL : Sizes.LARGE;
        boolean liar = Sabotage.of(args[5]) == Sabotage.LIAR;
        try (CallLog log = new CallLog(Path.of(args[1], name + ".calls"));
                Database database = Database.open(args[0], threads, e -> log.failed(name, e));
                Caller caller = new Caller(database.store())) {
            new Worker(name, log, caller, sizes, liar).run(threads, new SplittableRandom(Long.parseLong(args[4])));
        }
    }

    private static List<Workload> mix(String name, Sizes sizes) {
        PersonWorkloads persons = new PersonWorkloads(name, sizes);
        DeviceWorkloads devices = new DeviceWorkloads(sizes);
        List<Workload> mix = new ArrayList<>();
        add(mix, 5, persons.hot());
        add(mix, 4, persons.zipf());
        add(mix, 3, persons.bridge());
        add(mix, 3, persons.storm());
        add(mix, 2, persons.fresh());
        add(mix, 1, persons.batch());
        add(mix, 5, devices.household());
        add(mix, 3, devices.race());
        add(mix, 1, devices.kiosk());
        return mix;
    }

    private static void add(List<Workload> mix, int weight, Workload workload) {
        for (int i = 0; i < weight; i++) {
            mix.add(workload);
        }
    }

    private void run(int threads, SplittableRandom seed) throws IOException, InterruptedException {
        List<Thread> writers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            RandomGenerator random = seed.split();
            Thread writer = new Thread(() -> write(random), name + "-" + i);
            writers.add(writer);
            writer.start();
        }
        Thread counter = new Thread(this::count, "count");
        counter.setDaemon(true);
        counter.start();
        obey();
        stopped = true;
        for (Thread writer : writers) {
            writer.join();
        }
        report();
    }

    /** Returns when told to stop, or when the supervisor has gone. */
    private void obey() throws IOException {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("quiet")) {
                log.quiet();
            } else if (command.equals("stop")) {
                return;
            }
        }
    }

    private void count() {
        while (!stopped) {
            report();
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void report() {
        System.out.println(acknowledged.get());
        System.out.flush();
    }

    private void write(RandomGenerator random) {
        while (!stopped) {
            Workload workload = mix.get(random.nextInt(mix.size()));
            Step step = workload.next(random, System.currentTimeMillis());
            String id = name + '-' + calls.incrementAndGet();
            log.begin(id, step);
            List<String> answers = call(id, step, random);
            if (answers != null && random.nextInt(LOOK_UP_EVERY) == 0) {
                lookUp(id, step, answers);
            }
        }
    }

    private @Nullable List<String> call(String id, Step step, RandomGenerator random) {
        try {
            List<String> answers = liar && step.workload().equals("fresh") && random.nextInt(LIE_EVERY) == 0
                    ? lie()
                    : caller.call(step);
            log.answered(id, caller.attempts(), answers);
            acknowledged.incrementAndGet();
            return answers;
        } catch (IdentityStoreException e) {
            log.inDoubt(id, e);
        } catch (ContendedResolutionException e) {
            // Nothing was done, which is an answer, but not one that a caller should get here.
            log.failed(id, e);
        } catch (RuntimeException e) {
            log.failed(id, e);
        }
        return null;
    }

    private static List<String> lie() {
        return List.of("CREATED/01900000-0000-7000-8000-000000000001/-");
    }

    /** A profile that was just returned is there. */
    private void lookUp(String id, Step step, List<String> answers) {
        String profile = answers.get(0).split("/", -1)[1];
        if (profile.equals("-")) {
            return;
        }
        try {
            if (caller.resolver(step.tenant()).profile(ProfileId.of(profile)).isPresent()) {
                log.found(id, profile);
            } else {
                log.failed(id, new IllegalStateException("profile not found: " + profile));
            }
        } catch (IdentityStoreException e) {
            // The store is away; a read leaves nothing in doubt.
        } catch (RuntimeException e) {
            log.failed(id, e);
        }
    }
}
