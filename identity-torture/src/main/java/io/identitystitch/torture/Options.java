package io.identitystitch.torture;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a run does.
 *
 * @param seconds how long, both databases together
 * @param workers JVMs that write
 * @param threads writers in each
 * @param seed of what is written and when faults come; threads interleave as they like
 * @param report where the result goes as Markdown
 * @param keep whether logs and data stay
 * @param sabotage what is damaged on purpose
 * @param only one database, or both
 */
record Options(
        int seconds,
        int workers,
        int threads,
        long seed,
        @Nullable Path report,
        boolean keep,
        Sabotage sabotage,
        Only only) {
    static final String USAGE = """
            Torture [--seconds 600] [--workers 3] [--threads 4] [--seed N] [--report FILE] [--keep]
                    [--only postgres|h2] [--sabotage redirect|key|lost|edge|liar]
            exit: 0 passed, 1 something is wrong with the library, 2 the run proves nothing, 64 bad arguments""";

    /** Which databases. */
    enum Only {
        BOTH,
        POSTGRES,
        H2
    }

    static Options parse(String... args) {
        int seconds = 600;
        int workers = 3;
        int threads = 4;
        long seed = System.nanoTime();
        Path report = null;
        boolean keep = false;
        Sabotage sabotage = Sabotage.NONE;
        Only only = Only.BOTH;
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--seconds" -> seconds = number(option, rest, 20, 86_400);
                case "--workers" -> workers = number(option, rest, 1, 32);
                case "--threads" -> threads = number(option, rest, 1, 64);
                case "--seed" -> seed = Long.parseLong(value(option, rest));
                case "--report" -> report = Path.of(value(option, rest));
                case "--keep" -> keep = true;
                case "--sabotage" -> sabotage = Sabotage.of(value(option, rest));
                case "--only" -> only = value(option, rest).equals("h2") ? Only.H2 : Only.POSTGRES;
                case "--h2" -> only = Only.H2;
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new Options(seconds, workers, threads, seed, report, keep, sabotage, only);
    }

    /** The share of the H2 part: a sixth of a run of both, at most a minute. */
    int h2Seconds() {
        return switch (only) {
            case H2 -> seconds;
            case POSTGRES -> 0;
            case BOTH -> Math.min(60, Math.max(8, seconds / 6));
        };
    }

    int postgresSeconds() {
        return only == Only.H2 ? 0 : seconds - h2Seconds();
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private static int number(String option, Deque<String> rest, int least, int most) {
        int number = Integer.parseInt(value(option, rest));
        if (number < least || number > most) {
            throw new IllegalArgumentException(option + " is " + least + " to " + most + ", not " + number);
        }
        return number;
    }
}
