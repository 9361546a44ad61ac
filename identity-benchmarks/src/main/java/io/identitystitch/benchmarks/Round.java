package io.identitystitch.benchmarks;

import java.util.Map;

/**
 * What one side did in one round.
 *
 * @param operations that succeeded
 * @param seconds from the first to the last
 * @param p50 of their latencies, in microseconds
 * @param p99 of their latencies, in microseconds
 * @param clientCpu microseconds of this process for each operation
 * @param serverCpu microseconds of the back ends for each operation; not a number where unknown
 * @param errors what callers got instead of an answer, by kind
 */
record Round(
        long operations,
        double seconds,
        double p50,
        double p99,
        double clientCpu,
        double serverCpu,
        Map<String, Long> errors) {
    double perSecond() {
        return operations / seconds;
    }
}
