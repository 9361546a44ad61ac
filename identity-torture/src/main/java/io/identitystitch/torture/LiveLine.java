package io.identitystitch.torture;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Says every ten seconds how a run is doing. */
final class LiveLine {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(10);

    private final PrintStream out;
    private final long start = System.nanoTime();
    private long lastAt = start;
    private long lastCount;

    LiveLine(PrintStream out) {
        this.out = out;
    }

    void update(long acknowledged, long workers, Faults faults) {
        long now = System.nanoTime();
        if (now - lastAt < EVERY) {
            return;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(now - start);
        double rate = (acknowledged - lastCount) * 1e9 / (now - lastAt);
        out.printf(
                Locale.ROOT,
                "%3d:%02d  %,9d acknowledged  %,6.0f/s  %d workers  %,d faults%n",
                seconds / 60,
                seconds % 60,
                acknowledged,
                rate,
                workers,
                faults.total());
        lastAt = now;
        lastCount = acknowledged;
    }
}
