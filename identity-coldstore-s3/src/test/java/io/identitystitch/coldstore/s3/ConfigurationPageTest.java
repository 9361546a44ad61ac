package io.identitystitch.coldstore.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps what {@code docs/configuration.md} says of the bucket's store and its builder equal. */
class ConfigurationPageTest {
    private static Map<String, String> defaults() throws IOException {
        Map<String, String> defaults = new TreeMap<>();
        List<String> lines = Files.readAllLines(Path.of("../docs/configuration.md"));
        int heading = lines.indexOf("## Cold store in a bucket: `S3ColdStoreBuilder`");
        assertThat(heading).isNotNegative();
        lines.subList(heading + 1, lines.size()).stream()
                .takeWhile(line -> !line.startsWith("#"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|"))
                .forEach(row -> defaults.put(row[1].replace("`", "").strip(), row[3].strip()));
        return defaults;
    }

    @Test
    void hasOneRowForEachOptionWithItsDefault() throws IOException {
        Map<String, String> defaults = defaults();
        assertThat(defaults.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(S3ColdStoreBuilder.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers())
                                && method.getReturnType() == S3ColdStoreBuilder.class)
                        .map(method -> method.getName())
                        .toList());
        assertThat(defaults)
                .containsEntry("timeout", S3ColdStoreBuilder.DEFAULT_TIMEOUT.toSeconds() + " seconds")
                .containsEntry("blockSize", S3ColdStoreBuilder.DEFAULT_BLOCK_SIZE / 1024 + " KiB")
                .containsEntry("codec", "nothing")
                .containsEntry("prefix", "nothing");
    }
}
