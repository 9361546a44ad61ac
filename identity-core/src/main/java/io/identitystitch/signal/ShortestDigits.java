package io.identitystitch.signal;

import java.math.BigInteger;

/**
 * The shortest decimal that a double is read back from, as ECMA-262 asks for in {@code Number::toString}: as few digits as possible, of
 * those decimals the one closest to the double, of two as close the one whose last digit is even.
 *
 * <p>{@code Double.toString} is no substitute: before JDK 19 it often writes more digits than are needed (JDK-4511638), and since then it
 * prefers two digits to one. Everything here is integer arithmetic without rounding, so it is the same everywhere. Immutable and
 * thread-safe.
 *
 * @param digits 1 to 17 digits, the last one not zero
 * @param exponent the power of ten that the digits are multiplied by
 */
record ShortestDigits(long digits, int exponent) {
    /** 17 digits are enough to tell any two doubles apart. */
    private static final int PLACES = 17;

    /** The least number of more than 17 digits. */
    private static final long TOO_MANY = 100_000_000_000_000_000L;

    private static final double LOG_OF_TWO = 0.30102999566398;
    private static final long HIDDEN_BIT = 1L << 52;
    private static final int LEAST_EXPONENT = -1074;

    /** The least double is about 5 * 10^-324, and 17 digits of it stand before the point after multiplying by 10^340. */
    private static final BigInteger[] POWERS_OF_TEN = powersOfTen(340);

    /**
     * The digits of a double.
     *
     * @param value positive and finite
     */
    static ShortestDigits of(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int biased = (int) (bits >>> 52);
        long fraction = bits & (HIDDEN_BIT - 1);
        long significand = biased == 0 ? fraction : fraction | HIDDEN_BIT;
        int binary = Math.max(biased, 1) - 1 + LEAST_EXPONENT;
        // Below a power of two the doubles lie twice as close, unless they lie as close as doubles can.
        int below = fraction == 0 && biased > 1 ? 1 : 2;
        int magnitude = 63 - Long.numberOfLeadingZeros(significand) + binary;
        int unit = (int) Math.floor(magnitude * LOG_OF_TWO) - PLACES + 1;
        Scale scale = Scale.of(binary - 2, unit);
        BigInteger[] scaled = scale.of(4 * significand);
        if (scaled[0].longValue() >= TOO_MANY) {
            // The logarithm of the power of two below was one too small.
            unit++;
            scale = Scale.of(binary - 2, unit);
            scaled = scale.of(4 * significand);
        }
        boolean even = (significand & 1) == 0;
        long least = scale.least(4 * significand - below, even);
        long most = scale.most(4 * significand + 2, even);
        long step = 1;
        // 10^17 itself has one digit too, so there is nothing to be gained beyond the 17th place.
        for (int place = 1; place < PLACES && most / (10 * step) * (10 * step) >= least; place++) {
            step *= 10;
        }
        return stripped(closest(scaled[0].longValue(), scaled[1], scale.divisor, step, least, most), unit);
    }

    /** The multiple of {@code step} within bounds that is closest to {@code floor + rest / divisor}. */
    private static long closest(long floor, BigInteger rest, BigInteger divisor, long step, long least, long most) {
        long under = floor / step * step;
        long over = under + step;
        if (under < least) {
            return over;
        }
        if (over > most) {
            return under;
        }
        // Twice the value against the sum of both: twice the rest against a whole number of divisors.
        long wholes = (under - floor) + (over - floor);
        int order = rest.shiftLeft(1).compareTo(divisor.multiply(BigInteger.valueOf(wholes)));
        boolean tieToUnder = under / step % 2 == 0;
        return order < 0 || (order == 0 && tieToUnder) ? under : over;
    }

    private static ShortestDigits stripped(long decimal, int unit) {
        long digits = decimal;
        int exponent = unit;
        while (digits % 10 == 0) {
            digits /= 10;
            exponent++;
        }
        return new ShortestDigits(digits, exponent);
    }

    private static BigInteger[] powersOfTen(int highest) {
        BigInteger[] powers = new BigInteger[highest + 1];
        powers[0] = BigInteger.ONE;
        for (int i = 1; i <= highest; i++) {
            powers[i] = powers[i - 1].multiply(BigInteger.TEN);
        }
        return powers;
    }

    /** Multiplies by a power of two and divides by a power of ten, exactly. */
    private record Scale(BigInteger factor, BigInteger divisor) {
        static Scale of(int binary, int unit) {
            BigInteger factor = POWERS_OF_TEN[Math.max(-unit, 0)].shiftLeft(Math.max(binary, 0));
            BigInteger divisor = POWERS_OF_TEN[Math.max(unit, 0)].shiftLeft(Math.max(-binary, 0));
            return new Scale(factor, divisor);
        }

        /** The whole part and the rest. */
        BigInteger[] of(long value) {
            return BigInteger.valueOf(value).multiply(factor).divideAndRemainder(divisor);
        }

        /** The least whole number from a bound on. */
        long least(long bound, boolean inclusive) {
            BigInteger[] scaled = of(bound);
            return scaled[0].longValue() + (inclusive && scaled[1].signum() == 0 ? 0 : 1);
        }

        /** The largest whole number up to a bound. */
        long most(long bound, boolean inclusive) {
            BigInteger[] scaled = of(bound);
            return scaled[0].longValue() - (inclusive || scaled[1].signum() != 0 ? 0 : 1);
        }
    }
}
