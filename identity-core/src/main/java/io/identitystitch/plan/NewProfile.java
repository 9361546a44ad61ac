package io.identitystitch.plan;

import io.identitystitch.model.ProfileId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A profile to create.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id its id
 * @param known whether it has a persistent identifier from the start
 * @param createdAt when the source of an import created it; null for the store's clock
 */
public record NewProfile(
        ProfileId id, boolean known, @Nullable Instant createdAt) {}
