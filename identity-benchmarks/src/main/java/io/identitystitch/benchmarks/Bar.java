package io.identitystitch.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a figure has to come to.
 *
 * @param figure whose
 * @param against the other side; null for a single value
 * @param measure what is compared
 * @param bound how many times better ours has to be; for {@link Measure#AT_MOST} and {@link Measure#COST} the most it may be
 */
record Bar(String figure, @Nullable String against, Measure measure, double bound) {
    /** What is compared. */
    enum Measure {
        /** Lowest median latency of a round; greater is better for us. */
        FLOOR("floor of p50"),
        /** Operations in a second, median of the ratios of the rounds. */
        THROUGHPUT("operations/s"),
        /** As {@link #FLOOR}, the other way round: how much more we take. */
        COST("floor of p50, ours to theirs"),
        /** A value by its name. */
        AT_MOST("value"),
        /** Errors that callers of ours got. */
        NO_ERRORS("errors of ours");

        private final String words;

        Measure(String words) {
            this.words = words;
        }
    }

    /**
     * What came of it.
     *
     * @param value the measured figure
     * @param low the least of the rounds
     * @param high the greatest of the rounds
     * @param met whether it is within the bound
     */
    record Outcome(double value, double low, double high, boolean met) {}

    static final List<Bar> ALL = List.of(
            new Bar("sign-in-1", Way.FUNCTIONS, Measure.FLOOR, 5),
            new Bar("sign-in-1", Way.READ_ONLY, Measure.FLOOR, 1.4),
            new Bar("sign-in-8", Way.FUNCTIONS, Measure.THROUGHPUT, 6),
            new Bar("sign-in-32", Way.FUNCTIONS, Measure.THROUGHPUT, 3),
            new Bar("hot-pair-32", Way.FUNCTIONS, Measure.THROUGHPUT, 100),
            new Bar("hot-pair-32", null, Measure.NO_ERRORS, 0),
            new Bar("sign-up-8", Way.FUNCTIONS, Measure.THROUGHPUT, 1.0),
            new Bar("sign-up-8", Way.SEPARATE, Measure.THROUGHPUT, 2.2),
            new Bar("new-visitor-1", Way.FUNCTIONS, Measure.FLOOR, 0.9),
            new Bar("minted-visitor-1", Way.FUNCTIONS, Measure.FLOOR, 1.2),
            new Bar("new-visitor-8", Way.FUNCTIONS, Measure.THROUGHPUT, 1.15),
            new Bar("merge-1", Way.FUNCTIONS, Measure.FLOOR, 0.7),
            new Bar("merge-1", Way.SEPARATE, Measure.FLOOR, 1.8),
            new Bar("merge-8", Way.FUNCTIONS, Measure.THROUGHPUT, 0.7),
            new Bar("merge-8", Way.SEPARATE, Measure.THROUGHPUT, 1.8),
            new Bar("merge-100k-links", Way.FUNCTIONS, Measure.FLOOR, 100),
            new Bar("merge-100k-facts", Way.FUNCTIONS, Measure.FLOOR, 100),
            new Bar("hub-32", Way.FUNCTIONS, Measure.THROUGHPUT, 6),
            new Bar("batch-known", BatchCases.CALL_BY_CALL, Measure.THROUGHPUT, 6),
            new Bar("batch-known", Way.ONE_STATEMENT, Measure.THROUGHPUT, 0.9),
            new Bar("batch-new", BatchCases.CALL_BY_CALL, Measure.THROUGHPUT, 15),
            new Bar("batch-new", BatchCases.ONE_TRANSACTION, Measure.THROUGHPUT, 4),
            new Bar("own-statement-1", StatementCase.PLAIN, Measure.COST, 1.1),
            new Bar(InProcessCases.CACHED, InProcessCases.ONE_CACHED, Measure.AT_MOST, 2),
            new Bar(InProcessCases.CACHED, InProcessCases.TWO_CACHED, Measure.AT_MOST, 4),
            new Bar(InProcessCases.CACHED, "cachedId, allocated", Measure.AT_MOST, 300),
            new Bar(InProcessCases.CACHED, "cachedPair, allocated", Measure.AT_MOST, 600),
            new Bar("in-memory", "knownId", Measure.AT_MOST, 2_500),
            new Bar("heap", InProcessCases.HEAP, Measure.AT_MOST, 350),
            new Bar("growth", GrowthCase.RATIO, Measure.AT_MOST, 1.35),
            new Bar("disk", GrowthCase.DISK, Measure.AT_MOST, 240));

    /** The bar of a quick run, which looks whether something is badly wrong. */
    Bar halved() {
        return switch (measure) {
            case FLOOR, THROUGHPUT -> new Bar(figure, against, measure, bound / 2);
            case COST, AT_MOST -> new Bar(figure, against, measure, bound * 2);
            case NO_ERRORS -> this;
        };
    }

    String words() {
        String what = measure == Measure.AT_MOST ? String.valueOf(against) : measure.words;
        return against == null || measure == Measure.AT_MOST ? what : what + " against " + against;
    }

    String need() {
        String number =
                bound == Math.rint(bound) ? String.valueOf((long) bound) : String.format(Locale.ROOT, "%s", bound);
        return switch (measure) {
            case FLOOR, THROUGHPUT -> "at least " + number + "x";
            case COST -> "at most " + number + "x";
            case AT_MOST -> "at most " + number;
            case NO_ERRORS -> "none";
        };
    }

    Outcome check(Figure of) {
        return switch (measure) {
            case FLOOR -> {
                Series theirs = theirs(of);
                double ratio = theirs.floor() / of.ours().floor();
                yield outcome(ratio, theirs.ratios(of.ours(), Round::p50), ratio >= bound);
            }
            case COST -> {
                Series theirs = theirs(of);
                double ratio = of.ours().floor() / theirs.floor();
                yield outcome(ratio, of.ours().ratios(theirs, Round::p50), ratio <= bound);
            }
            case THROUGHPUT -> {
                double[] ratios = of.ours().ratios(theirs(of), Round::perSecond);
                double ratio = Series.median(ratios);
                yield outcome(ratio, ratios, ratio >= bound);
            }
            case AT_MOST -> {
                Measured.Value value = of.measured().values().stream()
                        .filter(each -> each.name().equals(against))
                        .findFirst()
                        .orElseThrow();
                yield new Outcome(value.value(), value.low(), value.high(), value.value() <= bound);
            }
            case NO_ERRORS -> {
                double errors = of.ours().errors().values().stream()
                        .mapToDouble(Long::doubleValue)
                        .sum();
                yield new Outcome(errors, errors, errors, errors == 0);
            }
        };
    }

    private Series theirs(Figure of) {
        return of.side(Objects.requireNonNull(against));
    }

    private static Outcome outcome(double value, double[] ratios, boolean met) {
        DoubleStream all = Arrays.stream(ratios);
        return new Outcome(
                value, all.min().orElse(value), Arrays.stream(ratios).max().orElse(value), met);
    }
}
