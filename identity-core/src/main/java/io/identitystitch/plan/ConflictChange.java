package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.MergeId;
import org.jspecify.annotations.Nullable;

/**
 * A decision on a stored conflict.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the conflict
 * @param owners its two owners
 * @param before the status that it must have
 * @param after the status that it gets
 * @param merge the merge that decided it; null for none
 */
public record ConflictChange(
        ConflictId id,
        ProfilePair owners,
        ConflictStatus before,
        ConflictStatus after,
        @Nullable MergeId merge) {}
