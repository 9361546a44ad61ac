package io.identitystitch.signal;

/**
 * A number as ECMAScript writes it (ECMA-262, {@code Number::toString}), which is what RFC 8785 section 3.2.2.3 asks for. Thread-safe.
 */
final class EcmaNumber {
    /**
     * Two decimals of up to 15 digits are never the same double, so such a decimal without the zeros at its ends is already the shortest
     * one of its double.
     */
    private static final int CERTAIN_DIGITS = 15;

    /** Well within the powers of ten between which doubles have all their 53 bits. */
    private static final int CERTAIN_EXPONENT = 300;

    /** Below it every whole number is a double of its own. */
    private static final long ALL_WHOLE = 1L << 53;

    /** Far beyond what a double can be, and far below what an int can. */
    private static final int BEYOND = 1_000_000;

    private EcmaNumber() {}

    /**
     * Writes a number.
     *
     * @param text a JSON number
     * @return false, and nothing was written, if it is beyond the range of a double
     */
    static boolean write(char[] text, int offset, int count, JsonBytes out) {
        boolean negative = text[offset] == '-';
        int end = offset + count;
        int i = negative ? offset + 1 : offset;
        long digits = 0;
        int significant = 0;
        int exponent = 0;
        boolean fraction = false;
        for (; i < end && text[i] != 'e' && text[i] != 'E'; i++) {
            if (text[i] == '.') {
                fraction = true;
                continue;
            }
            if (significant > 0 || text[i] != '0') {
                significant++;
            }
            if (significant <= 18) {
                digits = 10 * digits + (text[i] - '0');
            }
            exponent -= fraction ? 1 : 0;
        }
        if (significant == 0) {
            // Minus zero is zero.
            out.ascii('0');
            return true;
        }
        if (i < end) {
            exponent += exponent(text, i + 1, end);
        }
        if (significant <= 18) {
            while (digits % 10 == 0) {
                digits /= 10;
                significant--;
                exponent++;
            }
            boolean certain = significant <= CERTAIN_DIGITS && Math.abs(exponent + significant) <= CERTAIN_EXPONENT;
            if (certain || (exponent == 0 && digits <= ALL_WHOLE)) {
                write(negative, digits, exponent, out);
                return true;
            }
        }
        double value = Double.parseDouble(new String(text, offset, count));
        return write(value, out);
    }

    /** Writes a double; false, and nothing was written, if it is not finite. */
    static boolean write(double value, JsonBytes out) {
        if (!Double.isFinite(value)) {
            return false;
        }
        if (value == 0) {
            out.ascii('0');
        } else {
            ShortestDigits shortest = ShortestDigits.of(Math.abs(value));
            write(value < 0, shortest.digits(), shortest.exponent(), out);
        }
        return true;
    }

    private static int exponent(char[] text, int from, int end) {
        boolean negative = text[from] == '-';
        int exponent = 0;
        for (int i = negative || text[from] == '+' ? from + 1 : from; i < end; i++) {
            exponent = Math.min(10 * exponent + (text[i] - '0'), BEYOND);
        }
        return negative ? -exponent : exponent;
    }

    private static void write(boolean negative, long digits, int exponent, JsonBytes out) {
        if (negative) {
            out.ascii('-');
        }
        String text = Long.toString(digits);
        int count = text.length();
        int point = count + exponent;
        if (count <= point && point <= 21) {
            out.ascii(text);
            out.ascii("0".repeat(point - count));
        } else if (0 < point && point <= 21) {
            out.ascii(text.substring(0, point));
            out.ascii('.');
            out.ascii(text.substring(point));
        } else if (-6 < point && point <= 0) {
            out.ascii("0.");
            out.ascii("0".repeat(-point));
            out.ascii(text);
        } else {
            out.ascii(text.charAt(0));
            if (count > 1) {
                out.ascii('.');
                out.ascii(text.substring(1));
            }
            out.ascii(point > 0 ? "e+" : "e-");
            out.ascii(Integer.toString(Math.abs(point - 1)));
        }
    }
}
