package io.identitystitch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * How an identifier came to its owner.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the identifier
 * @param owner the profile that owns it
 * @param via the identifier of the owner with which it was seen, empty where it was the first of its owner
 * @param source who said so
 * @param firstSeenAt the earliest event time at which the owner was seen with it
 * @param linkedAt when the owner got it, by the store's clock
 */
public record LinkRecord(
        IdentifierKey key,
        ProfileId owner,
        Optional<IdentifierKey> via,
        LinkSource source,
        Instant firstSeenAt,
        Instant linkedAt) {}
