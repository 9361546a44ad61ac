package io.identitystitch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A piece of device evidence that a profile has: a fingerprint or a behavioural hash.
 *
 * <p>Immutable and thread-safe.
 *
 * @param key the type and digest
 * @param ownerId the profile it was observed on
 * @param seenWith the identifier that it came with, a domainprint where there was one
 * @param confidence how certain a recognition by it is, 0 to 100
 * @param firstSeenAt when it was first seen
 * @param lastSeenAt when it was last seen, within the policy's granularity
 * @param expiresAt when it stops to recognise, empty for never
 */
public record DeviceEvidence(
        IdentifierKey key,
        ProfileId ownerId,
        Optional<IdentifierKey> seenWith,
        int confidence,
        Instant firstSeenAt,
        Instant lastSeenAt,
        Optional<Instant> expiresAt) {}
