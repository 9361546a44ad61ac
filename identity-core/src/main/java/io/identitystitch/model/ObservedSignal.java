package io.identitystitch.model;

/**
 * A signal of an observation.
 *
 * <p>Immutable and thread-safe.
 *
 * @param signal the signal
 * @param handOver whether handlers are to have it, should it be new
 */
public record ObservedSignal(StagedSignal signal, boolean handOver) {}
