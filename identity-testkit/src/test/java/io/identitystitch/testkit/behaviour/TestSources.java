package io.identitystitch.testkit.behaviour;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The test methods of all modules, with the numbers of the statements that each says it shows. */
final class TestSources {
    private static final Pattern METHOD = Pattern.compile("(?:(?:public|protected|final|static) )*void (\\w+)\\(.*");
    private static final Pattern TEST = Pattern.compile("@(Test|ParameterizedTest|RepeatedTest)\\b");
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"([^\"]+)\"\\)");
    private static final String NUMBER = "(?:S\\d-\\d\\d|DC-\\d\\d|[DLT]\\d{1,2})";
    private static final Pattern NUMBERS_FIRST = Pattern.compile("/\\*\\* (" + NUMBER + "(?:, " + NUMBER + ")*)[:.]");
    private static final Pattern STATEMENT = Pattern.compile("S\\d-\\d\\d|DC-\\d\\d|D\\d{1,2}");

    /** A test method, as {@code Class#method}, and the numbers before it. */
    record TestMethod(String name, SortedSet<String> numbers) {}

    private TestSources() {}

    static Path repository() {
        return Path.of("..").toAbsolutePath().normalize();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Java files below some folders of every module. */
    static List<Path> javaFiles() {
        try (Stream<Path> files = Files.walk(repository(), 14)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !repository().relativize(file).toString().contains("target"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<TestMethod> tests() {
        List<TestMethod> tests = new ArrayList<>();
        for (Path file : javaFiles()) {
            String name = file.getFileName().toString().replace(".java", "");
            tests.addAll(testsOf(name, read(file)));
        }
        return tests;
    }

    /** Everything between the end of one member and the name of the next method belongs to that method. */
    static List<TestMethod> testsOf(String type, String source) {
        List<TestMethod> tests = new ArrayList<>();
        StringBuilder before = new StringBuilder();
        for (String line : source.split("\n")) {
            String text = line.strip();
            Matcher method = METHOD.matcher(text);
            if (method.matches()) {
                if (TEST.matcher(before).find()) {
                    tests.add(new TestMethod(type + '#' + method.group(1), numbers(before.toString())));
                }
                before.setLength(0);
            } else if (text.endsWith("}") && !text.startsWith("*") && !text.startsWith("\"")) {
                before.setLength(0);
            } else {
                before.append(text).append('\n');
            }
        }
        return tests;
    }

    private static SortedSet<String> numbers(String before) {
        List<String> found = new ArrayList<>();
        TAG.matcher(before).results().forEach(tag -> found.add(tag.group(1)));
        Matcher comment = NUMBERS_FIRST.matcher(before);
        if (comment.find()) {
            found.addAll(List.of(comment.group(1).split(", ")));
        }
        SortedSet<String> numbers = new TreeSet<>(found);
        numbers.removeIf(number -> !STATEMENT.matcher(number).matches());
        return numbers;
    }
}
