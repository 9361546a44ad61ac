package io.identitystitch.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The worker JVMs, each of which is replaced when it ends. Thread-safe. */
final class WorkerFleet implements AutoCloseable {
    private static final long STOP_SECONDS = 30;

    private final String url;
    private final Path folder;
    private final Options options;
    private final AtomicLong acknowledged = new AtomicLong();
    private final List<WorkerProcess> workers = new ArrayList<>();
    private final List<String> unexpectedEnds = new ArrayList<>();
    private int started;
    private boolean closed;

    WorkerFleet(String url, Path folder, Options options) {
        this.url = url;
        this.folder = folder;
        this.options = options;
    }

    /** Starts as many as are wanted. */
    synchronized void start() throws IOException {
        while (workers.size() < options.workers()) {
            workers.add(launch());
        }
    }

    /** Acknowledged calls, as far as workers have told. */
    long acknowledged() {
        return acknowledged.get();
    }

    synchronized long running() {
        return workers.stream().filter(WorkerProcess::isAlive).count();
    }

    /** Workers that ended though nobody killed them. */
    synchronized List<String> unexpectedEnds() {
        return List.copyOf(unexpectedEnds);
    }

    /** Kills one worker that is at work, and starts another in its place. */
    boolean replaceOne(RandomGenerator random) throws IOException, InterruptedException {
        WorkerProcess victim = anyBusy(random);
        if (victim == null || !victim.kill()) {
            return false;
        }
        replace(victim);
        return true;
    }

    /** Kills one worker for good; {@link #start()} starts the next one. */
    boolean killOne(RandomGenerator random) throws IOException, InterruptedException {
        WorkerProcess victim = any(random);
        boolean hit = victim.kill();
        synchronized (this) {
            workers.remove(victim);
        }
        return hit;
    }

    boolean freezeOne(RandomGenerator random, long millis) throws IOException, InterruptedException {
        WorkerProcess victim = anyBusy(random);
        return victim != null && victim.freeze(millis);
    }

    /** Notices workers that ended by themselves; none should. */
    synchronized void check() throws IOException {
        for (WorkerProcess worker : List.copyOf(workers)) {
            if (worker.hasFailed()) {
                unexpectedEnds.add("a worker ended by itself");
                replace(worker);
            }
        }
    }

    /** From here on nothing is broken. */
    synchronized void quiet() throws IOException {
        check();
        for (WorkerProcess worker : workers) {
            worker.say("quiet");
        }
    }

    /** Lets all workers finish their calls. */
    synchronized void stop() throws IOException, InterruptedException {
        check();
        closed = true;
        for (WorkerProcess worker : workers) {
            worker.say("stop");
        }
        for (WorkerProcess worker : workers) {
            if (!worker.awaitEnd(STOP_SECONDS)) {
                unexpectedEnds.add("a worker did not stop properly when told to");
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        workers.forEach(WorkerProcess::destroy);
    }

    private synchronized WorkerProcess any(RandomGenerator random) {
        return workers.get(random.nextInt(workers.size()));
    }

    private synchronized @Nullable WorkerProcess anyBusy(RandomGenerator random) {
        List<WorkerProcess> busy =
                workers.stream().filter(WorkerProcess::isBusy).toList();
        return busy.isEmpty() ? null : busy.get(random.nextInt(busy.size()));
    }

    private synchronized void replace(WorkerProcess worker) throws IOException {
        int slot = workers.indexOf(worker);
        if (!closed && slot >= 0) {
            workers.set(slot, launch());
        }
    }

    private WorkerProcess launch() throws IOException {
        String name = "w" + ++started;
        return new WorkerProcess(
                Jvm.start(
                        Worker.class,
                        folder.resolve(name + ".err"),
                        url,
                        folder.toString(),
                        name,
                        Integer.toString(options.threads()),
                        Long.toString(options.seed() + started),
                        options.sabotage().toString()),
                acknowledged);
    }
}
