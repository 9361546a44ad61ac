package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A refused merge to be kept.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id its id
 * @param returned the owner that the call's facts went to
 * @param refused the owner that was set aside
 * @param reason why
 * @param type the type whose limit the union would break
 * @param evidence the identifier of the refused owner that the call brought; null for none
 * @param observedAt the event time of the call
 */
public record NewConflict(
        ConflictId id,
        ProfileId returned,
        ProfileId refused,
        ConflictReason reason,
        IdentifierType type,
        @Nullable IdentifierKey evidence,
        Instant observedAt) {}
