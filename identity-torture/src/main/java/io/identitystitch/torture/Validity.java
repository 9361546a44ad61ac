package io.identitystitch.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Whether a result proves anything: a run in which nothing was broken or nothing checked has not passed. */
final class Validity {
    /** Every outcome that the judges care for. */
    private static final Set<String> OUTCOMES = Set.of("CREATED", "LINKED", "MATCHED", "MERGED");

    private static final Set<String> WORKLOADS =
            Set.of("hot", "zipf", "bridge", "storm", "fresh", "batch", "household", "race", "kiosk");

    private Validity() {}

    static List<String> problems(Result result) {
        List<String> problems = new ArrayList<>(result.harnessFailures());
        History history = result.history();
        result.faults().counts().forEach((fault, count) -> {
            if (count == 0) {
                problems.add("never injected: " + fault);
            }
        });
        if (result.faults().total() == 0) {
            problems.add("nothing was broken");
        }
        for (Verdict verdict : result.verdicts()) {
            if (verdict.items() == 0) {
                problems.add("nothing checked: " + verdict.judge());
            }
        }
        if (result.verdicts().isEmpty()) {
            problems.add("nothing judged");
        }
        if (history.acknowledged() < result.minimum()) {
            problems.add(
                    history.acknowledged() + " acknowledged calls are fewer than the minimum of " + result.minimum());
        }
        Set<String> idle = new TreeSet<>(WORKLOADS);
        idle.removeAll(history.byWorkload().keySet());
        idle.forEach(workload -> problems.add("no acknowledged call of workload " + workload));
        Set<String> missing = new TreeSet<>(OUTCOMES);
        missing.removeAll(history.byOutcome().keySet());
        missing.forEach(outcome -> problems.add("no call came to " + outcome));
        if (history.retried() == 0) {
            problems.add("no commit ever lost a race");
        }
        if (history.inDoubt() == 0) {
            problems.add("no call was ever in doubt");
        }
        return problems;
    }
}
