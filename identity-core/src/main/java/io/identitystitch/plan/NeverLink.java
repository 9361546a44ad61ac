package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;

/**
 * Two owners that a human decided to keep apart for ever.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owners the two
 * @param reason the human's words, at most 1,000 characters
 */
public record NeverLink(ProfilePair owners, String reason) {
    /**
     * A never-link pair.
     *
     * @param a one owner
     * @param b the other
     * @param reason why
     * @return the pair
     */
    public static NeverLink of(ProfileId a, ProfileId b, String reason) {
        return new NeverLink(ProfilePair.of(a, b), reason);
    }
}
