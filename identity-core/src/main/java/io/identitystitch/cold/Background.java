package io.identitystitch.cold;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done beside appending and scanning, by one thread that ends when it has had nothing to do for a while. The same thing that
 * waits already is not asked for twice.
 *
 * <p>Thread-safe.
 */
final class Background {
    private static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.core");

    private final Executor executor;
    private final @Nullable ThreadPoolExecutor own;
    private final Set<Object> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong failures = new AtomicLong();
    private boolean failing;

    Background(@Nullable Executor given) {
        if (given != null) {
            executor = given;
            own = null;
            return;
        }
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "identity-cold-store");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        executor = pool;
        own = pool;
    }

    /** Something that may fail. */
    interface Work {
        void run() throws IOException;
    }

    void submit(Object what, Work work) {
        if (waiting.add(what)) {
            executor.execute(() -> {
                waiting.remove(what);
                run(work);
            });
        }
    }

    private void run(Work work) {
        try {
            work.run();
            failed(null);
        } catch (IOException | RuntimeException e) {
            failures.incrementAndGet();
            failed(e);
        }
    }

    private synchronized void failed(@Nullable Exception failure) {
        if (failure != null && !failing) {
            LOG.warn(
                    "The cold store cannot seal or merge its files: {}. Nothing is lost; it is tried again.",
                    failure.getClass().getSimpleName());
        }
        failing = failure != null;
    }

    long failures() {
        return failures.get();
    }

    /** Waits for what was submitted. */
    void close() {
        if (own == null) {
            return;
        }
        own.shutdown();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = own.awaitTermination(1, TimeUnit.HOURS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
