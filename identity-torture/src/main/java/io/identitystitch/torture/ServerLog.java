package io.identitystitch.torture;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the server itself noticed: its errors by SQLSTATE, counted in its log. */
final class ServerLog {
    private static final String DEADLOCK = "40P01";
    /** The prefix of a line: time, process, SQLSTATE, application. */
    private static final Pattern LINE =
            Pattern.compile("^\\S+ \\S+ \\S+ \\[\\d+] ([0-9A-Z]{5}) (\\S*) ?(ERROR|FATAL|PANIC): .*");

    private final Map<String, Integer> errors = new TreeMap<>();

    static ServerLog read(Path log) throws IOException {
        ServerLog counts = new ServerLog();
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            lines.forEach(counts::count);
        }
        return counts;
    }

    void count(String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches() && matcher.group(2).equals("torture")) {
            errors.merge(matcher.group(1), 1, Integer::sum);
        }
    }

    /** Errors in the library's sessions by SQLSTATE. */
    Map<String, Integer> errors() {
        return errors;
    }

    Verdict verdict(long calls) {
        Tally wrong = new Tally("");
        errors.forEach((state, count) -> wrong.check(isExpected(state), () -> count + " times " + state));
        Verdict verdict = wrong.verdict();
        return new Verdict(
                "no deadlock, broken constraint or bad statement in the server's log",
                calls,
                verdict.violations(),
                verdict.examples());
    }

    /** What faults do and lost races look like; anything else is the library's mistake. */
    private static boolean isExpected(String state) {
        return !state.equals(DEADLOCK) && !state.startsWith("42") && !state.startsWith("XX") && !state.equals("25P02");
    }
}
