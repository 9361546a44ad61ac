package io.identitystitch.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Path SNIPPETS = Path.of("src", "test", "java", "io", "identitystitch", "quickstart", "docs");
    private static final Path EXAMPLES = ROOT.resolve("examples");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void everyPieceOfJavaInTheDocumentationIsCompiled() throws IOException {
        List<String> sources = new ArrayList<>();
        for (Path source : sources()) {
            sources.add(withoutSpace(Files.readString(source)));
        }
        int pieces = 0;
        for (Path page : pages()) {
            Matcher matcher = JAVA.matcher(Files.readString(page));
            while (matcher.find()) {
                String piece = withoutSpace(matcher.group(1));
                assertThat(sources)
                        .as("a piece of %s is in a source: %s", page.getFileName(), matcher.group(1))
                        .anyMatch(source -> source.contains(piece));
                pieces++;
            }
        }
        assertThat(pieces).isGreaterThan(12);
    }

    @Test
    void everyLinkBetweenPagesLeadsSomewhere() throws IOException {
        for (Path page : pages()) {
            Matcher matcher = LINK.matcher(Files.readString(page));
            while (matcher.find()) {
                Path target = page.resolveSibling(matcher.group(1)).normalize();
                assertThat(target).as("link of %s", page).exists();
            }
        }
    }

    @Test
    void theSnippetOfTheReadmeFindsOnePerson() {
        assertThat(Snippets.readme()).isNotNull();
    }

    /** What was written for the documentation, and the programs that it is cut from. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>(List.of(
                SNIPPETS.resolve("Snippets.java"),
                SNIPPETS.resolve("BackfillSnippets.java"),
                SNIPPETS.resolve("SignalSnippets.java"),
                SNIPPETS.resolve("Metering.java")));
        try (Stream<Path> files = Files.walk(EXAMPLES)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString()
                            .contains(Path.of("src", "main", "java").toString()))
                    .sorted()
                    .forEach(sources::add);
        }
        return sources;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /** The pages break lines for readers, the formatter for its own reasons. */
    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
