package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void wantsColourInAnOrdinaryTerminal() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm-256color"))).isTrue();
        assertThat(Terminal.wantsColour(Map.of("WT_SESSION", "6b7f"))).isTrue();
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "")))
                .isTrue();
    }

    @Test
    void wantsNoneWhereSomebodySaysSo() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "xterm", "NO_COLOR", "1")))
                .isFalse();
    }

    @Test
    void wantsNoneWhereThereIsNone() {
        assertThat(Terminal.wantsColour(Map.of("TERM", "dumb"))).isFalse();
        assertThat(Terminal.wantsColour(Map.of())).isFalse();
    }
}
