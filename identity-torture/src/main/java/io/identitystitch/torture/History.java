package io.identitystitch.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What all workers wrote down. Not thread-safe. */
final class History {
    private final Keys keys;
    private final List<Recorded> calls = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Map<String, Integer> away = new TreeMap<>();
    private final boolean readsLast;
    private long acknowledged;
    private long retried;
    private long lookUps;

    History(Keys keys) {
        this(keys, true);
    }

    private History(Keys keys, boolean readsLast) {
        this.keys = keys;
        this.readsLast = readsLast;
    }

    /**
     * The same calls on a store that shows a commit to others before it survives a kill, as H2 does: what a call had only read
     * was written by another one, and it is that one's to promise.
     */
    History whereReadsMayBeLost() {
        History same = new History(keys, false);
        calls.forEach(same::add);
        same.failures.addAll(failures);
        same.away.putAll(away);
        same.retried = retried;
        same.lookUps = lookUps;
        return same;
    }

    /** Whether what a call was told has to hold for ever. */
    boolean isPromised(Recorded call) {
        return call.acknowledged() && (readsLast || call.wrote());
    }

    Keys keys() {
        return keys;
    }

    /** Calls that were acknowledged or are in doubt. */
    List<Recorded> calls() {
        return calls;
    }

    /** What callers were told and must not be. */
    List<String> failures() {
        return failures;
    }

    /** How often callers were told that the store is away, by kind and SQLSTATE; calls of killed workers too. */
    Map<String, Integer> away() {
        return away;
    }

    long acknowledged() {
        return acknowledged;
    }

    long inDoubt() {
        return calls.size() - acknowledged;
    }

    /** Commits that lost a race and were planned again. */
    long retried() {
        return retried;
    }

    /** Profiles that were asked for by an id just returned, and found. */
    long lookUps() {
        return lookUps;
    }

    /** Acknowledged calls by workload. */
    Map<String, Long> byWorkload() {
        Map<String, Long> counts = new TreeMap<>();
        calls.stream().filter(Recorded::acknowledged).forEach(call -> counts.merge(call.workload(), 1L, Long::sum));
        return counts;
    }

    /** Answers by outcome. */
    Map<String, Long> byOutcome() {
        Map<String, Long> counts = new TreeMap<>();
        calls.forEach(call -> call.answers().forEach(answer -> counts.merge(answer.outcome(), 1L, Long::sum)));
        return counts;
    }

    void add(Recorded call) {
        calls.add(call);
        if (call.acknowledged()) {
            acknowledged++;
        }
    }

    void addRetries(int attempts) {
        retried += attempts - 1;
    }

    void addLookUp() {
        lookUps++;
    }

    void addAway(String how) {
        away.merge(how, 1, Integer::sum);
    }

    void addFailure(String failure) {
        failures.add(failure);
    }
}
