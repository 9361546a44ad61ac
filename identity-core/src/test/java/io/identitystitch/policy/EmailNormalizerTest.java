package io.identitystitch.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.IgnoreReason;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailNormalizerTest {
    private final Normalizer email = Normalizers.email();
    private final Locale locale = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(locale);
    }

    private String normal(String raw) {
        Normalizer.Result result = email.normalize(raw);
        assertThat(result)
                .as("of %s", raw.length() > 80 ? "a long one" : raw)
                .isInstanceOf(Normalizer.Normalized.class);
        return ((Normalizer.Normalized) result).value();
    }

    private IgnoreReason refusal(String raw) {
        Normalizer.Result result = email.normalize(raw);
        assertThat(result).isInstanceOf(Normalizer.Refused.class);
        return ((Normalizer.Refused) result).reason();
    }

    @Test
    void caseAndWhiteSpaceAtTheEndsDoNotCount() {
        assertThat(normal(" \t\u00A0Ann.Example@Shop.EXAMPLE\u200B\uFEFF\r\n")).isEqualTo("ann.example@shop.example");
    }

    @Test
    void tagsAndDotsAreTheProvidersBusiness() {
        assertThat(normal("a.n.n+news@gmail.com")).isEqualTo("a.n.n+news@gmail.com");
        assertThat(normal("a_b%c=d~e@x.org")).isEqualTo("a_b%c=d~e@x.org");
    }

    @Test
    void oneTrailingDotOfTheDomainIsDropped() {
        assertThat(normal("ann@x.org.")).isEqualTo("ann@x.org");
        assertThat(refusal("ann@x.org..")).isEqualTo(IgnoreReason.MALFORMED);
    }

    @Test
    void anInternationalDomainIsOneInBothItsForms() {
        assertThat(normal("ann@B\u00DCCHER.example")).isEqualTo("ann@xn--bcher-kva.example");
        assertThat(normal("ann@xn--bcher-kva.EXAMPLE")).isEqualTo("ann@xn--bcher-kva.example");
        assertThat(normal("ann@bu\u0308cher.example")).isEqualTo("ann@xn--bcher-kva.example");
        assertThat(normal("ann@\u4F8B\u3048.jp")).isEqualTo("ann@xn--r8jz45g.jp");
    }

    @ParameterizedTest
    @CsvSource({"stra\u00DFe, strasse", "\u03B2\u03CC\u03BB\u03BF\u03C2, \u03B2\u03CC\u03BB\u03BF\u03C3"})
    void domainsThatTwoEditionsOfIdnaMapDifferentlyStayTwo(String one, String other) {
        assertThat(normal("ann@" + one + ".example")).isNotEqualTo(normal("ann@" + other + ".example"));
    }

    @ParameterizedTest
    @CsvSource({
        "\uFB01nn@x.org, finn@x.org", // ligature
        "\uFF41nn@x.org, ann@x.org", // full width
        "a\u00B2@x.org, a2@x.org", // superscript
        "\u0430nn@x.org, ann@x.org", // Cyrillic a
        "stra\u00DFe@x.org, strasse@x.org", // sharp s
        "\u0131ris@x.org, iris@x.org", // dotless i
        "me\u017F\u017Fage@x.org, message@x.org", // long s
    })
    void compatibleFormsAndLookAlikesAreOtherMailboxes(String one, String other) {
        assertThat(normal(one)).isNotEqualTo(normal(other));
    }

    @Test
    void composedAndDecomposedAreOne() {
        assertThat(normal("zoe\u0308@x.org"))
                .isEqualTo(normal("ZO\u00CB@x.org"))
                .isEqualTo("zo\u00EB@x.org");
        // The Kelvin sign is K by canonical equivalence, which is not compatibility.
        assertThat(normal("\u212Aarl@x.org")).isEqualTo("karl@x.org");
    }

    @Test
    void theDottedCapitalKeepsItsDot() {
        assertThat(normal("\u0130ris@x.org")).isEqualTo("i\u0307ris@x.org").isNotEqualTo(normal("Iris@x.org"));
    }

    @Test
    void bothFormsOfSigmaStayWhatTheyAre() {
        assertThat(normal("\u03BF\u03B4\u03BF\u03C2@x.org")).isEqualTo("\u03BF\u03B4\u03BF\u03C2@x.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ann",
                "@x.org",
                "ann@",
                "a@b@c.org",
                "ann@.org",
                "ann@x..org",
                "an n@x.org",
                "\"ann\"@x.org",
                "ann@x.org, bob@x.org",
                "Ann <ann@x.org>",
                "ann@[127.0.0.1]",
                "mailto:ann@x.org",
                "ann\\@x.org",
                "a\u202Enn@x.org",
                "a\u200Dnn@x.org",
                "a\u0007nn@x.org",
                "ann@x\u3000.org",
                "ann@x.org\u2028x",
                "ann@",
                "'ann'@x.org",
                "(c)ann@x.org",
                "ann;@x.org"
            })
    void whatIsNoAddressIsMalformed(String raw) {
        assertThat(refusal(raw)).isEqualTo(IgnoreReason.MALFORMED);
    }

    @Test
    void anAddressOf254CharactersIsTheLongest() {
        String domain = "@" + "x".repeat(185) + ".org";
        assertThat(normal("a".repeat(64) + domain)).hasSize(254);
        assertThat(refusal("a".repeat(65) + domain)).isEqualTo(IgnoreReason.TOO_LONG);
        assertThat(refusal("a".repeat(4_000) + "@x.org")).isEqualTo(IgnoreReason.TOO_LONG);
    }

    @Test
    void onlyWhiteSpaceIsBlank() {
        assertThat(refusal("\u00A0\u200B")).isEqualTo(IgnoreReason.BLANK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr", "ar", "az", "lt"})
    void theDefaultLocaleDoesNotMatter(String language) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(normal("IRIS.TITAN@MAIL.EXAMPLE")).isEqualTo("iris.titan@mail.example");
        assertThat(normal("\u0130\u0049\u0131@\u0130.example")).isEqualTo(inRootLocale());
    }

    private String inRootLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.ROOT);
        try {
            return normal("\u0130\u0049\u0131@\u0130.example");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "tr", "ar", "az"})
    void aNormalFormIsItsOwnNormalFormAndNoLocaleChangesIt(String language) {
        String letters = "aAbIi\u0130\u0131kK\u212As\u017FS\u00DF\u1E9E\u03C3\u03C2\u03A3\u0345\u0399e\u0301\u00E9"
                + "\u0307\u0308\u1FB3\u01C5\u01C4\u2126\uFB01\u4F8B\u0660.+-_09";
        Random random = new Random(20_260_302);
        int normalized = 0;
        for (int i = 0; i < 20_000; i++) {
            String raw = word(random, letters) + '@' + word(random, letters) + ".example";
            Locale.setDefault(Locale.ROOT);
            Normalizer.Result expected = email.normalize(raw);
            Locale.setDefault(Locale.forLanguageTag(language));
            assertThat(email.normalize(raw)).isEqualTo(expected);
            if (expected instanceof Normalizer.Normalized once) {
                normalized++;
                assertThat(email.normalize(once.value()))
                        .as("again, of %s", codePoints(raw))
                        .isEqualTo(once);
            }
        }
        assertThat(normalized).isGreaterThan(10_000);
    }

    private static String word(Random random, String letters) {
        StringBuilder word = new StringBuilder("x");
        for (int i = random.nextInt(8); i >= 0; i--) {
            word.append(letters.charAt(random.nextInt(letters.length())));
        }
        return word.toString();
    }

    private static String codePoints(String text) {
        StringBuilder list = new StringBuilder();
        text.codePoints().forEach(c -> list.append(String.format("%04x ", c)));
        return list.toString();
    }
}
