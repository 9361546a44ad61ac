package io.identitystitch;

import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of signals. Thread-safe. */
final class SignalCounts {
    final LongAdder staged = new LongAdder();
    final LongAdder cold = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder rehydrated = new LongAdder();
    final LongAdder handled = new LongAdder();
    final LongAdder failed = new LongAdder();
    final LongAdder parked = new LongAdder();
    final LongAdder unreadable = new LongAdder();

    SignalStatistics now() {
        return new SignalStatistics(
                staged.sum(),
                cold.sum(),
                refused.sum(),
                rehydrated.sum(),
                handled.sum(),
                failed.sum(),
                parked.sum(),
                unreadable.sum());
    }
}
