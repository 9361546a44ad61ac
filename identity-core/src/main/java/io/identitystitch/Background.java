package io.identitystitch;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where background work runs: the host's executor, or three daemon threads of our own. Thread-safe. */
final class Background {
    private static final int WORKERS = 3;
    private static final int QUEUE = 10_000;

    private final @Nullable Executor host;
    private @Nullable ExecutorService own;
    private boolean closed;

    Background(@Nullable Executor host) {
        this.host = host;
    }

    /** Runs something soon; false where there is no room for it or the resolver is closed. */
    boolean tryExecute(Runnable work) {
        try {
            executor().execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private synchronized Executor executor() {
        if (host != null) {
            return host;
        }
        if (closed) {
            throw new RejectedExecutionException("closed");
        }
        if (own == null) {
            AtomicInteger number = new AtomicInteger();
            ThreadPoolExecutor pool = new ThreadPoolExecutor(
                    WORKERS, WORKERS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), work -> {
                        Thread thread = new Thread(work, "identity-worker-" + number.incrementAndGet());
                        thread.setDaemon(true);
                        return thread;
                    });
            pool.allowCoreThreadTimeOut(true);
            own = pool;
        }
        return own;
    }

    /** Ends our own threads; what is queued is done, for at most 5 seconds. */
    void close() {
        ExecutorService pool;
        synchronized (this) {
            closed = true;
            pool = own;
        }
        if (pool == null) {
            return;
        }
        pool.shutdown();
        try {
            if (!pool.awaitTermination(5, TimeUnit.SECONDS)) {
                pool.shutdownNow();
            }
        } catch (InterruptedException e) {
            pool.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
