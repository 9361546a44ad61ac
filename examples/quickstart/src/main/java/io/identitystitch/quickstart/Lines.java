package io.identitystitch.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a text in UTF-8, with any line end and with or without a byte order mark. Of a line that is too long nothing is
 * kept, so that a file without line ends fills no memory. Not thread-safe.
 */
final class Lines {
    /** The longest line, in bytes. */
    static final int MAX_BYTES = 65_536;

    /** What a decoder puts where the bytes are not UTF-8. */
    private static final char REPLACEMENT = '\uFFFD';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /**
     * A line.
     *
     * @param number its number, from 1
     * @param text its text, null where it is too long
     */
    record Line(long number, @Nullable String text) {
        boolean isBlank() {
            return text != null && text.isBlank();
        }
    }

    private final InputStream bytes;
    private final byte[] buffer = new byte[MAX_BYTES];
    private byte[] line = new byte[1024];
    private int position;
    private int limit;
    private long number;
    private long read;

    Lines(InputStream bytes) {
        this.bytes = bytes;
    }

    /** The next line, null at the end. */
    @Nullable
    Line next() {
        int length = 0;
        boolean tooLong = false;
        int next = nextByte();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n' && next != '\r') {
            if (length == MAX_BYTES) {
                tooLong = true;
            } else {
                if (length == line.length) {
                    line = Arrays.copyOf(line, Math.min(MAX_BYTES, 2 * length));
                }
                line[length++] = (byte) next;
            }
            next = nextByte();
        }
        if (next == '\r') {
            skipLineFeed();
        }
        number++;
        return new Line(number, tooLong ? null : text(length));
    }

    /** How many bytes are read. */
    long read() {
        return read - (limit - position);
    }

    static boolean isUtf8(String text) {
        return text.indexOf(REPLACEMENT) < 0;
    }

    private String text(int length) {
        String text = new String(line, 0, length, StandardCharsets.UTF_8);
        return number == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    private void skipLineFeed() {
        int next = nextByte();
        if (next >= 0 && next != '\n') {
            position--;
        }
    }

    /** The next byte, -1 at the end. */
    private int nextByte() {
        if (position == limit) {
            try {
                limit = Math.max(0, bytes.read(buffer));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            position = 0;
            read += limit;
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position++] & 0xff;
    }
}
