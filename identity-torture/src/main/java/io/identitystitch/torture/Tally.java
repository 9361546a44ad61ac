package io.identitystitch.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Counts what a judge checks. Not thread-safe. */
final class Tally {
    private static final int EXAMPLES = 5;

    private final String judge;
    private final List<String> examples = new ArrayList<>();
    private long items;
    private long violations;

    Tally(String judge) {
        this.judge = judge;
    }

    /** One thing was checked. */
    void check(boolean right, Supplier<String> otherwise) {
        items++;
        if (!right) {
            violations++;
            if (examples.size() < EXAMPLES) {
                examples.add(otherwise.get());
            }
        }
    }

    Verdict verdict() {
        return new Verdict(judge, items, violations, examples);
    }
}
