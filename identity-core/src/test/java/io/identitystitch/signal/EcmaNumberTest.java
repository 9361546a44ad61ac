package io.identitystitch.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcmaNumberTest {
    /** RFC 8785 appendix B, and the powers of two beside them. */
    @ParameterizedTest
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2",
        "0000000000000002, 1e-323",
        "000fffffffffffff, 2.225073858507201e-308",
        "0010000000000000, 2.2250738585072014e-308",
        "3cb0000000000000, 2.220446049250313e-16",
        "3ff0000000000000, 1",
    })
    void theTableOfTheStandard(String bits, String expected) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
        assertThat(written(value)).isEqualTo(expected);
        // Read from all its digits, and from what was written.
        String exact = new BigDecimal(value).round(new MathContext(40)).toString();
        assertThat(canonical(exact)).isEqualTo(expected);
        assertThat(canonical(expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7ff0000000000000", "fff0000000000000", "7fffffffffffffff", "7ff8000000000000"})
    void whatIsNoNumberIsNotWritten(String bits) {
        JsonBytes out = new JsonBytes(0);
        assertThat(EcmaNumber.write(Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16)), out))
                .isFalse();
        assertThat(out.length()).isZero();
    }

    /** The doubles that {@code Double.toString} gives other digits on JDK 17 than on 25. */
    @ParameterizedTest
    @CsvSource({
        "1E23, 1e+23",
        "2E23, 2e+23",
        "8.41E21, 8.41e+21",
        "2.0E-3, 0.002",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "1.00000000000000011102230246251565404, 1",
        "9.88e-324, 1e-323",
        "2.98023223876953125E-8, 2.9802322387695312e-8"
    })
    void theDigitsDoNotDependOnTheJdk(String text, String expected) {
        assertThat(canonical(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "-0, 0",
        "-0.000e-5, 0",
        "0e999999999999999999999, 0",
        "1e-400, 0",
        "-1e-999999999999999999999999, 0",
        "100, 100",
        "1.50, 1.5",
        "15e-1, 1.5",
        "0.0000150e5, 1.5",
        "1e20, 100000000000000000000",
        "123e18, 123000000000000000000",
        "1e21, 1e+21",
        "-12e21, -1.2e+22",
        "0.000001, 0.000001",
        "0.0000012, 0.0000012",
        "0.0000001, 1e-7",
        "-0.00000012, -1.2e-7",
        "999999999999999, 999999999999999",
        "9007199254740991, 9007199254740991",
        "9007199254740992, 9007199254740992",
        "9007199254740993, 9007199254740992",
        "9007199254740994, 9007199254740994",
        "9007199254740995, 9007199254740996",
        "12345678901234567, 12345678901234568",
        "0.1234567890123456789, 0.12345678901234568",
        "1.0000000000000000000000000000000000001, 1",
        "1E+2, 100",
        "1e0000000000000000000000000000000000000000000002, 100"
    })
    void everySpellingOfANumberIsOneText(String text, String expected) {
        assertThat(canonical(text)).isEqualTo(expected);
    }

    @Test
    void theTextIsReadBackAndNoShorterOneIs() {
        long seed = Long.getLong("identity.seed", System.nanoTime());
        int count = Integer.getInteger("identity.numbers", 20_000);
        System.out.println("numbers: " + count + ", seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            double value = Math.abs(random(random, i));
            if (Double.isFinite(value) && value > 0) {
                check(value);
            }
        }
    }

    @Test
    void powersOfTwoAndTheirNeighboursAreReadBackAndNoShorterOneIs() {
        for (int exponent = -1074; exponent <= 1023; exponent++) {
            double power = Math.scalb(1.0, exponent);
            for (double value : new double[] {Math.nextDown(power), power, Math.nextUp(power)}) {
                if (value > 0) {
                    check(value);
                }
            }
        }
        for (int exponent = -323; exponent <= 308; exponent++) {
            double power = Double.parseDouble("1e" + exponent);
            check(Math.nextDown(power));
            check(power);
            check(Math.nextUp(power));
        }
    }

    @Test
    void shortDecimalsAreTheirOwnText() {
        long seed = Long.getLong("identity.seed", System.nanoTime());
        System.out.println("short decimals: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            int places = 1 + random.nextInt(15);
            long digits = random.nextLong((long) Math.pow(10, places)) / 10 * 10 + 1 + random.nextInt(9);
            int exponent = random.nextInt(620) - 310;
            String text = digits + "e" + exponent;
            double value = Double.parseDouble(text);
            if (value >= Double.MIN_NORMAL && Double.isFinite(value)) {
                ShortestDigits shortest = ShortestDigits.of(value);
                BigDecimal decimal = BigDecimal.valueOf(shortest.digits(), -shortest.exponent());
                assertThat(decimal).as(text).isEqualByComparingTo(text);
                // The quick way, which does not look at the double, comes to the same.
                assertThat(canonical(text)).as(text).isEqualTo(written(value));
            }
        }
    }

    private static double random(Random random, int i) {
        return switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextDouble() * Math.pow(10, random.nextInt(12) - 3);
            case 2 -> (double) (random.nextLong() >> random.nextInt(16));
            default -> Double.longBitsToDouble((random.nextLong() >>> 1) & ~0L << random.nextInt(52));
        };
    }

    /** Against an oracle that rounds the exact value of the double and reads it back. */
    private static void check(double value) {
        ShortestDigits shortest = ShortestDigits.of(value);
        BigDecimal decimal = BigDecimal.valueOf(shortest.digits(), -shortest.exponent());
        int places = Long.toString(shortest.digits()).length();
        BigDecimal exact = new BigDecimal(value);
        if (Double.parseDouble(decimal.toString()) != value
                || shortest.digits() % 10 == 0
                || Double.parseDouble(written(value)) != value) {
            fail("%s became %s", exact, decimal);
        }
        for (BigDecimal shorter : around(exact, places - 1)) {
            if (Double.parseDouble(shorter.toString()) == value) {
                fail("%s became %s, but %s is shorter", exact, decimal, shorter);
            }
        }
        BigDecimal distance = decimal.subtract(exact).abs();
        for (BigDecimal other : around(exact, places)) {
            int order = Double.parseDouble(other.toString()) == value
                    ? other.subtract(exact).abs().compareTo(distance)
                    : 1;
            if (order < 0) {
                fail("%s became %s, but %s is closer", exact, decimal, other);
            }
            if (order == 0 && other.compareTo(decimal) != 0 && shortest.digits() % 2 != 0) {
                fail("%s became %s, but %s is even", exact, decimal, other);
            }
        }
        // Since 19 the JDK writes the shortest decimal, but never a single digit.
        if (Runtime.version().feature() >= 19
                && places > 1
                && new BigDecimal(Double.toString(value)).compareTo(decimal) != 0) {
            fail("%s became %s, but the JDK writes %s", exact, decimal, value);
        }
    }

    private static List<BigDecimal> around(BigDecimal exact, int places) {
        List<BigDecimal> decimals = new ArrayList<>();
        if (places > 0) {
            decimals.add(exact.round(new MathContext(places, RoundingMode.DOWN)));
            decimals.add(exact.round(new MathContext(places, RoundingMode.UP)));
        }
        return decimals;
    }

    private static String written(double value) {
        JsonBytes out = new JsonBytes(0);
        assertThat(EcmaNumber.write(value, out)).isTrue();
        return new String(out.toArray(), StandardCharsets.US_ASCII);
    }

    private static String canonical(String text) {
        JsonBytes out = new JsonBytes(0);
        assertThat(EcmaNumber.write(text.toCharArray(), 0, text.length(), out)).isTrue();
        return new String(out.toArray(), StandardCharsets.US_ASCII);
    }
}
