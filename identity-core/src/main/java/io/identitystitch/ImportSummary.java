package io.identitystitch;

import io.identitystitch.model.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How far an import is, or what it came to.
 *
 * <p>Immutable and thread-safe.
 *
 * @param read how many requests were taken from the iterator
 * @param outcomes how many requests were answered how, for those outcomes that occurred
 * @param elapsed the time since the import began
 */
public record ImportSummary(long read, Map<Outcome, Long> outcomes, Duration elapsed) {
    /**
     * Checks and copies.
     *
     * @param read how many requests were taken from the iterator
     * @param outcomes how many requests were answered how, for those outcomes that occurred
     * @param elapsed the time since the import began
     * @throws IllegalArgumentException if more requests are answered than were read, or a number is negative
     */
    public ImportSummary {
        Objects.requireNonNull(elapsed, "elapsed");
        Map<Outcome, Long> copy = new EnumMap<>(Outcome.class);
        copy.putAll(outcomes);
        outcomes = Collections.unmodifiableMap(copy);
        long answered = 0;
        for (long count : outcomes.values()) {
            if (count < 0) {
                throw new IllegalArgumentException("a negative number of answers: " + count);
            }
            answered += count;
        }
        if (answered > read) {
            throw new IllegalArgumentException(answered + " answers to " + read + " requests");
        }
    }

    /**
     * How many requests, from the first one on, were answered and their answers taken by the listener. An import that
     * failed goes on from here: this is the index, from 0, of the next request.
     *
     * @return the number of requests
     */
    public long answered() {
        return outcomes.values().stream().mapToLong(count -> count).sum();
    }

    /**
     * How many requests were answered in one way.
     *
     * @param outcome the way
     * @return the number of requests, 0 for none
     */
    public long answered(Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /**
     * The rate since the import began.
     *
     * @return answered requests a second; 0 before any time has passed
     */
    public double perSecond() {
        return elapsed.isZero() ? 0 : answered() / (elapsed.toNanos() / 1e9);
    }
}
