package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where an identifier must still be for a plan to hold.
 *
 * <p>Immutable and thread-safe.
 *
 * @param linked whether there must be a row; if not, there must be none
 * @param owner the owner that the row must have; null for a device without holder
 * @param root the root that must answer for the owner; null where there is no owner
 * @param settledAt the latest sign-in, sign-out or begin that the row must have; null where there is no row
 */
public record KeyExpectation(
        boolean linked,
        @Nullable ProfileId owner,
        @Nullable ProfileId root,
        @Nullable Instant settledAt) {
    /** There must be no row. */
    public static final KeyExpectation UNLINKED = new KeyExpectation(false, null, null, null);
}
