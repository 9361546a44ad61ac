package io.identitystitch;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** How often and after which pause a lost race is run again: full jitter under a doubling bound. Thread-safe. */
final class Backoff {
    private static final long FIRST_NANOS = 5_000_000;
    private static final long LAST_NANOS = 250_000_000;

    private final int maxAttempts;

    Backoff(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    /** Waits before the attempt after this one; throws where there is none. */
    void pauseAfter(int attempt) {
        if (attempt >= maxAttempts) {
            throw new ContendedResolutionException(attempt);
        }
        long bound = Math.min(LAST_NANOS, FIRST_NANOS << Math.min(attempt - 1, 6));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(bound));
    }
}
