package io.identitystitch.signal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** UTF-8 that grows, with JSON strings as RFC 8785 section 3.2.2.2 spells them. Not thread-safe. */
final class JsonBytes {
    /** What one UTF-16 code unit comes to at most: a control character as an escape. */
    private static final int WIDEST = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int length;

    JsonBytes(int expected) {
        bytes = new byte[Math.max(16, expected)];
    }

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    void ascii(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    void ascii(String text) {
        reserve(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
    }

    void raw(byte[] utf8) {
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, length, utf8.length);
        length += utf8.length;
    }

    /** A string; false if it has NUL or a lone surrogate, and then the bytes are of no use any more. */
    boolean string(String text) {
        char[] chars = text.toCharArray();
        return string(chars, 0, chars.length);
    }

    /** A string; false if it has NUL or a lone surrogate, and then the bytes are of no use any more. */
    boolean string(char[] chars, int offset, int count) {
        reserve(count + 2);
        bytes[length++] = '"';
        int end = offset + count;
        int i = offset;
        while (i < end && isPlain(chars[i])) {
            bytes[length++] = (byte) chars[i++];
        }
        if (i < end) {
            reserve(WIDEST * (end - i) + 1);
            for (; i < end; i++) {
                char c = chars[i];
                if (isPlain(c)) {
                    bytes[length++] = (byte) c;
                } else if (c < 0x80) {
                    if (c == 0) {
                        return false;
                    }
                    escape(c);
                } else if (!Character.isSurrogate(c)) {
                    encode(c);
                } else if (Character.isHighSurrogate(c) && i + 1 < end && Character.isLowSurrogate(chars[i + 1])) {
                    encode(Character.toCodePoint(c, chars[++i]));
                } else {
                    return false;
                }
            }
        }
        bytes[length++] = '"';
        return true;
    }

    /** Writes parts of what is here in another order over what lies between {@code from} and the end, with commas between them. */
    void rearrange(int from, int[] starts, int[] ends) {
        byte[] old = Arrays.copyOfRange(bytes, from, length);
        int to = from;
        for (int i = 0; i < starts.length; i++) {
            if (i > 0) {
                bytes[to++] = ',';
            }
            int count = ends[i] - starts[i];
            System.arraycopy(old, starts[i] - from, bytes, to, count);
            to += count;
        }
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c < 0x80 && c != '"' && c != '\\';
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\t' -> bytes[length++] = 't';
            case '\n' -> bytes[length++] = 'n';
            case '\f' -> bytes[length++] = 'f';
            case '\r' -> bytes[length++] = 'r';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 0xF];
            }
        }
    }

    private void encode(int codePoint) {
        if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xC0 | (codePoint >> 6));
        } else if (codePoint < 0x10000) {
            bytes[length++] = (byte) (0xE0 | (codePoint >> 12));
            bytes[length++] = further(codePoint >> 6);
        } else {
            bytes[length++] = (byte) (0xF0 | (codePoint >> 18));
            bytes[length++] = further(codePoint >> 12);
            bytes[length++] = further(codePoint >> 6);
        }
        bytes[length++] = further(codePoint);
    }

    private static byte further(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, Math.max(length + count, 2 * bytes.length));
        }
    }
}
