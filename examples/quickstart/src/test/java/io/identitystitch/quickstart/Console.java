package io.identitystitch.quickstart;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs the program and keeps what it writes. */
final class Console {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Terminal terminal;

    private Console(String in, boolean interactive, boolean colour, boolean unicode) {
        terminal = new Terminal(
                new ByteArrayInputStream(in.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                interactive,
                colour,
                unicode);
    }

    static Console plain() {
        return new Console("", false, false, true);
    }

    static Console watched() {
        return new Console("", true, true, true);
    }

    static Console ascii() {
        return new Console("", false, false, false);
    }

    /** With something piped in. */
    static Console given(String in) {
        return new Console(in, false, false, true);
    }

    int run(String... args) {
        return Quickstart.run(List.of(args), terminal);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    List<String> lines() {
        return out().lines().toList();
    }
}
