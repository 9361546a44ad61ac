package io.identitystitch.benchmarks;

/**
 * A case with what came of it and how.
 *
 * @param id of the case
 * @param title of the case
 * @param arguments that measure it again
 * @param circumstances on what it was measured
 * @param measured what was measured
 */
record Figure(String id, String title, String arguments, String circumstances, Measured measured) {
    Series ours() {
        return measured.series().get(0);
    }

    Series side(String name) {
        return measured.series().stream()
                .filter(series -> series.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(id + " has no side " + name));
    }
}
