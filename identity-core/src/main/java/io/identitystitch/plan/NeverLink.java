package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import org.jspecify.annotations.Nullable;

/**
 * Two owners that a human decided to keep apart for ever.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owners the two
 * @param reason the human's words, at most 1,000 characters
 * @param by the human's name, at most 100 characters; null where it is not known
 */
public record NeverLink(
        ProfilePair owners, String reason, @Nullable String by) {
    /**
     * A never-link pair.
     *
     * @param a one owner
     * @param b the other
     * @param reason why
     * @param by who says so
     * @return the pair
     */
    public static NeverLink of(ProfileId a, ProfileId b, String reason, String by) {
        return new NeverLink(ProfilePair.of(a, b), reason, by);
    }

    /** Nothing that a human wrote. */
    @Override
    public String toString() {
        return "NeverLink[" + owners + "]";
    }
}
