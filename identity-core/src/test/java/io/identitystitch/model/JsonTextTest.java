package io.identitystitch.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[ ]", " {\"a\" : [1, 2.50, null, true]}\n", "\"\\u0041\"", "-0.0e10", "null", "\"\""})
    void aJsonValueIsKeptCharacterForCharacter(String json) {
        assertThat(JsonText.parse(json).json()).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "canary",
                "{\"canary\":}",
                "{\"canary\":1}}",
                "1 2",
                "[1,]",
                "'canary'",
                "{canary:1}",
                "NaN",
                "\"canary",
                "01",
                "+1",
                "// canary\n1",
                "\"can\u0001ary\"",
                "[1",
                "\"\\x\""
            })
    void anythingElseIsRefusedWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> JsonText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageNotContaining("canary");
    }

    @Test
    void lengthDepthAndDigitsAreLimited() {
        JsonText.parse("[".repeat(32) + "]".repeat(32));
        assertThatThrownBy(() -> JsonText.parse("[".repeat(33) + "]".repeat(33)))
                .isInstanceOf(IllegalArgumentException.class);
        JsonText.parse("9".repeat(64));
        assertThatThrownBy(() -> JsonText.parse("9".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        String longest = '"' + "x".repeat(JsonText.MAX_LENGTH - 2) + '"';
        assertThat(JsonText.parse(longest).json()).hasSize(JsonText.MAX_LENGTH);
        assertThatThrownBy(() -> JsonText.parse(longest + " ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.of("x".repeat(JsonText.MAX_LENGTH - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.of(new BigDecimal("9".repeat(65))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatNoStoreCanKeepIsRefused() {
        assertThatThrownBy(() -> JsonText.parse("\"\uD83D\"")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.of("a\0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JsonText.of("\uDE00")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "q\"uo\\te", "line\n\t\u0001", "\uD83D\uDE00 \u2028", "</script>"})
    void aTextSurvivesQuoting(String text) {
        assertThat(JsonText.of(text).asString()).contains(text);
        assertThat(JsonText.parse(JsonText.of(text).json())).isEqualTo(JsonText.of(text));
    }

    @Test
    void numbersAndBooleansAreNoTexts() {
        assertThat(JsonText.of(-7).json()).isEqualTo("-7");
        assertThat(JsonText.of(new BigDecimal("1.50")).json()).isEqualTo("1.50");
        assertThat(JsonText.of(true).json()).isEqualTo("true");
        assertThat(JsonText.of(true).asString()).isEmpty();
        assertThat(JsonText.parse(" \"x\"").asString()).contains("x");
    }
}
