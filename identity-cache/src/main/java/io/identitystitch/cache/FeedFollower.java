package io.identitystitch.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ChangeFeed;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the change feed and tells the overlay and the fence. */
final class FeedFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.cache");
    private static final long CLOSE_SECONDS = 5;

    private final ChangeFeed feed;
    private final Overlay overlay;
    private final Fence fence;
    private final Ticker ticker;
    private final AtomicLong failures = new AtomicLong();
    private final ScheduledExecutorService thread;
    private boolean failing;

    FeedFollower(ChangeFeed feed, Overlay overlay, Fence fence, Ticker ticker) {
        this.feed = feed;
        this.overlay = overlay;
        this.fence = fence;
        this.ticker = ticker;
        thread = new ScheduledThreadPoolExecutor(1, work -> {
            Thread daemon = new Thread(work, "identity-cache-feed");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    /** Reads on at intervals, in a thread of its own. */
    void repeat(Duration interval) {
        long nanos = interval.toNanos();
        Future<?> unused = thread.scheduleWithFixedDelay(this::follow, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** One read. A feed that cannot be read closes the fence by the time that passes. */
    synchronized void follow() {
        long sentAt = ticker.read();
        long wallMillis = fence.wallMillis();
        try {
            ChangeBatch batch = feed.read();
            overlay.learn(batch, new Moment(sentAt, ticker.read()));
            fence.read(sentAt, wallMillis);
            if (failing) {
                LOG.info("the change feed can be read again");
            }
            failing = false;
        } catch (RuntimeException | LinkageError e) {
            failures.incrementAndGet();
            if (!failing) {
                LOG.warn(
                        "the change feed cannot be read ({}): answers do not come from the cache until it can",
                        e.getClass().getName());
            }
            failing = true;
        }
    }

    long failures() {
        return failures.get();
    }

    @Override
    public void close() {
        thread.shutdownNow();
        fence.close();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the change feed is still being read");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
