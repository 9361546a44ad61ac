package io.identitystitch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Two owners that a human keeps apart.
 *
 * <p>Immutable and thread-safe.
 *
 * @param a the owner with the smaller id
 * @param b the other one
 * @param reason the human's words
 * @param by the steward's name, empty where it was not recorded
 * @param at since when, by the store's clock
 */
public record KeptApart(ProfileId a, ProfileId b, String reason, Optional<String> by, Instant at) {
    /** Nothing that a human wrote. */
    @Override
    public String toString() {
        return "KeptApart[" + a + ", " + b + ", at=" + at + "]";
    }
}
