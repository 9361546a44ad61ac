package io.identitystitch.cold;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a segment, which no other ever has: the random number of the store that began it, and a count.
 *
 * <p>Immutable and thread-safe.
 *
 * @param writer the random number of the store that began it
 * @param number which of that store's segments it is
 */
record SegmentName(long writer, long number) {
    private static final Pattern FILE = Pattern.compile("([0-9a-f]{16})-([0-9a-f]{16})\\.(open|left|seg)");

    /** What a file of a segment is. */
    enum State {
        /** Its writer may still append. */
        OPEN("open"),
        /** Taken from its writer, who notices and begins another. */
        LEFT("left"),
        /** Complete, with an index. */
        SEALED("seg");

        private final String suffix;

        State(String suffix) {
            this.suffix = suffix;
        }
    }

    String file(State state) {
        return this + "." + state.suffix;
    }

    /** While a sealed segment is written: nobody reads it. */
    String unfinished() {
        return this + ".tmp";
    }

    /** The segment and the state that a file name stands for. */
    static Optional<SegmentFile> parse(String file) {
        Matcher matcher = FILE.matcher(file);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SegmentName name = new SegmentName(
                Long.parseUnsignedLong(matcher.group(1), 16), Long.parseUnsignedLong(matcher.group(2), 16));
        for (State state : State.values()) {
            if (state.suffix.equals(matcher.group(3))) {
                return Optional.of(new SegmentFile(name, state));
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return hex(writer) + '-' + hex(number);
    }

    private static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(16 - digits.length()) + digits;
    }

    /** A file of a segment. */
    record SegmentFile(SegmentName name, State state) {
        String file() {
            return name.file(state);
        }
    }
}
