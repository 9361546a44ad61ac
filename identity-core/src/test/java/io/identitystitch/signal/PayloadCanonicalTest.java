package io.identitystitch.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadCanonicalTest {
    static Payload read(String json) {
        PayloadResult result = Payload.parse(json);
        assertThat(result)
                .as("of %s", json.length() > 200 ? "a long one" : json)
                .isInstanceOf(PayloadResult.Read.class);
        return ((PayloadResult.Read) result).payload();
    }

    private static String canonical(String json) {
        return new String(read(json).canonical().bytes(), StandardCharsets.UTF_8);
    }

    /** RFC 8785 sections 3.2.2 to 3.2.4. */
    @Test
    void theExampleOfTheStandard() {
        String json = """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50,
                              2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """;
        String bytes = """
                7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
                75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
                5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
                65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
                5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
                30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d
                """;
        assertThat(read(json).canonical().bytes()).isEqualTo(HexFormat.of().parseHex(bytes.replaceAll("\\s", "")));
    }

    /** RFC 8785 section 3.2.3: by UTF-16 code units, where the emoji, a surrogate pair, comes before the Hebrew letter. */
    @Test
    void theSortingExampleOfTheStandard() {
        String json = """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """;
        assertThat(canonical(json))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"\u00f6\":\"Latin Small Letter O With Diaeresis\",\"\u20ac\":\"Euro Sign\","
                        + "\"\ud83d\ude00\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "{}|{}",
                "[ ]|[]",
                " null |null",
                "\"\"|\"\"",
                "[[],{},[{}]]|[[],{},[{}]]",
                "{\"b\":1,\"a\":2}|{\"a\":2,\"b\":1}",
                "{\"b\":{\"d\":[1,{\"f\":1,\"e\":2}],\"c\":{}},\"a\":[]}|{\"a\":[],\"b\":{\"c\":{},\"d\":[1,{\"e\":2,\"f\":1}]}}",
                "{\"a\":1,\"b\":{\"d\":1,\"c\":2},\"aa\":3}|{\"a\":1,\"aa\":3,\"b\":{\"c\":2,\"d\":1}}",
                "{\"\":1,\"A\":2,\"a\":3,\"B\":4}|{\"\":1,\"A\":2,\"B\":4,\"a\":3}",
                "{\"10\":1,\"9\":2}|{\"10\":1,\"9\":2}",
                "\"\\u0001\\u001F\\u007f\\u2028\\/\"|\"\\u0001\\u001f\u007f\u2028/\"",
                "\"\\b\\t\\n\\f\\r\\\"\\\\\"|\"\\b\\t\\n\\f\\r\\\"\\\\\"",
                "\"\\u0008\\u0009\\u000a\\u000C\\u000D\"|\"\\b\\t\\n\\f\\r\"",
                "\"e\\u0301 \\u00E9\"|\"e\u0301 \u00e9\"",
            })
    void spellingOrderAndWhiteSpaceDoNotCount(String json, String expected) {
        assertThat(canonical(json)).isEqualTo(expected);
    }

    @Test
    void textsOfAllLengthsOfUtf8() {
        String text = "a\u007f\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff";
        assertThat(read('"' + text + '"').canonical().bytes())
                .isEqualTo(('"' + text + '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFormDoesNotDependOnHowADocumentIsSpelled() {
        long seed = Long.getLong("identity.seed", System.nanoTime());
        System.out.println("documents: seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            RandomJson document = RandomJson.next(random);
            String json = document.spelled(random);
            Payload payload = read(json);
            CanonicalJson canonical = payload.canonical();
            String text = new String(canonical.bytes(), StandardCharsets.UTF_8);
            assertThat(read(document.spelled(random)).canonical()).isEqualTo(canonical);
            assertThat(read(text).canonical()).isEqualTo(canonical);
            assertThat(text).isEqualTo(document.canonical());
            assertThat(Payload.parse(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(new PayloadResult.Read(payload));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"1\"",
                "[1]",
                "{\"1\":1}",
                "{\"1\":\"1\"}",
                "true",
                "[true]",
                "[[1]]",
                "[1,1]",
                "\"\u00e9\"",
                "\"e\u0301\""
            })
    void otherMeaningsHaveOtherForms(String json) {
        assertThat(read(json).canonical()).isNotEqualTo(read("[]").canonical());
        assertThat(read(json).canonical().sha256())
                .isNotEqualTo(read("\"" + json.replace("\"", "\\\"") + " \"")
                        .canonical()
                        .sha256());
    }
}
