package io.identitystitch.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * One side of a figure.
 *
 * @param name of the side
 * @param rounds that were counted
 */
record Series(String name, List<Round> rounds) {
    /** The lowest of the medians of the rounds: closest to a machine that does nothing else. */
    double floor() {
        return least(Round::p50);
    }

    double median(ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    double least(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).min().orElse(Double.NaN);
    }

    double most(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }

    /** How this side's figure relates to another's, round by round. */
    double[] ratios(Series other, ToDoubleFunction<Round> figure) {
        double[] ratios = new double[Math.min(rounds.size(), other.rounds.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(rounds.get(i)) / figure.applyAsDouble(other.rounds.get(i));
        }
        return ratios;
    }

    Map<String, Long> errors() {
        Map<String, Long> errors = new TreeMap<>();
        rounds.forEach(round -> round.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum)));
        return errors;
    }

    static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
