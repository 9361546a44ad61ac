package io.identitystitch;

import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.SignalCall;
import io.identitystitch.spi.SignalStore;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;

/** Does one task: first the search, then the hand-over. Whatever happens, the task is ended or given back. Not thread-safe. */
final class SignalRun {
    private static final int PART = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    private final SignalBackground background;
    private final SignalStore signals;
    private final SignalTask task;
    private final SignalSearch search;
    private final long end;

    SignalRun(ResolverCore core, IdentityStore store, SignalTask task, Duration lease) {
        background = core.signals;
        signals = store.signals();
        this.task = task;
        search = new SignalSearch(core, store, task);
        end = System.nanoTime() + lease.toNanos() / 2;
    }

    void run() {
        boolean searched = task.searchAsOf().isEmpty();
        try {
            if (!searched) {
                search.run();
                searched = true;
            }
            switch (handOver()) {
                case DONE -> signals.finish(task);
                case MORE -> signals.release(task, true, Duration.ZERO);
                case FAILED -> signals.release(task, true, pause());
            }
        } catch (IdentityStoreException e) {
            background.failed(e);
            giveBack(searched);
        }
    }

    private enum State {
        DONE,
        MORE,
        FAILED
    }

    private State handOver() {
        if (background.options.handlers.isEmpty()) {
            return State.DONE;
        }
        int most = PART;
        while (System.nanoTime() - end < 0 && !background.isClosed()) {
            HandOver done = signals.handOver(task, most, this::call);
            if (done instanceof HandOver.Handled handled) {
                if (handled.handled() == 0) {
                    return State.DONE;
                }
                background.counts.handled.add(handled.handled());
            } else if (most > 1) {
                // What came before the one that was thrown at shall not be handled in vain again and again.
                most = 1;
            } else if (failed((HandOver.Failed) done)) {
                return State.FAILED;
            }
        }
        return State.MORE;
    }

    private void call(ProfileId person, SignalRecord signal, SignalCall.Transaction transaction) throws Exception {
        for (SignalHandler handler : background.options.handlers) {
            handler.handle(person, signal, transaction);
        }
    }

    /** Whether the person has to wait for it. */
    private boolean failed(HandOver.Failed failed) {
        boolean park = failed.attempts() + 1 >= background.options.attempts;
        signals.failed(task, failed, park);
        background.counts.failed.increment();
        if (park) {
            background.counts.parked.increment();
        }
        return !park;
    }

    private Duration pause() {
        Duration pause = background.options.pause.multipliedBy(1L << Math.min(task.attempts(), 16));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private void giveBack(boolean searched) {
        try {
            signals.release(task, searched, pause());
        } catch (IdentityStoreException e) {
            background.failed(e);
        }
    }
}
