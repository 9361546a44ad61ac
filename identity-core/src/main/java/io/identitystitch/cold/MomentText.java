package io.identitystitch.cold;

/**
 * Moments as JSON has them, {@code 2026-03-02T09:00:00.123Z}, with no, three or six digits after the second, to a number and back.
 *
 * <p>Stateless.
 */
final class MomentText {
    /** What {@link #parse} answers if a text is not a moment in exactly this form. */
    static final long NONE = Long.MIN_VALUE;

    private static final String FORM = "dddd-dd-ddTdd:dd:dd";
    private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private MomentText() {}

    /** How many digits follow the second in a text of this length, or -1 if a text of this length is not a moment. */
    static int fraction(int length) {
        return switch (length) {
            case 20 -> 0;
            case 24 -> 3;
            case 27 -> 6;
            default -> -1;
        };
    }

    /** How many microseconds the last digit stands for. */
    static long unit(int fraction) {
        return fraction == 0 ? 1_000_000 : fraction == 3 ? 1_000 : 1;
    }

    /** How many units since 1970, or {@link #NONE}. */
    static long parse(byte[] text, int from, int fraction) {
        for (int i = 0; i < FORM.length(); i++) {
            byte here = text[from + i];
            char form = FORM.charAt(i);
            if (form == 'd' ? here < '0' || here > '9' : here != form) {
                return NONE;
            }
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month - 1] || (month == 2 && day == 29 && !leap)) {
            return NONE;
        }
        if (hour > 23 || minute > 59 || second > 59) {
            return NONE;
        }
        int at = from + FORM.length();
        long units = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
        if (fraction > 0) {
            if (text[at++] != '.') {
                return NONE;
            }
            for (int i = 0; i < fraction; i++) {
                byte here = text[at++];
                if (here < '0' || here > '9') {
                    return NONE;
                }
                units = units * 10 + (here - '0');
            }
        }
        return text[at] == 'Z' ? units : NONE;
    }

    /** Puts the text that {@link #parse} took. */
    static void format(long units, int fraction, ByteSink out) throws DamagedException {
        long perSecond = 1_000_000 / unit(fraction);
        long seconds = Math.floorDiv(units, perSecond);
        long days = Math.floorDiv(seconds, 86_400L);
        if (days < -719_528 || days > 2_932_896) {
            throw new DamagedException("a moment is out of bounds");
        }
        java.time.LocalDate date = java.time.LocalDate.ofEpochDay(days);
        int rest = (int) Math.floorMod(seconds, 86_400L);
        digits(date.getYear(), 4, out);
        out.put('-');
        digits(date.getMonthValue(), 2, out);
        out.put('-');
        digits(date.getDayOfMonth(), 2, out);
        out.put('T');
        digits(rest / 3_600, 2, out);
        out.put(':');
        digits(rest / 60 % 60, 2, out);
        out.put(':');
        digits(rest % 60, 2, out);
        if (fraction > 0) {
            out.put('.');
            digits((int) Math.floorMod(units, perSecond), fraction, out);
        }
        out.put('Z');
    }

    private static int number(byte[] text, int from, int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            value = value * 10 + (text[from + i] - '0');
        }
        return value;
    }

    private static void digits(int value, int digits, ByteSink out) {
        int power = 1;
        for (int i = 1; i < digits; i++) {
            power *= 10;
        }
        for (; power > 0; power /= 10) {
            out.put('0' + value / power % 10);
        }
    }

    private static long daysSince1970(int year, int month, int day) {
        long shifted = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(shifted, 400L);
        long yearOfEra = shifted - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
