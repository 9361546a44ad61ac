package io.identitystitch.plan;

/**
 * Who acts, and why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param by the steward's name, 1 to 100 characters
 * @param reason the steward's words, 1 to 1,000 characters
 */
public record StewardWords(String by, String reason) {
    /** Nothing that a human wrote. */
    @Override
    public String toString() {
        return "StewardWords";
    }
}
