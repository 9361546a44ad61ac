package io.identitystitch.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Something the host knows of a person, dated: a name, a plan, a city. Which of several values a profile shows is the
 * policy's rule for the name.
 *
 * <p>The text form shows no value. Immutable and thread-safe.
 *
 * @param name 1 to 64 characters of {@code [A-Za-z0-9_.:-]}
 * @param value the value
 * @param at when it was so, UTC, microseconds
 */
public record Trait(String name, JsonText value, Instant at) {
    /**
     * Checks the name and cuts the time to microseconds.
     *
     * @param name 1 to 64 characters of {@code [A-Za-z0-9_.:-]}
     * @param value the value
     * @param at when it was so, UTC, microseconds
     * @throws IllegalArgumentException if the name has another shape
     */
    public Trait {
        requireName(name);
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    static void requireName(String name) {
        if (name.isEmpty() || name.length() > 64) {
            throw new IllegalArgumentException("a trait name is 1 to 64 characters of [A-Za-z0-9_.:-]");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!word && "_.:-".indexOf(c) < 0) {
                throw new IllegalArgumentException("a trait name is 1 to 64 characters of [A-Za-z0-9_.:-]");
            }
        }
    }

    /** The name and the time. */
    @Override
    public String toString() {
        return "Trait[" + name + ", " + at + "]";
    }
}
