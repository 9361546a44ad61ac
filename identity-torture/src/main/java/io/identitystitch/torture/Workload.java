package io.identitystitch.torture;

import java.util.random.RandomGenerator;

/** Where calls come from. Thread-safe; workers choose alike because the clock that they look at is one. */
interface Workload {
    /** One word for logs and the report. */
    String name();

    /** The next call. */
    Step next(RandomGenerator random, long nowMillis);
}
