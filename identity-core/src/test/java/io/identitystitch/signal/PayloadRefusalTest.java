package io.identitystitch.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadRefusalTest {
    private static final String SAMPLE =
            "{\"a\":[1.5e3,-0,\"\\u00e9\\n\u20ac\ud83d\ude00\",true,false,null],\"b\":{\"c\":\"ann@x.org\"}}";

    private static PayloadResult refused(PayloadRefusal reason) {
        return new PayloadResult.Refused(reason);
    }

    private static PayloadResult parse(String json) {
        return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Payload.parse(json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "canary",
                "{",
                "}",
                "]",
                "[",
                "{\"a\":}",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "{\"a\":1}}",
                "{,}",
                "[1,]",
                "[,1]",
                "[1 2]",
                "1 2",
                "{} {}",
                "[] 1",
                "{\"a\":1]",
                "'canary'",
                "{canary:1}",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "nul",
                "nulls",
                "True",
                "01",
                "-01",
                "+1",
                ".5",
                "5.",
                "5.e1",
                "1e",
                "1e+",
                "-",
                "0x10",
                "1_000",
                "// canary\n1",
                "/* canary */ 1",
                "# canary\n1",
                "\"canary",
                "\"can\u0001ary\"",
                "\"can\nary\"",
                "\"\\x\"",
                "\"\\u12\"",
                "\"\\u12G4\"",
                "\u0000",
                "1\u0000",
                "\uFEFF{}",
                "\u00A0{}",
                "{}\u2028",
                "undefined",
                "[object Object]"
            })
    void whatIsNotOneJsonValueIsRefused(String text) {
        assertThat(parse(text)).isEqualTo(refused(PayloadRefusal.NOT_JSON));
        assertThat(Payload.parse(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(refused(PayloadRefusal.NOT_JSON));
    }

    @Test
    void aDocumentCutAnywhereIsRefused() {
        byte[] whole = SAMPLE.getBytes(StandardCharsets.UTF_8);
        assertThat(Payload.parse(whole)).isInstanceOf(PayloadResult.Read.class);
        for (int i = 0; i < whole.length; i++) {
            assertThat(Payload.parse(Arrays.copyOf(whole, i)))
                    .as("%d bytes", i)
                    .isEqualTo(refused(PayloadRefusal.NOT_JSON));
        }
        for (int i = 0; i < SAMPLE.length(); i++) {
            assertThat(Payload.parse(SAMPLE.substring(0, i)))
                    .as("%d chars", i)
                    .isInstanceOf(PayloadResult.Refused.class);
        }
    }

    @Test
    void aSpoiltDocumentIsReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("identity.seed", System.nanoTime());
        System.out.println("spoilt documents: seed " + seed);
        Random random = new Random(seed);
        byte[] whole = SAMPLE.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 10_000; i++) {
            byte[] spoilt = whole.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt(256);
            }
            if (Payload.parse(spoilt) instanceof PayloadResult.Read read) {
                assertThat(Payload.parse(read.payload().canonical().bytes())).isInstanceOf(PayloadResult.Read.class);
            }
        }
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        for (byte[] bytes : new byte[][] {
            {'"', (byte) 0x80, '"'},
            {'"', (byte) 0xC0, (byte) 0xAF, '"'},
            {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
            {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
            {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '1'},
            {'1', 0},
            {0, '1'},
            {(byte) 0xFF, (byte) 0xFE, '1', 0}
        }) {
            assertThat(Payload.parse(bytes)).isEqualTo(refused(PayloadRefusal.NOT_JSON));
        }
    }

    @Test
    void depthIsLimitedAndCostsNoStack() {
        for (String[] bracket : new String[][] {{"[", "", "]"}, {"{\"a\":", "1", "}"}, {"[{\"a\":", "[]", "}]"}}) {
            int each = bracket[0].length()
                    - bracket[0].replace("[", "").replace("{", "").length();
            int fits = (Payload.MAX_DEPTH - bracket[1].length() / 2) / each;
            assertThat(parse(nested(bracket, fits))).isInstanceOf(PayloadResult.Read.class);
            assertThat(parse(nested(bracket, fits + 1))).isEqualTo(refused(PayloadRefusal.TOO_DEEP));
            assertThat(parse(nested(bracket, 10_000))).isEqualTo(refused(PayloadRefusal.TOO_DEEP));
            assertThat(parse(bracket[0].repeat(100_000))).isEqualTo(refused(PayloadRefusal.TOO_DEEP));
        }
    }

    private static String nested(String[] bracket, int times) {
        return bracket[0].repeat(times) + bracket[1] + bracket[2].repeat(times);
    }

    @Test
    void tokensAreLimited() {
        assertThat(parse("[" + "1,".repeat(4_997) + "1]")).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse("[" + "1,".repeat(4_998) + "1]")).isEqualTo(refused(PayloadRefusal.TOO_MANY_TOKENS));
        StringBuilder members = new StringBuilder("{");
        for (int i = 0; i < 2_499; i++) {
            members.append(i == 0 ? "" : ",")
                    .append("\"m")
                    .append(i)
                    .append("\":")
                    .append(i);
        }
        assertThat(parse(members + "}")).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse(members + ",\"x\":1}")).isEqualTo(refused(PayloadRefusal.TOO_MANY_TOKENS));
    }

    @Test
    void sizeIsLimitedInBytes() {
        String full = "[\"" + "x".repeat(60_000) + "\"" + " ".repeat(Payload.MAX_BYTES - 60_004) + "]";
        assertThat(parse(full)).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse(full + " ")).isEqualTo(refused(PayloadRefusal.TOO_LARGE));
        String wide = full.replace("xxxxxx", "\u20ac\ud83d\ude00xxx");
        assertThat(wide.length()).isEqualTo(full.length());
        assertThat(parse(wide)).isEqualTo(refused(PayloadRefusal.TOO_LARGE));
        String fits = wide.substring(0, wide.length() - 1 - 10_000 * 4) + "]";
        assertThat(fits.getBytes(StandardCharsets.UTF_8)).hasSize(Payload.MAX_BYTES);
        assertThat(parse(fits)).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse(fits + " ")).isEqualTo(refused(PayloadRefusal.TOO_LARGE));
        assertThat(Payload.parse((fits + " ").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(refused(PayloadRefusal.TOO_LARGE));
        assertThat(parse("\"" + "x".repeat(10 << 20) + "\"")).isEqualTo(refused(PayloadRefusal.TOO_LARGE));
        assertThat(parse("[".repeat(10 << 20))).isEqualTo(refused(PayloadRefusal.TOO_LARGE));
    }

    @Test
    void stringsNamesAndNumbersAreLimited() {
        String string = "x".repeat(Payload.MAX_STRING);
        assertThat(parse('"' + string + '"')).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse('"' + string + "x\"")).isEqualTo(refused(PayloadRefusal.STRING_TOO_LONG));
        assertThat(parse("\"" + "\\u0001".repeat(Payload.MAX_STRING) + "\"")).isInstanceOf(PayloadResult.Read.class);
        String name = "x".repeat(Payload.MAX_NAME);
        assertThat(parse("{\"" + name + "\":1}")).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse("{\"" + name + "x\":1}")).isEqualTo(refused(PayloadRefusal.NAME_TOO_LONG));
        assertThat(parse("{\"" + "x".repeat(1_000_000) + "\":1}")).isEqualTo(refused(PayloadRefusal.NAME_TOO_LONG));
        assertThat(parse("9".repeat(Payload.MAX_NUMBER))).isInstanceOf(PayloadResult.Read.class);
        assertThat(parse("9".repeat(Payload.MAX_NUMBER + 1))).isEqualTo(refused(PayloadRefusal.NUMBER_TOO_LONG));
        assertThat(parse("0." + "9".repeat(1_000_000))).isEqualTo(refused(PayloadRefusal.NUMBER_TOO_LONG));
        assertThat(parse("[" + "9".repeat(1_000_000) + "]")).isEqualTo(refused(PayloadRefusal.NUMBER_TOO_LONG));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e400",
                "-1e400",
                "1e309",
                "1e999999999",
                "1.7976931348623159e308",
                "[1,{\"a\":1E+99999999999999999999}]"
            })
    void numbersBeyondADoubleAreRefused(String json) {
        assertThat(parse(json)).isEqualTo(refused(PayloadRefusal.NUMBER_TOO_LARGE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":1}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"b\":1,\"a\":1,\"b\":2}",
                "{\"b\":1,\"a\":1,\"a\":2}",
                "[{\"x\":{\"\":1,\"\":2}}]",
                "{\"\u00e9\":1,\"a\":2,\"\\u00E9\":3}"
            })
    void membersOfOneNameAreRefused(String json) {
        assertThat(parse(json)).isEqualTo(refused(PayloadRefusal.DUPLICATE_NAME));
    }

    @Test
    void namesMayComeAgainInOtherObjects() {
        assertThat(parse("{\"a\":{\"a\":1},\"b\":{\"a\":1},\"c\":[{\"a\":1},{\"a\":1}]}"))
                .isInstanceOf(PayloadResult.Read.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\\u0000\"",
                "\"a\\u0000b\"",
                "{\"\\u0000\":1}",
                "\"\\ud83d\"",
                "\"\\ude00\"",
                "\"\\ude00\\ud83d\"",
                "\"\\ud83dx\"",
                "\"\u20ac\\ud83d\"",
                "{\"\\ud83d\":1}",
                "[\"\\ud83d\\ud83d\\ude00\"]"
            })
    void whatNoStoreCanKeepIsRefused(String json) {
        assertThat(parse(json)).isEqualTo(refused(PayloadRefusal.NOT_STORABLE));
    }

    @Test
    void aLoneSurrogateInTheTextItselfIsRefused() {
        assertThat(parse("\"\ud83d\"")).isEqualTo(refused(PayloadRefusal.NOT_STORABLE));
        assertThat(parse("{\"\ude00\":1}")).isEqualTo(refused(PayloadRefusal.NOT_STORABLE));
        assertThat(parse("\ud83d")).isEqualTo(refused(PayloadRefusal.NOT_JSON));
        // Together they are a character, but the text as it was given could not be kept.
        assertThat(parse("\"\ud83d" + "\\ude00\"")).isEqualTo(refused(PayloadRefusal.NOT_STORABLE));
        assertThat(parse("{\"\\ud83d" + "\ude00\":1}")).isEqualTo(refused(PayloadRefusal.NOT_STORABLE));
    }

    @Test
    void noTextFormShowsTheContent() {
        Payload payload = PayloadCanonicalTest.read("{\"a\":\"canary\",\"e\":\"canary@x.org\"}");
        assertThat(payload.toString()).isEqualTo("Payload[33 characters]");
        assertThat(payload.canonical().toString()).isEqualTo("CanonicalJson[33 bytes]");
        assertThat(new PayloadResult.Read(payload).toString() + payload.emails())
                .doesNotContain("canary");
        assertThat(payload.text()).isEqualTo("{\"a\":\"canary\",\"e\":\"canary@x.org\"}");
    }

    @Test
    void theBytesCannotBeChangedFromOutside() {
        CanonicalJson canonical = PayloadCanonicalTest.read("{}").canonical();
        canonical.bytes()[0] = '!';
        assertThat(canonical.bytes()).containsExactly('{', '}');
        assertThat(canonical.length()).isEqualTo(2);
    }

    @Test
    void payloadsAreEqualByTheirText() {
        assertThat(PayloadCanonicalTest.read("[1]"))
                .isEqualTo(PayloadCanonicalTest.read("[1]"))
                .hasSameHashCodeAs(PayloadCanonicalTest.read("[1]"))
                .isNotEqualTo(PayloadCanonicalTest.read("[1.0]"));
        assertThat(PayloadCanonicalTest.read("[1.0]").canonical())
                .isEqualTo(PayloadCanonicalTest.read("[1]").canonical())
                .hasSameHashCodeAs(PayloadCanonicalTest.read("[1]").canonical());
    }
}
