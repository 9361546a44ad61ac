package io.identitystitch.model;

/**
 * A signal of a person, with the profile that it was observed on.
 *
 * <p>Immutable and thread-safe.
 *
 * @param owner the owner, which stays the same through merges and undos
 * @param signal the signal
 */
public record SignalRecord(ProfileId owner, StagedSignal signal) {}
