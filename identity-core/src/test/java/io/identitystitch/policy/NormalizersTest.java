package io.identitystitch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IgnoreReason;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalizersTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    private static Normalizer.Result normalized(String value) {
        return new Normalizer.Normalized(value);
    }

    private static Normalizer.Result refused(IgnoreReason reason) {
        return new Normalizer.Refused(reason);
    }

    @Test
    void anOpaqueIdKeepsItsCaseAndItsInside() {
        assertThat(Normalizers.opaque().normalize(" aB\u00A0c/1 \u200B")).isEqualTo(normalized("aB\u00A0c/1"));
    }

    @Test
    void anOpaqueIdIsComposedAndNeverFolded() {
        assertThat(Normalizers.opaque().normalize("e\u0301")).isEqualTo(normalized("\u00E9"));
        assertThat(Normalizers.opaque().normalize("\uFB01\uFF41\u00B2")).isEqualTo(normalized("\uFB01\uFF41\u00B2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u0000b", "a\nb", "a\u202Eb", "a\u200Db", "a\u00ADb", "a\u2028b", "a\uFEFFb", "\u0085a\u0001"})
    void anOpaqueIdWithInvisibleCharactersIsMalformed(String raw) {
        assertThat(Normalizers.opaque().normalize(raw)).isEqualTo(refused(IgnoreReason.MALFORMED));
    }

    @Test
    void anOpaqueIdHasAtMost512Characters() {
        assertThat(Normalizers.opaque().normalize("x".repeat(512))).isEqualTo(normalized("x".repeat(512)));
        assertThat(Normalizers.opaque().normalize("x".repeat(513))).isEqualTo(refused(IgnoreReason.TOO_LONG));
        assertThat(Normalizers.opaque().normalize("\u2003")).isEqualTo(refused(IgnoreReason.BLANK));
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr", "ar", "az"})
    void opaqueIdsAreStableInEveryLocale(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
        Random random = new Random(7);
        for (int i = 0; i < 5_000; i++) {
            String raw = random.ints(12, 0x20, 0x2FFF)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            if (Normalizers.opaque().normalize(raw) instanceof Normalizer.Normalized once) {
                assertThat(Normalizers.opaque().normalize(once.value())).isEqualTo(once);
            }
        }
    }

    @Test
    void a64DigitIdIsFoldedToLowerCaseAlsoInTurkish() {
        Locale.setDefault(Locale.forLanguageTag("tr"));
        assertThat(Normalizers.hex64().normalize(" " + HEX.toUpperCase(Locale.ROOT) + "\n"))
                .isEqualTo(normalized(HEX));
    }

    @Test
    void anyOtherShapeThan64DigitsIsMalformed() {
        for (String raw : new String[] {
            HEX.substring(1), HEX + "0", "g" + HEX.substring(1), "0x" + HEX, "\uFF10" + HEX.substring(1)
        }) {
            assertThat(Normalizers.hex64().normalize(raw)).isEqualTo(refused(IgnoreReason.MALFORMED));
        }
    }
}
