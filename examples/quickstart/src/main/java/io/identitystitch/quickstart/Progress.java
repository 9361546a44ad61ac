package io.identitystitch.quickstart;

import java.io.PrintStream;
import java.util.Locale;

/** Tells on stderr how far an import is, where somebody watches, and what could not be read. */
final class Progress {
    private static final String CLEAR = "\r" + " ".repeat(60) + "\r";

    private final PrintStream err;
    private final boolean watched;
    private final long started = System.nanoTime();
    private boolean shown;

    Progress(Terminal terminal) {
        err = terminal.err();
        watched = terminal.interactive();
    }

    void show(long rows, double done) {
        if (watched) {
            double seconds = Math.max(1e-3, (System.nanoTime() - started) / 1e9);
            err.printf(Locale.ROOT, "\r  %3.0f %%   %,d rows   %,.0f a second   ", 100 * done, rows, rows / seconds);
            err.flush();
            shown = true;
        }
    }

    void complain(String problem) {
        finish();
        err.println(problem);
    }

    void finish() {
        if (shown) {
            err.print(CLEAR);
            err.flush();
            shown = false;
        }
    }
}
