package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of a profile as an owner.
 *
 * <p>Immutable and thread-safe.
 *
 * @param root the profile that answers for it: itself, or the one that absorbed it
 * @param createdAt when it was created; null in a lean snapshot, and before its store has stamped it
 */
public record OwnerState(ProfileId root, @Nullable Instant createdAt) {}
