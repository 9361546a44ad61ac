package io.identitystitch.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One worker JVM, seen from outside. Thread-safe. */
final class WorkerProcess {
    private final Process process;
    private final AtomicLong total;
    private volatile long acknowledged;
    private volatile boolean killed;

    /**
     * Begins to follow what the worker says.
     *
     * @param total the count of all workers
     */
    WorkerProcess(Process process, AtomicLong total) {
        this.process = process;
        this.total = total;
        Thread reader = new Thread(this::follow, "follow-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether it is at work: one that has only just been started is not worth hitting. */
    boolean isBusy() {
        return process.isAlive() && acknowledged > 0;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it ended by itself. */
    boolean hasFailed() {
        return !process.isAlive() && !killed;
    }

    boolean kill() throws IOException, InterruptedException {
        killed = true;
        boolean hit = process.isAlive() && Signals.send("KILL", process.pid());
        process.destroyForcibly();
        process.waitFor();
        return hit;
    }

    boolean freeze(long millis) throws IOException, InterruptedException {
        try {
            boolean hit = process.isAlive() && Signals.send("STOP", process.pid());
            if (hit) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
            return hit;
        } finally {
            if (process.isAlive()) {
                Signals.send("CONT", process.pid());
            }
        }
    }

    void say(String command) throws IOException {
        process.getOutputStream().write((command + '\n').getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Whether it ended in time, and well. */
    boolean awaitEnd(long seconds) throws InterruptedException {
        return process.waitFor(seconds, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    void destroy() {
        killed = true;
        process.destroyForcibly();
    }

    private void follow() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                long now = Long.parseLong(line.trim());
                total.addAndGet(now - acknowledged);
                acknowledged = now;
            }
        } catch (IOException | NumberFormatException e) {
            // It was killed in the middle of a line.
        }
    }
}
