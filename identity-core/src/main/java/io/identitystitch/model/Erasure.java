package io.identitystitch.model;

import java.time.Instant;

/**
 * That a profile was erased: all that is left of it beside its id.
 *
 * <p>The text form shows nothing that a human wrote. Immutable and thread-safe.
 *
 * @param id the profile
 * @param at when, by the store's clock, microseconds
 * @param by the steward's name
 * @param reason the steward's words
 */
public record Erasure(ProfileId id, Instant at, String by, String reason) {
    /** The profile and the moment. */
    @Override
    public String toString() {
        return "Erasure[" + id + ", at=" + at + "]";
    }
}
