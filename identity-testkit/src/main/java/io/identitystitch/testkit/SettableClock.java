package io.identitystitch.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;

/**
 * A clock that stands still until a test moves it. Thread-safe.
 */
public final class SettableClock implements InstantSource {
    private Instant now;

    private SettableClock(Instant now) {
        this.now = now;
    }

    /**
     * A clock that shows a moment.
     *
     * @param moment the moment
     * @return a new clock
     */
    public static SettableClock at(Instant moment) {
        return new SettableClock(Objects.requireNonNull(moment, "moment"));
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /**
     * Makes the clock show another moment, earlier or later.
     *
     * @param moment the moment
     */
    public synchronized void set(Instant moment) {
        now = Objects.requireNonNull(moment, "moment");
    }

    /**
     * Moves the clock.
     *
     * @param duration how far ahead; back where it is negative
     * @return what it shows then
     */
    public synchronized Instant tick(Duration duration) {
        now = now.plus(duration);
        return now;
    }

    /** The moment that it shows. */
    @Override
    public String toString() {
        return "SettableClock[" + instant() + "]";
    }
}
