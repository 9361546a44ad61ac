package io.identitystitch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JunkValuesTest {
    private static final List<String> FAMILIES = List.of(
            "null",
            "nil",
            "none",
            "undefined",
            "NaN",
            "true",
            "false",
            "anonymous",
            "anon",
            "guest",
            "unknown",
            "id",
            "distinct_id",
            "distinctId",
            "user_id",
            "userId",
            "email",
            "[object Object]",
            "n/a",
            "test",
            "-1",
            "0",
            "00000000-0000-0000-0000-000000000000",
            "00000000000000000000000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "test@test.com",
            "test@example.com",
            "noreply@shop.example",
            "no-reply@shop.example",
            "do-not-reply@shop.example",
            "not set",
            "");

    static Stream<String> dressed() {
        return FAMILIES.stream()
                .flatMap(value -> Stream.of(
                        value,
                        value.toUpperCase(Locale.ROOT),
                        "\"" + value + "\"",
                        "'" + value + "'",
                        "  " + value + "\u00A0\t",
                        "\\\"" + value + "\\\"",
                        "{" + value + "}",
                        "<" + value + ">",
                        "`" + value + "`"));
    }

    @ParameterizedTest
    @MethodSource("dressed")
    void whatStandsForNobodyIsJunkHoweverItIsDressed(String value) {
        assertThat(JunkValues.isJunk(value)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "10",
                "42",
                "nullable",
                "annull",
                "u-null",
                "anonymous-1",
                "guest42",
                "testing@test.com",
                "replyto@shop.example",
                "00000000-0000-0000-0000-000000000001",
                "undefined.behaviour@x.org",
                "truely",
                "fffffff0-ffff-ffff-ffff-ffffffffffff",
                "(x)",
                "not"
            })
    void whatOnlyLooksLikeItIsNot(String value) {
        assertThat(JunkValues.isJunk(value)).isFalse();
    }

    @Test
    void noLocaleHidesJunk() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(JunkValues.isJunk("UNDEFINED")).isTrue();
            assertThat(JunkValues.isJunk("DISTINCT_ID")).isTrue();
            assertThat(JunkValues.isJunk("GUEST")).isTrue();
        } finally {
            Locale.setDefault(before);
        }
    }
}
