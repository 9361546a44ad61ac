package io.identitystitch.torture;

import java.util.List;
import java.util.Map;

/**
 * What one database came to.
 *
 * @param database its name and version, and the settings that matter
 * @param seconds how long was written
 * @param minimum how many acknowledged calls make it worth something
 * @param history what was called
 * @param faults what was broken
 * @param verdicts what the judges say
 * @param serverErrors errors in the server's log by SQLSTATE
 * @param harnessFailures what went wrong with the harness itself
 */
record Result(
        String database,
        int seconds,
        long minimum,
        History history,
        Faults faults,
        List<Verdict> verdicts,
        Map<String, Integer> serverErrors,
        List<String> harnessFailures) {
    /** Whether a judge found something. */
    boolean hasViolations() {
        return verdicts.stream().anyMatch(verdict -> verdict.violations() > 0);
    }
}
