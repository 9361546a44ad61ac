package io.identitystitch.torture;

import io.identitystitch.torture.Recorded.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what {@link CallLog} wrote. A line that was cut off by a kill was not written. */
final class HistoryReader {
    private final History history;

    HistoryReader(History history) {
        this.history = history;
    }

    /** All logs of a folder. */
    static History read(Path folder) throws IOException {
        HistoryReader reader = new HistoryReader(new History(new Keys()));
        List<Path> logs;
        try (Stream<Path> files = Files.list(folder)) {
            logs = files.filter(file -> file.toString().endsWith(".calls"))
                    .sorted()
                    .toList();
        }
        for (Path log : logs) {
            try (BufferedReader lines = Files.newBufferedReader(log)) {
                reader.read(lines);
            }
        }
        return reader.history;
    }

    /** One worker's log, to its end or to where the worker was killed. */
    void read(Reader log) throws IOException {
        Map<String, Recorded> open = new LinkedHashMap<>();
        boolean quiet = false;
        for (String line = wholeLine(log); line != null; line = wholeLine(log)) {
            String[] parts = line.split(" ", 3);
            switch (parts[0]) {
                case "I" -> open.put(parts[1], begun(parts[1], parts[2], quiet));
                case "A" -> answered(open.remove(parts[1]), parts[2]);
                case "X" -> inDoubt(open.remove(parts[1]), parts[2]);
                case "F" -> failed(open.remove(parts[1]), line);
                case "L" -> history.addLookUp();
                case "Q" -> quiet = true;
                default -> throw new IllegalStateException("not a line of a call log: " + line);
            }
        }
        for (Recorded call : open.values()) {
            history.add(call);
            history.addAway("worker killed during the call");
        }
    }

    private static @Nullable String wholeLine(Reader log) throws IOException {
        StringBuilder line = new StringBuilder(160);
        for (int c = log.read(); c >= 0; c = log.read()) {
            if (c == '\n') {
                return line.toString();
            }
            line.append((char) c);
        }
        return null;
    }

    private Recorded begun(String id, String rest, boolean quiet) {
        String[] parts = rest.split(" ", -1);
        List<int[]> requests = new ArrayList<>();
        for (String request : parts[4].split(";", -1)) {
            requests.add(Stream.of(request.split(",", -1))
                    .mapToInt(key -> history.keys().of(parts[1], key))
                    .toArray());
        }
        return new Recorded(
                id,
                parts[1].intern(),
                parts[2].intern(),
                Step.Kind.valueOf(parts[0]),
                Long.parseLong(parts[3]),
                requests,
                List.of(),
                quiet);
    }

    private void answered(@Nullable Recorded call, String rest) {
        if (call == null) {
            throw new IllegalStateException("an answer without a call: " + rest);
        }
        int space = rest.indexOf(' ');
        history.addRetries(Integer.parseInt(rest.substring(0, space)));
        List<Answer> answers = Stream.of(rest.substring(space + 1).split(";", -1))
                .map(HistoryReader::answer)
                .toList();
        if (answers.size() != call.requests().size()) {
            history.addFailure(call.id() + ": " + call.requests().size() + " requests, " + answers.size() + " answers");
        }
        history.add(new Recorded(
                call.id(),
                call.tenant(),
                call.workload(),
                call.kind(),
                call.observedAt(),
                call.requests(),
                answers,
                call.quiet()));
    }

    private static Answer answer(String text) {
        String[] parts = text.split("/", -1);
        List<Integer> ignored = parts[2].equals("-")
                ? List.of()
                : Stream.of(parts[2].split("\\.", -1)).map(Integer::valueOf).toList();
        return new Answer(parts[0].intern(), parts[1].equals("-") ? null : UUID.fromString(parts[1]), ignored);
    }

    /** The store was away; that is only wrong where nothing was broken, or where a repetition would not help. */
    private void inDoubt(@Nullable Recorded call, String how) {
        history.addAway(how);
        if (call != null) {
            history.add(call);
            if (call.quiet()) {
                history.addFailure(call.id() + " although nothing was broken: " + how);
            }
            if (how.startsWith("BROKEN") || how.startsWith("TRANSACTION_LOST")) {
                history.addFailure(call.id() + ": " + how);
            }
        }
    }

    /** A failed call may have been done as well, for all that its caller knows. */
    private void failed(@Nullable Recorded call, String line) {
        history.addFailure(line);
        if (call != null) {
            history.add(call);
        }
    }
}
