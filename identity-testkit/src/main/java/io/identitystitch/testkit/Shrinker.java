package io.identitystitch.testkit;

import io.identitystitch.model.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing history small: leaves out ever smaller runs of steps (Zeller's ddmin), then single identifiers, as long as
 * what is left still fails.
 */
final class Shrinker {
    /** Enough for the histories of {@link Histories}; a law that takes long is not checked for ever. */
    private static final int MOST_TRIALS = 3000;

    private final Predicate<History> fails;
    private int trials;

    Shrinker(Predicate<History> fails) {
        this.fails = fails;
    }

    History shrink(History history) {
        History smallest = history;
        History smaller = shrinkIdentifiers(shrinkSteps(smallest));
        while (smaller.toString().length() < smallest.toString().length()) {
            smallest = smaller;
            smaller = shrinkIdentifiers(shrinkSteps(smallest));
        }
        return smallest;
    }

    private History shrinkSteps(History history) {
        History smallest = history;
        int run = Math.max(1, smallest.steps().size() / 2);
        while (run > 0) {
            boolean smaller = false;
            for (int from = 0; from < smallest.steps().size(); ) {
                History candidate = without(smallest, from, run);
                if (stillFails(candidate)) {
                    smallest = candidate;
                    smaller = true;
                } else {
                    from += run;
                }
            }
            run = smaller ? Math.min(run, Math.max(1, smallest.steps().size() / 2)) : run / 2;
        }
        return smallest;
    }

    private History shrinkIdentifiers(History history) {
        History smallest = history;
        for (int place = 0; place < smallest.steps().size(); place++) {
            if (smallest.steps().get(place) instanceof Step.Seen seen) {
                smallest = shrinkIdentifiers(smallest, place, seen);
            }
        }
        return smallest;
    }

    private History shrinkIdentifiers(History history, int place, Step.Seen seen) {
        History smallest = history;
        Step.Seen least = seen;
        if (least.facts()) {
            Step.Seen bare = new Step.Seen(least.second(), least.identifiers(), false);
            if (stillFails(with(smallest, place, bare))) {
                least = bare;
                smallest = with(smallest, place, bare);
            }
        }
        for (Identifier identifier : seen.identifiers()) {
            List<Identifier> fewer = new ArrayList<>(least.identifiers());
            fewer.remove(identifier);
            Step.Seen candidate = new Step.Seen(least.second(), fewer, least.facts());
            if (!fewer.isEmpty() && stillFails(with(smallest, place, candidate))) {
                least = candidate;
                smallest = with(smallest, place, candidate);
            }
        }
        return smallest;
    }

    private boolean stillFails(History candidate) {
        return trials++ < MOST_TRIALS && fails.test(candidate);
    }

    private static History without(History history, int from, int run) {
        List<Step> steps = new ArrayList<>(history.steps());
        steps.subList(from, Math.min(from + run, steps.size())).clear();
        return new History(steps);
    }

    private static History with(History history, int place, Step step) {
        List<Step> steps = new ArrayList<>(history.steps());
        steps.set(place, step);
        return new History(steps);
    }
}
