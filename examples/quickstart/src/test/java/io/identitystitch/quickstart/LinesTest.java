package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {
    private static List<String> lines(String text) {
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<String> all = new ArrayList<>();
        for (Lines.Line line = lines.next(); line != null; line = lines.next()) {
            assertThat(line.number()).isEqualTo(all.size() + 1);
            all.add(line.text() == null ? "too long" : line.text());
        }
        return all;
    }

    @Test
    void endAsTheyDoAnywhere() {
        assertThat(lines("a\nb\r\nc\rd")).containsExactly("a", "b", "c", "d");
        assertThat(lines("a\n\n\r\r\n")).containsExactly("a", "", "", "");
        assertThat(lines("")).isEmpty();
        assertThat(lines("\uFEFFa\n\uFEFFb\n")).containsExactly("a", "\uFEFFb");
    }

    @Test
    void mayEndWhereTheBufferDoes() {
        String almost = "x".repeat(Lines.MAX_BYTES - 1);
        assertThat(lines(almost + "\r\nb")).containsExactly(almost, "b");
        assertThat(lines(almost + "\rb")).containsExactly(almost, "b");
        assertThat(lines(almost + "\n")).containsExactly(almost);
    }

    @Test
    void areKeptUpToALengthAndSkippedBeyond() {
        String longest = "x".repeat(Lines.MAX_BYTES);
        assertThat(lines(longest + "\nb")).containsExactly(longest, "b");
        assertThat(lines(longest + "x\nb")).containsExactly("too long", "b");
        assertThat(lines(longest.repeat(3))).containsExactly("too long");
    }
}
