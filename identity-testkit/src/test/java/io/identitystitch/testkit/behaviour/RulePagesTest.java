package io.identitystitch.testkit.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.testkit.behaviour.TestSources.TestMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rule that is written down names a test that shows it, and the test exists. */
class RulePagesTest {
    /** Names of code on these pages are shorter, or begin with a capital. */
    private static final Pattern TEST = Pattern.compile("`([a-z]\\w{10,})`");

    private static final Set<String> WORDS_OF_CODE =
            Set.of("changeIdentifier", "resolveConflict", "verificationRequired");

    private static final Set<String> TESTS = TestSources.tests().stream()
            .map(TestMethod::name)
            .map(name -> name.substring(name.indexOf('#') + 1))
            .collect(Collectors.toSet());

    @ParameterizedTest
    @ValueSource(strings = {"merge-rules.md", "steward.md"})
    void everyTestThatAPageNamesExists(String page) {
        List<String> named = named(read(page));
        assertThat(named).hasSizeGreaterThan(10);
        assertThat(named).allSatisfy(name -> assertThat(TESTS).contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"merge-rules.md", "steward.md"})
    void everyRowOfATableWithTestsNamesOne(String page) {
        List<String> without = new ArrayList<>();
        boolean withTests = false;
        for (String line : read(page).lines().toList()) {
            boolean row = line.startsWith("|") && !line.startsWith("|--");
            if (line.endsWith("| test |")) {
                withTests = true;
            } else if (!line.startsWith("|")) {
                withTests = false;
            } else if (row && withTests && named(lastCell(line)).isEmpty()) {
                without.add(line);
            }
        }
        assertThat(without).isEmpty();
    }

    private static String read(String page) {
        return TestSources.read(TestSources.repository().resolve("docs").resolve(page));
    }

    private static String lastCell(String row) {
        String text = row.substring(0, row.lastIndexOf('|'));
        return text.substring(text.lastIndexOf('|') + 1);
    }

    private static List<String> named(String text) {
        return TEST.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !WORDS_OF_CODE.contains(name))
                .toList();
    }
}
