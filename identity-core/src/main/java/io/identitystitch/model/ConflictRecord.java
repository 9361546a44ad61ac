package io.identitystitch.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A refused merge as it is kept: one for each pair of profiles, however often the pair is met.
 *
 * <p>Immutable and thread-safe.
 *
 * @param id the conflict's id
 * @param returned the profile that the call returned, as owner
 * @param refused the profile that was set aside, as owner
 * @param reason why
 * @param type the type whose limit the union would break
 * @param evidence the identifier of the refused profile that the call brought
 * @param status what became of it
 * @param at when it was first met, by the store's clock
 * @param observedAt the event time of that call
 */
public record ConflictRecord(
        ConflictId id,
        ProfileId returned,
        ProfileId refused,
        ConflictReason reason,
        IdentifierType type,
        Optional<IdentifierKey> evidence,
        ConflictStatus status,
        Instant at,
        Instant observedAt) {
    /**
     * The same conflict after a decision.
     *
     * @param decided what became of it
     * @return a new record
     */
    public ConflictRecord with(ConflictStatus decided) {
        return new ConflictRecord(id, returned, refused, reason, type, evidence, decided, at, observedAt);
    }

    /**
     * The same conflict without the identifier that it was about.
     *
     * @return a new record
     */
    public ConflictRecord withoutEvidence() {
        return new ConflictRecord(id, returned, refused, reason, type, Optional.empty(), status, at, observedAt);
    }
}
