package io.identitystitch.model;

import java.time.Instant;

/**
 * A signal that no handler gets any more, for one of them threw too often.
 *
 * <p>Immutable and thread-safe.
 *
 * @param record the signal and its owner
 * @param attempts how often it was handed over in vain
 * @param parkedAt when it was parked, by the store's clock
 * @param error the name of the class of what was thrown last
 */
public record ParkedSignal(SignalRecord record, int attempts, Instant parkedAt, String error) {}
