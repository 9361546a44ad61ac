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

/** What the command line asks for: the story, an import, or rows for one. */
record Arguments(
        boolean help, boolean noColor, Place place, Optional<ImportJob> input, Optional<GenerateJob> generate) {
    private static final Set<String> SWITCHES = Set.of("--help", "--no-color");
    private static final Set<String> OPTIONS =
            Set.of("--input", "--format", "--map", "--out", "--db", "--url", "--generate", "--seed", "--to");

    /** Standard input or output. */
    private static final String STANDARD = "-";

    static Arguments parse(List<String> args) {
        Map<String, String> given = new TreeMap<>();
        for (Iterator<String> rest = args.iterator(); rest.hasNext(); ) {
            put(given, rest.next(), rest);
        }
        Place place = place(given);
        checkCompany(given);
        return new Arguments(
                given.containsKey("--help"),
                given.containsKey("--no-color"),
                place,
                Optional.ofNullable(given.containsKey("--to") ? null : job(given)),
                Optional.ofNullable(given.containsKey("--to") ? written(given) : null));
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

    /** An option that would have no effect is a mistake. */
    private static void checkCompany(Map<String, String> given) {
        needs(given, "--map", "--input");
        needs(given, "--seed", "--generate");
        needs(given, "--to", "--generate");
        excludes(given, "--input", "--generate");
        excludes(given, "--to", "--out");
        excludes(given, "--to", "--db");
        excludes(given, "--to", "--url");
        if (given.containsKey("--out") && !given.containsKey("--input") && !given.containsKey("--generate")) {
            throw Failure.badArgument("--out needs --input or --generate.");
        }
        if (given.containsKey("--format") && !given.containsKey("--input") && !given.containsKey("--to")) {
            throw Failure.badArgument("--format needs --input or --to.");
        }
    }

    private static void needs(Map<String, String> given, String option, String other) {
        if (given.containsKey(option) && !given.containsKey(other)) {
            throw Failure.badArgument(option + " needs " + other + ".");
        }
    }

    private static void excludes(Map<String, String> given, String option, String other) {
        if (given.containsKey(option) && given.containsKey(other)) {
            throw Failure.badArgument(option + " and " + other + " exclude each other.");
        }
    }

    private static Place place(Map<String, String> given) {
        excludes(given, "--db", "--url");
        String url = given.get("--url");
        if (url != null) {
            if (!url.startsWith("jdbc:")) {
                throw Failure.badArgument("--url is a JDBC URL, jdbc:postgresql://host/database for instance.");
            }
            return new Place.At(url);
        }
        String file = given.get("--db");
        return file == null ? new Place.InMemory() : new Place.OnDisk(path("--db", file));
    }

    private static @Nullable ImportJob job(Map<String, String> given) {
        Optional<Path> out = Optional.ofNullable(given.get("--out")).map(text -> path("--out", text));
        if (given.containsKey("--generate")) {
            return new ImportJob(new Feed.OfNobody(people(given)), Mapping.parse(MadeUpPeople.MAP), out);
        }
        String input = given.get("--input");
        if (input == null) {
            return null;
        }
        String map = given.get("--map");
        Optional<Format> format = Optional.ofNullable(given.get("--format")).map(Format::parse);
        Feed feed = input.equals(STANDARD)
                ? new Feed.OfStandardInput(format)
                : new Feed.OfFile(path("--input", input), format);
        if (map == null) {
            throw Failure.badArgument("--input needs --map: which column is which type of identifier?");
        }
        return new ImportJob(feed, Mapping.parse(map), out);
    }

    private static GenerateJob written(Map<String, String> given) {
        String to = given.getOrDefault("--to", STANDARD);
        return new GenerateJob(
                people(given),
                to.equals(STANDARD) ? Optional.empty() : Optional.of(path("--to", to)),
                Optional.ofNullable(given.get("--format")).map(Format::parse).orElseGet(() -> Format.ofName(to)));
    }

    private static MadeUpPeople people(Map<String, String> given) {
        long count = number("--generate", given.getOrDefault("--generate", ""));
        if (count < 1 || count > MadeUpPeople.MAX) {
            throw Failure.badArgument("--generate is from 1 to " + MadeUpPeople.MAX + ", not " + count + ".");
        }
        return new MadeUpPeople(count, number("--seed", given.getOrDefault("--seed", "1")));
    }

    private static long number(String option, String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Failure.badArgument(option + " needs a whole number, not '" + text + "'.");
        }
    }

    private static Path path(String option, String text) {
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
