package io.identitystitch.plan;

import io.identitystitch.model.KeptApart;
import io.identitystitch.model.ProfileId;

/**
 * A pair that is kept apart, with the persons that its owners belong to now.
 *
 * <p>Immutable and thread-safe.
 *
 * @param pair the pair
 * @param rootA the root of the owner with the smaller id
 * @param rootB the root of the other one
 */
public record ApartPair(KeptApart pair, ProfileId rootA, ProfileId rootB) {
    /**
     * Whether it keeps two persons apart.
     *
     * @param a the root of the one
     * @param b the root of the other
     * @return whether its owners are of these two
     */
    public boolean isBetween(ProfileId a, ProfileId b) {
        return ProfilePair.of(rootA, rootB).equals(ProfilePair.of(a, b));
    }

    ProfilePair owners() {
        return ProfilePair.of(pair.a(), pair.b());
    }
}
