package io.identitystitch.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A result as a page of Markdown, which reads well in a terminal too. */
final class Report {
    private final Options options;
    private final List<Result> results;
    private final StringBuilder text = new StringBuilder();

    Report(Options options, List<Result> results) {
        this.options = options;
        this.results = results;
    }

    String write() {
        line("`Torture --seconds %d --workers %d --threads %d --seed %d`"
                .formatted(options.seconds(), options.workers(), options.threads(), options.seed()));
        line("");
        for (Result result : results) {
            write(result);
        }
        line("**" + verdict() + "**");
        return text.toString();
    }

    /** 0 passed, 1 the library did something wrong, 2 the run proves nothing. */
    int exitCode() {
        if (results.stream().anyMatch(Result::hasViolations)) {
            return 1;
        }
        return results.isEmpty()
                        || results.stream()
                                .anyMatch(result -> !Validity.problems(result).isEmpty())
                ? 2
                : 0;
    }

    private String verdict() {
        return switch (exitCode()) {
            case 0 -> "Passed.";
            case 1 -> "FAILED: the judges found something.";
            default -> "PROVES NOTHING: see above.";
        };
    }

    private void write(Result result) {
        History history = result.history();
        line("### " + result.database());
        line("");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("calls", "number"));
        rows.add(List.of("acknowledged", count(history.acknowledged())));
        rows.add(List.of(
                "acknowledged a second, faults included",
                count(history.acknowledged() / Math.max(1, result.seconds()))));
        rows.add(List.of("at least, or the run does not count", count(result.minimum())));
        rows.add(List.of("in doubt", count(history.inDoubt())));
        rows.add(List.of("races lost and planned again", count(history.retried())));
        rows.add(List.of("profiles looked up right after, and found", count(history.lookUps())));
        table(rows);
        list("by workload", history.byWorkload());
        list("by outcome", history.byOutcome());
        list("in doubt because (kind and SQLSTATE)", history.away());
        list("errors that the server counted", result.serverErrors());
        line("");
        faults(result);
        judges(result);
        for (Verdict verdict : result.verdicts()) {
            verdict.examples().forEach(example -> line("- FOUND: " + verdict.judge() + ": " + example));
        }
        Validity.problems(result).forEach(problem -> line("- PROVES NOTHING: " + problem));
        line("");
    }

    private void faults(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("fault", "times"));
        result.faults().counts().forEach((fault, count) -> rows.add(List.of(fault.toString(), count(count))));
        result.faults().notRun().forEach((fault, why) -> rows.add(List.of(fault.toString(), "not run: " + why)));
        table(rows);
    }

    private void judges(Result result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("judge", "checked", "wrong"));
        for (Verdict verdict : result.verdicts()) {
            rows.add(List.of(verdict.judge(), count(verdict.items()), count(verdict.violations())));
        }
        table(rows);
    }

    private void list(String name, Map<String, ? extends Number> counts) {
        if (!counts.isEmpty()) {
            line("- " + name + ": "
                    + counts.entrySet().stream()
                            .map(entry -> entry.getKey() + " "
                                    + count(entry.getValue().longValue()))
                            .collect(Collectors.joining(", ")));
        }
    }

    /** A table whose columns are as wide as their widest cell; the first row is the head. */
    private void table(List<List<String>> rows) {
        int columns = rows.get(0).size();
        for (int row = 0; row < rows.size(); row++) {
            StringBuilder cells = new StringBuilder("|");
            StringBuilder rule = new StringBuilder("|");
            for (int column = 0; column < columns; column++) {
                int at = column;
                int width = rows.stream()
                        .mapToInt(cellsOf -> cellsOf.get(at).length())
                        .max()
                        .orElse(1);
                String format = column == 0 ? " %-" + width + "s |" : " %" + width + "s |";
                cells.append(format.formatted(rows.get(row).get(column)));
                rule.append(column == 0 ? "-".repeat(width + 2) : "-".repeat(width + 1) + ':')
                        .append('|');
            }
            line(cells.toString());
            if (row == 0) {
                line(rule.toString());
            }
        }
        line("");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
