package io.identitystitch.quickstart;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
record Arguments(boolean help, boolean noColor, Optional<Path> database, Optional<ImportJob> input) {
    private static final Set<String> SWITCHES = Set.of("--help", "--no-color");
    private static final Set<String> OPTIONS = Set.of("--input", "--map", "--out", "--db");

    static Arguments parse(List<String> args) {
        Map<String, String> given = new TreeMap<>();
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            put(given, rest.next(), rest);
        }
        return new Arguments(
                given.containsKey("--help"),
                given.containsKey("--no-color"),
                Optional.ofNullable(path("--db", given.get("--db"))),
                Optional.ofNullable(job(given)));
    }

    private static void put(Map<String, String> given, String arg, Iterator<String> rest) {
        int equals = arg.startsWith("--") ? arg.indexOf('=') : -1;
        String name = equals < 0 ? arg : arg.substring(0, equals);
        String value;
        if (SWITCHES.contains(name) && equals < 0) {
            value = "";
        } else if (!OPTIONS.contains(name)) {
            throw Failure.badArgument("there is no argument '" + arg + "'.");
        } else if (equals >= 0) {
            value = arg.substring(equals + 1);
        } else if (rest.hasNext()) {
            value = rest.next();
        } else {
            throw Failure.badArgument(name + " needs a value.");
        }
        if (given.put(name, value) != null) {
            throw Failure.badArgument(name + " is given twice.");
        }
    }

    private static @Nullable ImportJob job(Map<String, String> given) {
        Path input = path("--input", given.get("--input"));
        String map = given.get("--map");
        Path out = path("--out", given.get("--out"));
        if (input == null) {
            if (map != null || out != null) {
                throw Failure.badArgument((map != null ? "--map" : "--out") + " needs --input.");
            }
            return null;
        }
        if (map == null) {
            throw Failure.badArgument("--input needs --map: which column is which type of identifier?");
        }
        return new ImportJob(input, Mapping.parse(map), Optional.ofNullable(out));
    }

    private static @Nullable Path path(String option, @Nullable String text) {
        if (text == null) {
            return null;
        }
        if (text.isBlank()) {
            throw Failure.badArgument(option + " needs the name of a file.");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw Failure.badArgument(option + " is no name of a file: " + e.getReason());
        }
    }
}
