package io.identitystitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.spi.ChangeBatch;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares the options and defaults on the page with those of the builder. */
class ConfigurationPageTest {
    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new LinkedHashMap<>();
        Files.readAllLines(Path.of("..", "docs", "configuration.md")).stream()
                .dropWhile(line -> !line.equals("## Cache: `CachedIdentityStoreBuilder`"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split(" \\| "))
                .forEach(cells -> defaults.put(cells[0].replaceAll("[|` ]", ""), cells[2]));
        return defaults;
    }

    @Test
    void hasEachOptionWithItsDefault() throws IOException {
        CachedIdentityStoreBuilder builder =
                CachedIdentityStore.builder(InMemoryIdentityStore.create(), () -> new ChangeBatch(List.of(), true));

        assertThat(defaults())
                .containsOnlyKeys(Stream.of(CachedIdentityStoreBuilder.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(Method::getName)
                        .filter(name -> !name.equals("build"))
                        .toList())
                .containsEntry("staleness", seconds(builder.staleness))
                .containsEntry("pollInterval", builder.pollInterval.toMillis() + " ms")
                .containsEntry("life", seconds(builder.life))
                .containsEntry("maximumBytes", (builder.maximumBytes >> 20) + " MiB");
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " seconds";
    }
}
