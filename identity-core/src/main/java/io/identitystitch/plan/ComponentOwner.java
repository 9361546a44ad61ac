package io.identitystitch.plan;

import java.time.Instant;

/**
 * An owner of a person.
 *
 * <p>Immutable and thread-safe.
 *
 * @param createdAt when it was created
 * @param known whether it has an identifier of a persistent type itself
 */
public record ComponentOwner(Instant createdAt, boolean known) {}
