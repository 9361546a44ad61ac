package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;

/**
 * Two profiles in no order. Immutable and thread-safe.
 *
 * @param low the smaller id
 * @param high the larger id
 */
public record ProfilePair(ProfileId low, ProfileId high) {
    /**
     * The pair of two profiles.
     *
     * @param a one
     * @param b the other
     * @return the pair, the same for either order
     */
    public static ProfilePair of(ProfileId a, ProfileId b) {
        return a.compareTo(b) <= 0 ? new ProfilePair(a, b) : new ProfilePair(b, a);
    }
}
