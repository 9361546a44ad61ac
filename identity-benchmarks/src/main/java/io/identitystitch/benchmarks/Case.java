package io.identitystitch.benchmarks;

import java.io.PrintStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that is measured.
 *
 * @param id by which it is asked for, and the name of its files
 * @param title as the report has it
 * @param needs what has to be there before
 * @param ordinary whether a run has it that does not name it
 * @param body measures it
 */
record Case(String id, String title, Needs needs, boolean ordinary, Body body) {
    /** What a case needs. */
    enum Needs {
        NOTHING,
        SERVER,
        PERSONS
    }

    /** Measures. */
    @FunctionalInterface
    interface Body {
        Measured measure(Course course) throws Exception;
    }

    /** A case of the ordinary run on the loaded persons. */
    static Case of(String id, String title, Body body) {
        return new Case(id, title, Needs.PERSONS, true, body);
    }

    /**
     * What a case runs in.
     *
     * @param loaded the server and what is loaded; null where the case needs nothing
     * @param options of the run
     * @param out where progress is told
     */
    record Course(@Nullable World loaded, Options options, PrintStream out) {
        World world() {
            return Objects.requireNonNull(loaded, "the case said that it needs nothing");
        }

        /** Calls that leave nothing behind that matters. */
        Contest reads(int threads) {
            return new Contest(
                    threads, options.rounds(), options.millis(), Integer.MAX_VALUE, options.quick() ? 30 : 200);
        }

        /** Calls that add rows. */
        Contest writes(int threads) {
            return new Contest(threads, options.rounds(), options.millis(), Integer.MAX_VALUE, 20);
        }

        /** Calls that use up what was made for them. */
        Contest made(int threads, int operations) {
            return new Contest(threads, options.rounds(), 10 * options.millis(), operations, 5);
        }

        /** Calls so long that each is a round, but for one before. */
        Contest slow(int operations, int warmUp) {
            return new Contest(1, options.rounds(), 10 * options.millis(), operations, warmUp);
        }
    }
}
