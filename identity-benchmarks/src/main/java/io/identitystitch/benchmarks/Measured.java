package io.identitystitch.benchmarks;

import java.util.List;

/**
 * What was measured: sides that ran in turns, or single values.
 *
 * @param series of sides, ours first
 * @param values that stand for themselves
 */
record Measured(List<Series> series, List<Value> values) {
    static Measured of(List<Series> series) {
        return new Measured(series, List.of());
    }

    static Measured values(List<Value> values) {
        return new Measured(List.of(), values);
    }

    /**
     * A single value.
     *
     * @param name what it is
     * @param value the value
     * @param low the least of several
     * @param high the greatest of several
     * @param unit of all three
     */
    record Value(String name, double value, double low, double high, String unit) {}
}
