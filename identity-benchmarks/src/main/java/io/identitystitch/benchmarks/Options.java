package io.identitystitch.benchmarks;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * What a run does.
 *
 * @param only names of cases, or the beginnings of names; empty for all that an ordinary run has
 * @param identities that are loaded before
 * @param rounds that are counted
 * @param millis how long one side is measured in a round
 * @param sharedBuffers of the server
 * @param folder where plots, data and report go
 * @param quick whether it is a look and no measurement: bars are halved, JMH runs short
 * @param note what else a reader should know of the circumstances
 * @param write whether nothing is measured, and the report is written again from what was
 */
record Options(
        List<String> only,
        int identities,
        int rounds,
        int millis,
        String sharedBuffers,
        Path folder,
        boolean quick,
        String note,
        boolean write) {
    static final String USAGE = """
            Benchmarks [--only CASE,CASE...] [--identities 1000000] [--rounds 5] [--millis 2000] [--shared-buffers 4GB]
                       [--report docs/performance] [--note TEXT] [--quick]
                       [--write] [--list]
            --only takes names of cases or their beginnings; growth runs only if it is named
            --quick is 20000 identities, 3 rounds of 300 ms, and half of each bar
            --write measures nothing and writes the report again from what was measured
            exit: 0 all bars met, 1 some missed, 64 bad arguments""";

    static Options parse(String... args) {
        List<String> only = List.of();
        boolean quick = Arrays.asList(args).contains("--quick");
        int identities = quick ? 20_000 : 1_000_000;
        int rounds = quick ? 3 : 5;
        int millis = quick ? 300 : 2_000;
        String sharedBuffers = quick ? "256MB" : "4GB";
        Path folder = Path.of(quick ? "target/performance" : "docs/performance");
        String note = "";
        Deque<String> rest = new ArrayDeque<>(Arrays.asList(args));
        while (!rest.isEmpty()) {
            String option = rest.remove();
            switch (option) {
                case "--only" -> only = List.of(value(option, rest).split(","));
                case "--identities" -> identities = number(option, rest, 2_000, 20_000_000);
                case "--rounds" -> rounds = number(option, rest, 1, 100);
                case "--millis" -> millis = number(option, rest, 50, 60_000);
                case "--shared-buffers" -> sharedBuffers = value(option, rest);
                case "--report" -> folder = Path.of(value(option, rest));
                case "--note" -> note = value(option, rest);
                case "--quick", "--write" -> {}
                default -> throw new IllegalArgumentException("unknown option " + option);
            }
        }
        return new Options(
                only,
                identities,
                rounds,
                millis,
                sharedBuffers,
                folder,
                quick,
                note,
                Arrays.asList(args).contains("--write"));
    }

    /** Whether a case was asked for. */
    boolean wants(String id, boolean ordinary) {
        return only.isEmpty() ? ordinary : only.stream().anyMatch(id::startsWith);
    }

    private static String value(String option, Deque<String> rest) {
        String value = rest.poll();
        if (value == null) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private static int number(String option, Deque<String> rest, int least, int most) {
        int number;
        try {
            number = Integer.parseInt(value(option, rest));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number", e);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(option + " is " + least + " to " + most + ", not " + number);
        }
        return number;
    }
}
