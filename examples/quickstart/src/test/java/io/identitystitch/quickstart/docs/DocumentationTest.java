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
    private static final Path SNIPPETS =
            Path.of("src", "test", "java", "io", "identitystitch", "quickstart", "docs", "Snippets.java");
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(?:#[^)]*)?\\)");

    @Test
    void everyPieceOfJavaInTheDocumentationIsCompiled() throws IOException {
        String code = withoutSpace(Files.readString(SNIPPETS));
        List<String> pieces = new ArrayList<>();
        for (Path page : pages()) {
            Matcher matcher = JAVA.matcher(Files.readString(page));
            while (matcher.find()) {
                pieces.add(page.getFileName() + ":\n" + withoutSpace(matcher.group(1)));
            }
        }
        assertThat(pieces)
                .hasSizeGreaterThan(5)
                .allSatisfy(piece -> assertThat(code)
                        .contains(piece.substring(piece.indexOf('\n') + 1).strip()));
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

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<Path> pages =
                    new ArrayList<>(docs.filter(page -> page.toString().endsWith(".md"))
                            .sorted()
                            .toList());
            pages.add(ROOT.resolve("README.md"));
            return pages;
        }
    }

    /** The pages break lines for readers, the formatter for its own reasons. */
    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
