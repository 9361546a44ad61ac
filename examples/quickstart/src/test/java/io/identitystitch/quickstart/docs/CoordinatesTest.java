package io.identitystitch.quickstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages name what the build makes. */
class CoordinatesTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern XML = Pattern.compile("```xml\n(.*?)```", Pattern.DOTALL);

    private static String read(String path) throws IOException {
        return Files.readString(ROOT.resolve(path));
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static String property(String name) throws IOException {
        return all("<" + Pattern.quote(name) + ">([^<]+)</", read("pom.xml")).get(0);
    }

    private static List<String> published() throws IOException {
        String bom = read("identity-bom/pom.xml");
        return all(
                "<artifactId>([^<]+)</", bom.substring(bom.indexOf("<dependencyManagement>"), bom.indexOf("<build>")));
    }

    @Test
    void gettingStartedImportsTheBomOfThisVersion() throws IOException {
        String xml = XML.matcher(read("docs/getting-started.md"))
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElseThrow();

        assertThat(all("<groupId>([^<]+)</", xml)).containsOnly("io.identitystitch");
        assertThat(all("<version>([^<]+)</", xml)).containsExactly(property("revision"));
        assertThat(all("<artifactId>([^<]+)</", xml)).first().isEqualTo("identity-bom");
        assertThat(all("<artifactId>([^<]+)</", xml).stream().skip(1)).isSubsetOf(published());
        assertThat(read("README.md")).contains("version `" + property("revision") + "`");
    }

    @Test
    void theReadmeListsTheModulesThatAreInTheBom() throws IOException {
        String readme = read("README.md");
        List<String> listed = all("(?m)^\\| `(identity-[\\w-]+)` \\|", readme.substring(readme.indexOf("## Modules")));

        assertThat(listed)
                .contains("identity-bom")
                .filteredOn(module -> !module.equals("identity-bom"))
                .containsExactlyInAnyOrderElementsOf(published());
    }

    @Test
    void compatibilityNamesTheVersionsOfTheBuild() throws IOException {
        String page = read("docs/compatibility.md");
        for (String name : List.of("spring.version", "jooq.version", "h2.version")) {
            assertThat(page).as(name).contains(property(name));
        }
        assertThat(page).contains(property("pg.binaries.version").replaceFirst("\\.0$", ""));
    }
}
