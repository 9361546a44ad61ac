package io.identitystitch.model;

/**
 * A trait or a touch field of a call that could not be kept, and why.
 *
 * <p>Immutable and thread-safe.
 *
 * @param name the trait's name, or {@code touch.} and the field's name cut to 64 characters
 * @param reason why
 */
public record IgnoredFact(String name, IgnoreReason reason) {}
