package io.identitystitch.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.identitystitch.IdentityResolver;
import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.Normalizer;
import io.identitystitch.policy.TypeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private static final String GOOGLE = "+16502530000";

    private static String normal(Normalizer normalizer, String raw) {
        Normalizer.Result result = normalizer.normalize(raw);
        assertThat(result).as("result for [%s]", raw).isInstanceOf(Normalizer.Normalized.class);
        return ((Normalizer.Normalized) result).value();
    }

    private static IgnoreReason refusal(Normalizer normalizer, String raw) {
        Normalizer.Result result = normalizer.normalize(raw);
        assertThat(result).as("result for [%s]", raw).isInstanceOf(Normalizer.Refused.class);
        return ((Normalizer.Refused) result).reason();
    }

    @Nested
    class InternationalForm {
        private final Normalizer e164 = PhoneNumbers.e164();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "+16502530000",
                    "+1 (650) 253-0000",
                    "  +1.650.253.0000\t",
                    "(+1) 650 253 0000",
                    "+1\u00A0650\u2011253\u20130000",
                    "\uFF0B\uFF11\uFF16\uFF15\uFF10 2530000",
                    "tel:+1-650-253-0000",
                    "TEL: +1 650 253 0000"
                })
        void isOneIdentifierHoweverItIsWritten(String written) {
            assertThat(normal(e164, written)).isEqualTo(GOOGLE);
        }

        @Test
        void readsDigitsOfOtherScripts() {
            assertThat(normal(e164, "+\u0664\u0669 \u0663\u0660 \u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668"))
                    .isEqualTo("+493012345678");
            assertThat(normal(e164, "+\u06F4\u06F9 \u06F3\u06F0 \u06F1\u06F2\u06F3\u06F4\u06F5\u06F6\u06F7\u06F8"))
                    .isEqualTo("+493012345678");
        }

        @Test
        void dropsTheDirectionMarksOfRightToLeftText() {
            assertThat(normal(e164, "\u202A+1 650 253 0000\u202C\u200E")).isEqualTo(GOOGLE);
        }

        @Test
        void dropsTheTrunkPrefixInBrackets() {
            assertThat(normal(e164, "+49 (0)30/12345678")).isEqualTo("+493012345678");
        }

        @Test
        void keepsTheZeroThatBelongsToAnItalianNumber() {
            assertThat(normal(e164, "+39 06 698 12345")).isEqualTo("+390669812345");
        }

        @ParameterizedTest
        @ValueSource(strings = {"650 253 0000", "030 12345678", "0049 30 12345678", "16502530000", "tel:2530000"})
        void guessesNoCountry(String national) {
            assertThat(refusal(e164, national)).isEqualTo(IgnoreReason.MALFORMED);
        }
    }

    @Nested
    class WithDefaultRegion {
        private final Normalizer german = PhoneNumbers.e164("DE");

        @ParameterizedTest
        @ValueSource(strings = {"030 12345678", "(030) 12345678", "0049 30 12345678", "+49 30 12345678"})
        void readsNumbersAsTheyAreDialledThere(String written) {
            assertThat(normal(german, written)).isEqualTo("+493012345678");
        }

        @Test
        void leavesForeignNumbersAlone() {
            assertThat(normal(german, "+1 650 253 0000")).isEqualTo(GOOGLE);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "XX", "de", "DEU", "Germany", "001"})
        void refusesARegionThatDoesNotExist(String region) {
            assertThatThrownBy(() -> PhoneNumbers.rule(region))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + region + "'");
        }
    }

    @Nested
    class Extensions {
        private final Normalizer e164 = PhoneNumbers.e164();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "+1 650 253 0000 x12",
                    "+1 650 253 0000 ext. 12",
                    "+1 650 253 0000, extension 12",
                    "+1 650 253 0000 #12",
                    "+1 650 253 0000 EXT 12",
                    "+1 650 253 0000 INT 12",
                    "+1 650 253 0000 доб. 12",
                    "+1 650 253 0000 ext \u0661\u0662",
                    "tel:+1-650-253-0000;ext=12"
                })
        void areKeptInOneForm(String written) {
            assertThat(normal(e164, written)).isEqualTo("+16502530000;ext=12");
        }

        @Test
        void tellColleaguesBehindOneExchangeApart() {
            assertThat(normal(e164, "+1 650 253 0000 x12")).isNotEqualTo(normal(e164, "+1 650 253 0000 x13"));
        }
    }

    @Nested
    class Junk {
        private final Normalizer e164 = PhoneNumbers.e164();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "null",
                    "undefined",
                    "[object Object]",
                    "+",
                    "+()",
                    "-",
                    "tel:",
                    "+0000000000",
                    "+10000000000",
                    "+1234",
                    "+999 123 456 789",
                    "+1 650 253 000",
                    "+1 650 253 00000",
                    "+1 650 253 000O",
                    "+1 800 FLOWERS",
                    "+49 30 12345 Bob",
                    "Bob +49 30 12345678",
                    "+49 30 12345678/79",
                    "+49 30 12345678 +49 30 12345679",
                    "++49 30 12345678",
                    "tel:7042;phone-context=example.com",
                    "tel:2530000;phone-context=+1650",
                    "+1 650 253 0000 ext 12345678",
                    "'; drop table id_link; --",
                    "+1'650'2530000"
                })
        void isMalformed(String junk) {
            IgnoreReason reason = refusal(e164, junk);
            assertThat(reason).isIn(IgnoreReason.MALFORMED, IgnoreReason.BLANK);
            assertThat(reason == IgnoreReason.BLANK).isEqualTo(junk.equals("tel:"));
        }

        /** Belarus: the plan takes the first 8 of the national number for a trunk prefix, twice. */
        @Test
        void isANumberThatItsOwnPlanReadsInTwoWays() {
            assertThat(refusal(e164, "+37588100440797")).isEqualTo(IgnoreReason.MALFORMED);
        }

        @Test
        void isTooLongBeyondAnyNumberingPlan() {
            assertThat(refusal(e164, "+49" + "1".repeat(20))).isEqualTo(IgnoreReason.TOO_LONG);
            assertThat(refusal(e164, "+1 650 253 0000 ".repeat(200))).isEqualTo(IgnoreReason.TOO_LONG);
        }

        @Test
        void isBlankWhereNothingCanBeSeen() {
            assertThat(refusal(e164, "\u200E \u202C\u00A0")).isEqualTo(IgnoreReason.BLANK);
        }
    }

    @Nested
    class AsARule {
        @Test
        void keepsTheRestOfTheDefaultRule() {
            TypeRule standard = IdentityPolicy.defaults().rule(IdentifierType.PHONE);
            for (TypeRule rule : List.of(PhoneNumbers.rule(), PhoneNumbers.rule("DE"))) {
                assertThat(rule.type()).isEqualTo(IdentifierType.PHONE);
                assertThat(rule.kind()).isEqualTo(standard.kind());
                assertThat(rule.priority()).isEqualTo(standard.priority()).isEqualTo(70);
                assertThat(rule.limit()).isEqualTo(standard.limit());
                assertThat(rule.createsProfile()).isEqualTo(standard.createsProfile());
            }
        }

        @Test
        void findsOnePersonUnderTwoWritings() {
            IdentityPolicy policy = IdentityPolicy.defaults().toBuilder()
                    .type(PhoneNumbers.rule())
                    .build();
            try (IdentityResolver identities = IdentityResolver.builder(InMemoryIdentityStore.create())
                    .policy(policy)
                    .build()) {
                Resolution first = identities.resolve(
                        ResolveRequest.builder().phone("+1 650 253 0000").build());
                Resolution second = identities.resolve(
                        ResolveRequest.builder().phone("tel:+1-650-253-0000").build());
                assertThat(second.profileId()).isPresent().isEqualTo(first.profileId());

                Resolution national = identities.resolve(
                        ResolveRequest.builder().phone("650 253 0000").build());
                assertThat(national.profileId()).isEmpty();
                assertThat(national.ignored())
                        .singleElement()
                        .satisfies(ignored -> assertThat(ignored.reason()).isEqualTo(IgnoreReason.MALFORMED));
            }
        }
    }

    @Nested
    class Laws {
        private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();

        @Test
        void leavesItsOwnOutputUnchanged() {
            long seed = System.nanoTime();
            Random random = new Random(seed);
            Normalizer e164 = PhoneNumbers.e164();
            Normalizer local = PhoneNumbers.e164("RU");
            int normalized = 0;
            for (int i = 0; i < 4_000; i++) {
                String raw = i % 2 == 0 ? mutated(random) : random(random);
                for (Normalizer normalizer : List.of(e164, local)) {
                    if (normalizer.normalize(raw) instanceof Normalizer.Normalized once) {
                        normalized++;
                        assertThat(normalizer.normalize(once.value()))
                                .as("[%s], seed %d", raw, seed)
                                .isEqualTo(once);
                        assertThat(e164.normalize(once.value()))
                                .as("[%s], seed %d", raw, seed)
                                .isEqualTo(once);
                    }
                }
            }
            assertThat(normalized).as("seed %d", seed).isGreaterThan(500);
        }

        @Test
        void knowsTheExampleOfEveryPlan() {
            Normalizer e164 = PhoneNumbers.e164();
            for (PhoneNumber example : examples()) {
                String expected = plans.format(example, PhoneNumberFormat.E164);
                assertThat(normal(e164, plans.format(example, PhoneNumberFormat.INTERNATIONAL)))
                        .isEqualTo(expected);
                assertThat(normal(e164, plans.format(example, PhoneNumberFormat.RFC3966)))
                        .isEqualTo(expected);
            }
        }

        @ParameterizedTest
        @CsvSource({"tr-TR", "ar-EG-u-nu-arab", "th-TH-u-nu-thai", "fa-IR"})
        void doesNotDependOnTheDefaultLocale(String tag) {
            Locale before = Locale.getDefault();
            try {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(normal(PhoneNumbers.e164(), "TEL:+1 650 253 0000 INT 12"))
                        .isEqualTo("+16502530000;ext=12");
                assertThat(normal(PhoneNumbers.e164("DE"), "030 12345678")).isEqualTo("+493012345678");
            } finally {
                Locale.setDefault(before);
            }
        }

        private List<PhoneNumber> examples() {
            List<PhoneNumber> examples = new ArrayList<>();
            for (String region : plans.getSupportedRegions()) {
                for (PhoneNumberType type : List.of(PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE)) {
                    PhoneNumber example = plans.getExampleNumberForType(region, type);
                    if (example != null) {
                        examples.add(example);
                    }
                }
            }
            return examples;
        }

        private final List<PhoneNumber> allExamples = examples();

        private String mutated(Random random) {
            PhoneNumber example = allExamples.get(random.nextInt(allExamples.size()));
            PhoneNumberFormat format = PhoneNumberFormat.values()[random.nextInt(PhoneNumberFormat.values().length)];
            StringBuilder text = new StringBuilder(plans.format(example, format));
            for (int edits = random.nextInt(3); edits > 0; edits--) {
                text.insert(random.nextInt(text.length() + 1), random.nextInt(10));
            }
            return random.nextInt(8) == 0 ? text + " ext. " + random.nextInt(100) : text.toString();
        }

        private String random(Random random) {
            StringBuilder text = new StringBuilder("+");
            int digits = 7 + random.nextInt(9);
            while (text.length() <= digits) {
                text.append(random.nextInt(10));
            }
            return text.toString();
        }
    }
}
