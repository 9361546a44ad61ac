package io.identitystitch.policy;

import io.identitystitch.model.IgnoreReason;

/**
 * Gives the one form in which equal identifiers are equal.
 *
 * <p>An implementation must be a pure function, independent of locale, time zone and machine, and must leave its own
 * output unchanged. It must be thread-safe.
 */
@FunctionalInterface
public interface Normalizer {
    /** What became of a value. */
    sealed interface Result permits Normalized, Refused {}

    /**
     * The value can be used.
     *
     * @param value its normal form
     */
    record Normalized(String value) implements Result {
        /** Nothing of the value. */
        @Override
        public String toString() {
            return "Normalized";
        }
    }

    /**
     * The value cannot be used.
     *
     * @param reason why
     */
    record Refused(IgnoreReason reason) implements Result {}

    /**
     * Normalises a value.
     *
     * @param raw the value as given: neither blank nor longer than 4,096 characters, without NUL or lone surrogates
     * @return its normal form, or why it has none
     */
    Result normalize(String raw);
}
