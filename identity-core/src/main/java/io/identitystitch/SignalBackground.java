package io.identitystitch;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What is done with signals beside accepting them, by one daemon thread and by whoever asks for it. Thread-safe. */
final class SignalBackground {
    private static final int TASKS = 16;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_EXPIRIES = Duration.ofHours(1);
    private static final long CLOSE_SECONDS = 5;

    final SignalOptions options;
    final SignalCounts counts = new SignalCounts();

    private final ResolverCore core;
    private final IdentityStore store;
    private final Set<TenantId> seen = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean failureLogged = new AtomicBoolean();
    private @Nullable Thread thread;
    private boolean woken;
    private boolean closed;

    SignalBackground(ResolverCore core, SignalOptions options, IdentityStore store) {
        this.core = core;
        this.options = options;
        this.store = store;
    }

    /** Whether plans say whom to search. */
    boolean searches() {
        return options.coldStore != null;
    }

    synchronized void start() {
        if (options.haveWork() && !options.pollInterval.isZero()) {
            thread = new Thread(this::run, "identity-signals");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** There is something to do. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Signals of this tenant went to cold storage. */
    void seen(TenantId tenant) {
        seen.add(tenant);
    }

    /** Does what is due; how many tasks there were. */
    int work() {
        if (!options.haveWork()) {
            return 0;
        }
        int done = 0;
        List<SignalTask> tasks = store.signals().take(TASKS, LEASE);
        while (!tasks.isEmpty()) {
            for (SignalTask task : tasks) {
                new SignalRun(core, store, task, LEASE).run();
                done++;
            }
            tasks = isClosed() ? List.of() : store.signals().take(TASKS, LEASE);
        }
        return done;
    }

    int expire(TenantId tenant) {
        ColdStore cold = options.coldStore;
        if (cold == null) {
            return 0;
        }
        Instant oldest = core.now().minus(options.retention.apply(tenant));
        return cold.expire(tenant, LocalDate.ofInstant(oldest, ZoneOffset.UTC));
    }

    private void run() {
        long nextExpiry = System.nanoTime();
        while (!isClosed()) {
            try {
                work();
                if (System.nanoTime() - nextExpiry >= 0) {
                    nextExpiry = System.nanoTime() + BETWEEN_EXPIRIES.toNanos();
                    seen.forEach(this::expire);
                }
            } catch (RuntimeException | LinkageError e) {
                failed(e);
            }
            if (!await()) {
                return;
            }
        }
    }

    /** Until there is something to do or it is time to look; false if the thread shall end. */
    private synchronized boolean await() {
        try {
            long end = System.nanoTime() + options.pollInterval.toNanos();
            for (long left = options.pollInterval.toNanos();
                    !closed && !woken && left > 0;
                    left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            woken = false;
            return !closed;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Nothing is lost by a failure: what was begun is begun anew when its lease is over. */
    void failed(Throwable e) {
        if (failureLogged.compareAndSet(false, true)) {
            ResolverCore.LOG.warn(
                    "work on signals failed ({}); it is tried again, and this is logged once",
                    e.getClass().getName());
        }
    }

    synchronized boolean isClosed() {
        return closed;
    }

    void close() {
        Thread running;
        synchronized (this) {
            closed = true;
            running = thread;
            notifyAll();
        }
        if (running == null) {
            return;
        }
        try {
            running.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
            running.interrupt();
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }
}
