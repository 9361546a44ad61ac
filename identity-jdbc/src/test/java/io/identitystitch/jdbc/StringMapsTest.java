package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StringMapsTest {
    @Test
    void readsWhatItWrote() {
        Map<String, String> map = new TreeMap<>(Map.of(
                "", "",
                "quote\"", "back\\slash",
                "line\n", "\t\u0001",
                "\u00e4", "\ud83d\ude00",
                "long", "x".repeat(200_000)));

        assertThat(StringMaps.read(StringMaps.write(map))).containsExactlyEntriesOf(map);
    }

    @Test
    void writesInOrderOfTheNames() {
        assertThat(StringMaps.write(Map.of("b", "2", "a", "1"))).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
    }

    @Test
    void anEmptyMapIsNothing() {
        assertThat(StringMaps.write(Map.of())).isEqualTo("{}");
        assertThat(StringMaps.writeOrNull(Map.of())).isNull();
        assertThat(StringMaps.read(null)).isEmpty();
        assertThat(StringMaps.read("{}")).isEmpty();
    }
}
