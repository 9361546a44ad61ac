package io.identitystitch.spi;

import io.identitystitch.model.SignalRecord;

/** What came of handing signals over. Immutable and thread-safe. */
public sealed interface HandOver {
    /**
     * All of them were handled, and are done for good.
     *
     * @param handled how many; zero where none was left
     */
    record Handled(int handled) implements HandOver {}

    /**
     * A handler threw, so nothing of this hand-over has happened to the store.
     *
     * @param signal the signal that it threw at
     * @param attempts how often it had been thrown at before
     * @param thrown what was thrown
     */
    record Failed(SignalRecord signal, int attempts, Exception thrown) implements HandOver {}
}
