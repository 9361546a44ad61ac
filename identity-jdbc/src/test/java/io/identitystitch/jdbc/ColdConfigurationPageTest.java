package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.cold.FileColdStore;
import io.identitystitch.cold.FileColdStoreBuilder;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keeps what {@code docs/configuration.md} says of cold stores and their builders equal. */
class ColdConfigurationPageTest {
    private static final MarkdownPage PAGE = MarkdownPage.read("docs/configuration.md");
    private static final String DATABASE = "Cold store in a database: `JdbcColdStoreBuilder`";
    private static final String FILES = "Cold store in files: `FileColdStoreBuilder`";

    @TempDir
    private Path folder;

    private static Map<String, String> defaults(String heading) {
        Map<String, String> defaults = new TreeMap<>();
        for (List<String> row : PAGE.tables(heading).get(0)) {
            defaults.put(row.get(0).replace("`", ""), row.get(2));
        }
        return defaults;
    }

    private static List<String> options(Class<?> builder) {
        return Stream.of(builder.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && method.getReturnType() == builder)
                .map(method -> method.getName())
                .toList();
    }

    private static Object field(Object of, String name) throws ReflectiveOperationException {
        var field = of.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(of);
    }

    @Test
    void hasOneRowForEachOptionAndNoOther() {
        assertThat(defaults(DATABASE).keySet())
                .containsExactlyInAnyOrderElementsOf(options(JdbcColdStoreBuilder.class));
        assertThat(defaults(FILES).keySet()).containsExactlyInAnyOrderElementsOf(options(FileColdStoreBuilder.class));
    }

    @Test
    void tellsWhatIsBuiltByDefault() throws ReflectiveOperationException {
        JdbcColdStoreBuilder builder = JdbcColdStore.builder(TestStores.migrated(Dialect.H2));
        try (JdbcColdStore store = builder.build()) {
            assertThat(field(field(store, "connections"), "timeout")).isEqualTo(Duration.ofSeconds(5));
            assertThat(field(builder, "schema")).isNull();
            assertThat(field(builder, "autoMigrate")).isNull();
            assertThat(field(builder, "codec")).isNull();
        }
        assertThat(defaults(DATABASE))
                .isEqualTo(Map.of(
                        "schema", "the connection's current one",
                        "autoMigrate", "`false`",
                        "timeout", "5 seconds",
                        "codec", "nothing"));
        FileColdStoreBuilder files = FileColdStore.builder(folder);
        assertThat(defaults(FILES))
                .isEqualTo(Map.of(
                        "blockSize", (int) field(files, "blockSize") / 1024 + " KiB",
                        "segmentSize", (long) field(files, "segmentSize") / 1024 / 1024 + " MiB",
                        "codec", "nothing"));
    }
}
