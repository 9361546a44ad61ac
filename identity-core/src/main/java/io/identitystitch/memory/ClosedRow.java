package io.identitystitch.memory;

import io.identitystitch.plan.HeldInterval;
import java.time.Instant;

/**
 * That an identifier was somebody's.
 *
 * @param interval when, by event time
 * @param linkedAt when its owner got it, by the store's clock
 * @param closedAt when its owner lost it, by the store's clock
 */
record ClosedRow(HeldInterval interval, Instant linkedAt, Instant closedAt) {
    boolean covers(Instant moment) {
        return !linkedAt.isAfter(moment) && closedAt.isAfter(moment);
    }
}
