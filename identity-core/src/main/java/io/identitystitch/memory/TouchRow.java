package io.identitystitch.memory;

import io.identitystitch.plan.NewTouch;
import java.time.Instant;

/**
 * A touch as it is kept.
 *
 * @param touch the touch
 * @param recordedAt when it was recorded, by the store's clock
 */
record TouchRow(NewTouch touch, Instant recordedAt) {}
