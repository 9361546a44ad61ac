package io.identitystitch.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Tells on stderr how far an import is and what could not be read: on one line that is written over where somebody watches,
 * and now and then on a line of its own where a log is kept. Not thread-safe.
 */
final class Progress {
    /** Rows after which the rate is measured once more, when the machine has warmed up. */
    static final long WARM = 100_000;

    /** How many malformed rows are named one by one. */
    static final int LISTED = 20;

    private static final String CLEAR = "\r" + " ".repeat(78) + "\r";
    private static final long REDRAW = Duration.ofMillis(200).toNanos();
    private static final long LOG = Duration.ofSeconds(10).toNanos();

    private final PrintStream err;
    private final boolean watched;
    private final LongSupplier nanos;
    private final long started;
    private long lastShown;
    private long rowsWhenWarm;
    private long warmSince;
    private long heap;
    private long bad;
    private boolean drawn;
    private boolean told;

    Progress(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    Progress(Terminal terminal, LongSupplier nanos) {
        err = terminal.err();
        watched = terminal.interactive();
        this.nanos = nanos;
        started = nanos.getAsLong();
        lastShown = started - (watched ? REDRAW : 0);
    }

    /** So many rows are in, and so much of the file; a negative part is not known. */
    void show(long rows, double done) {
        long now = nanos.getAsLong();
        heap = Math.max(heap, usedHeap());
        if (rows >= WARM && rowsWhenWarm == 0) {
            rowsWhenWarm = rows;
            warmSince = now;
        }
        if (now - lastShown >= (watched ? REDRAW : LOG)) {
            lastShown = now;
            String line = line(rows, done, now);
            if (watched) {
                err.print("\r" + line + "   ");
                err.flush();
                drawn = true;
            } else {
                err.println(line.strip());
            }
            told = true;
        }
    }

    void complain(Row row) {
        bad++;
        if (bad <= LISTED) {
            wipe();
            err.println("line " + row.line() + " is left out: " + row.problem() + ".");
        }
    }

    /** What it came to; a short import that left nothing out says nothing. */
    void finish(long rows) {
        wipe();
        if (bad > LISTED) {
            err.println("and " + (bad - LISTED) + " more lines are left out: " + bad + " in all.");
        }
        long now = nanos.getAsLong();
        if ((told && !watched) || rowsWhenWarm > 0) {
            String warm = rows > rowsWhenWarm && rowsWhenWarm > 0
                    ? String.format(
                            Locale.ROOT,
                            " (%,.0f after the first %,d)",
                            rate(rows - rowsWhenWarm, now - warmSince),
                            rowsWhenWarm)
                    : "";
            err.printf(
                    Locale.ROOT,
                    "%,d rows in %.1f s: %,.0f a second%s; heap %d MB at most%n",
                    rows,
                    (now - started) / 1e9,
                    rate(rows, now - started),
                    warm,
                    heap >> 20);
        }
    }

    /** Leaves a clean line behind. */
    void wipe() {
        if (drawn) {
            err.print(CLEAR);
            err.flush();
            drawn = false;
        }
    }

    private String line(long rows, double done, long now) {
        String part = done < 0 ? "" : String.format(Locale.ROOT, "%3.0f %%   ", 100 * done);
        return String.format(
                Locale.ROOT,
                "  %s%,d rows   %,.0f a second   heap %d MB",
                part,
                rows,
                rate(rows, now - started),
                usedHeap() >> 20);
    }

    private static double rate(long rows, long nanos) {
        return rows / Math.max(1e-3, nanos / 1e9);
    }

    private static long usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
