package io.identitystitch.quickstart;

import io.identitystitch.model.ProfileId;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Sets text in a narrow column. Not thread-safe. */
final class Paper {
    static final int WIDTH = 82;

    private static final int LABEL = 10;
    private static final String MARGIN = "     ";
    private static final Pattern PAINT = Pattern.compile("\u001B\\[[0-9;]*m");

    private final PrintStream out;
    private final boolean colour;
    private final boolean unicode;
    private final List<ProfileId> profiles = new ArrayList<>();

    Paper(Terminal terminal) {
        out = terminal.out();
        colour = terminal.colour();
        unicode = terminal.unicode();
    }

    String paint(Ink ink, String text) {
        return colour ? ink.paint(text) : text;
    }

    /** The last digits of an id, for the first ones tell little but the time; each id in a colour of its own. */
    String id(ProfileId id) {
        if (!profiles.contains(id)) {
            profiles.add(id);
        }
        String text = id.toString();
        return paint(Ink.ofProfile(profiles.indexOf(id)), text.substring(text.length() - 6));
    }

    void blank() {
        print("");
    }

    void rule() {
        print(paint(Ink.FAINT, "\u2500".repeat(WIDTH)));
    }

    void heading(String left, String right) {
        String gap = " ".repeat(Math.max(1, WIDTH - left.length() - right.length()));
        print(paint(Ink.STRONG, left) + (right.isEmpty() ? "" : gap + paint(Ink.FAINT, right)));
    }

    /** Prose in full width. */
    void prose(String text) {
        wrap(text, WIDTH).forEach(this::print);
    }

    /** Prose below a heading. */
    void tale(String text) {
        wrap(text, WIDTH - MARGIN.length()).forEach(line -> print(MARGIN + line));
    }

    /** A labelled entry; an empty label continues the one above. */
    void entry(String label, String text) {
        String padded = label + " ".repeat(LABEL - label.length());
        String lead = MARGIN + paint(Ink.FAINT, padded);
        for (String line : wrap(text, WIDTH - MARGIN.length() - LABEL)) {
            print(lead + line);
            lead = MARGIN + " ".repeat(LABEL);
        }
    }

    /** A text with blanks up to a width; longer ones get one blank. */
    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(1, width - visible(text)));
    }

    private void print(String line) {
        out.println(unicode ? line : ascii(line));
    }

    private static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && visible(line.toString()) + 1 + visible(word) > width) {
                lines.add(line.toString().stripTrailing());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    private static int visible(String text) {
        return PAINT.matcher(text).replaceAll("").length();
    }

    private static String ascii(String text) {
        return text.replace('\u2500', '-')
                .replace('\u2192', '>')
                .replace('\u00B7', '-')
                .replace('\u2013', '-')
                .replace('\u2019', '\'')
                .replace('\u201C', '"')
                .replace('\u201D', '"');
    }
}
