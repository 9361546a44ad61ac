package io.identitystitch;

import java.time.Duration;

/** How a call is getting on: since when, and at which attempt. Not thread-safe. */
final class Course {
    private final long start = System.nanoTime();
    private int attempt = 1;

    int attempt() {
        return attempt;
    }

    boolean isFirstAttempt() {
        return attempt == 1;
    }

    void nextAttempt() {
        attempt++;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
