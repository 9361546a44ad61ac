package io.identitystitch.model;

/**
 * A merge that a call asked for and did not get.
 *
 * <p>Immutable and thread-safe.
 *
 * @param conflict the durable conflict, the same one for every call that meets the same pair
 * @param other the root of the person that was set aside, untouched
 * @param reason why
 * @param type the type whose limit the union would break
 */
public record Refusal(ConflictId conflict, ProfileId other, ConflictReason reason, IdentifierType type) {}
