package io.identitystitch.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.testkit.behaviour.TestSources.TestMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/behaviours.md} and the numbers of the tests equal. */
class BehavioursPageTest {
    private static final Path REPOSITORY = TestSources.repository();
    private static final Pattern ROW = Pattern.compile("\\| ((?:S\\d|DC|D)-?\\d+) \\| (.+?) \\| (.+?) \\|(.*)\\|");
    private static final Pattern NAMED_TEST = Pattern.compile("`(\\w+#\\w+)`");
    private static final Pattern NAMED_CLASS = Pattern.compile("`(\\w+(?:Test|Contract|Behaviours|Laws))`");
    private static final Map<String, Integer> GROUPS =
            new TreeMap<>(Map.of("S0-", 34, "S1-", 42, "S2-", 41, "S3-", 28, "S4-", 24, "DC-", 5, "D", 17));

    private record Row(String number, String text, String built, Set<String> tests) {
        boolean isBuilt() {
            return built.equals("yes") || built.startsWith("in part: ");
        }
    }

    private static final String PAGE = TestSources.read(REPOSITORY.resolve("docs/behaviours.md"));
    private static final List<Row> ROWS = PAGE.lines()
            .map(ROW::matcher)
            .filter(Matcher::matches)
            .map(row -> new Row(row.group(1), row.group(2), row.group(3), namedTests(row.group(4))))
            .toList();
    private static final List<TestMethod> TESTS = TestSources.tests();

    private static Set<String> namedTests(String cell) {
        return NAMED_TEST
                .matcher(cell)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyStatementHasOneRow() {
        List<String> expected = new ArrayList<>();
        GROUPS.forEach((prefix, count) -> {
            for (int i = 1; i <= count; i++) {
                expected.add(prefix + (prefix.endsWith("-") ? String.format("%02d", i) : i));
            }
        });
        assertThat(ROWS).extracting(Row::number).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aRowIsBuiltExactlyWhereATestShowsIt() {
        for (Row row : ROWS) {
            assertThat(row.built()).as(row.number()).matches("yes|in part: .+|not yet");
            assertThat(row.isBuilt())
                    .as("%s is built exactly where it names a test", row.number())
                    .isEqualTo(!row.tests().isEmpty());
        }
    }

    @Test
    void thePageNamesForEachNumberTheTestsThatCarryIt() {
        SortedMap<String, Set<String>> carried = new TreeMap<>();
        for (TestMethod test : TESTS) {
            test.numbers()
                    .forEach(number -> carried.computeIfAbsent(number, key -> new TreeSet<>())
                            .add(test.name()));
        }
        List<String> wrong = new ArrayList<>();
        for (Row row : ROWS) {
            Set<String> tests = carried.getOrDefault(row.number(), Set.of());
            carried.remove(row.number());
            if (!tests.equals(row.tests())) {
                wrong.add(row.number() + " is shown by "
                        + (tests.isEmpty() ? "nothing" : '`' + String.join("`, `", tests) + '`'));
            }
        }
        assertThat(wrong).as("rows whose last column is not what the tests say").isEmpty();
        assertThat(carried).as("numbers of tests that are not on the page").isEmpty();
    }

    @Test
    void everyTestAndClassThatThePageNamesExists() {
        Set<String> tests = TESTS.stream().map(TestMethod::name).collect(Collectors.toSet());
        assertThat(namedTests(PAGE)).allMatch(tests::contains, "names a test");
        Set<String> files = TestSources.javaFiles().stream()
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
        assertThat(NAMED_CLASS.matcher(PAGE).results().map(name -> name.group(1) + ".java"))
                .allMatch(files::contains, "names a file of the repository");
    }

    @Test
    void aTestShowsAtMostFiveStatements() {
        assertThat(TESTS)
                .hasSizeGreaterThan(300)
                .allMatch(test -> test.numbers().size() <= 5);
    }

    @Test
    void numbersAreReadFromTagsAndFromTheBeginningOfAComment() {
        // Written with another sign, for this file is read as well.
        String source = """
                class X {
                    // S0-01 is not a claim
                    #Test
                    #Tag("S0-02")
                    void first() {}

                    /** S0-03, D7, L2: two more. See S0-04. */
                    #ParameterizedTest
                    #ValueSource(strings = {"a"})
                    void second(String value) {
                        call("S0-05");
                    }

                    /** S0-06: not a test. */
                    void helper() {}
                }
                """.replace('#', '@');
        assertThat(TestSources.testsOf("X", source))
                .containsExactly(
                        new TestMethod("X#first", new TreeSet<>(Set.of("S0-02"))),
                        new TestMethod("X#second", new TreeSet<>(Set.of("S0-03", "D7"))));
    }

    @Test
    @Tag("DC-01")
    void oneBuildHasTheModulesAndCoreDependsOnThreeLibraries() {
        assertThat(TestSources.read(REPOSITORY.resolve("pom.xml")))
                .contains("<module>identity-core</module>", "<module>identity-jdbc</module>", "<module>examples/");
        assertThat(Files.isDirectory(REPOSITORY.resolve("docs"))).isTrue();
        String core = TestSources.read(REPOSITORY.resolve("identity-core/pom.xml"));
        List<String> needed = Arrays.stream(core.split("<dependency>"))
                .skip(1)
                .map(dependency -> dependency.substring(0, dependency.indexOf("</dependency>")))
                .filter(dependency -> !dependency.contains("<scope>test</scope>"))
                .map(dependency -> dependency.replaceAll("(?s).*<artifactId>(.*?)</artifactId>.*", "$1"))
                .toList();
        assertThat(needed).containsExactlyInAnyOrder("jspecify", "slf4j-api", "jackson-core");
    }

    @Test
    @Tag("DC-04")
    void theStoreInMemoryAndTheDatabasesPassTheSameContracts() {
        for (String contract : List.of("IdentityStoreContract", "IdentityBehaviourContract")) {
            assertThat(subclasses("identity-testkit/src/test", contract))
                    .as(contract)
                    .hasSize(1);
            assertThat(subclasses("identity-jdbc/src/test", contract))
                    .as("%s on H2 and PostgreSQL", contract)
                    .hasSizeGreaterThanOrEqualTo(2);
        }
    }

    private static List<Path> subclasses(String folder, String contract) {
        return TestSources.javaFiles().stream()
                .filter(file -> file.startsWith(REPOSITORY.resolve(folder)))
                .filter(file -> TestSources.read(file).contains(" extends " + contract + " "))
                .toList();
    }
}
