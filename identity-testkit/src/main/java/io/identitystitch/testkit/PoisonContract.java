package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredIdentifier;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bad input through every entry: used in one form or left out with a reason, never an exception, never in a log. */
abstract class PoisonContract extends ContractPart {
    /** Appended to values so that a leak is found whatever became of the rest. */
    private static final String CANARY = "zq9canary";

    private static final IdentifierType SSO = IdentifierType.of("sso_id");
    private static final IdentityPolicy POLICY = IdentityPolicy.devices().toBuilder()
            .type(TypeRule.persistent(SSO).build())
            .build();

    PoisonContract(IdentityStoreContract contract) {
        super(contract);
    }

    @Test
    void corpusHasMoreThanFourHundredValues() {
        assertThat(PoisonCorpus.values()).hasSizeGreaterThan(400).doesNotHaveDuplicates();
    }

    /** D16. */
    @Test
    void valuesThatStandForNobodyAreIgnoredWhateverTheirType() {
        Workbench bench = bench(POLICY);
        for (TypeRule rule : linking()) {
            for (String value : PoisonCorpus.nobody()) {
                assertThat(reason(bench, rule.type(), value))
                        .as("%s as %s", readable(value), rule)
                        .isIn(
                                Optional.of(IgnoreReason.BLOCKED),
                                Optional.of(IgnoreReason.BLANK),
                                Optional.of(IgnoreReason.MALFORMED));
            }
        }
    }

    @Test
    void blankValuesAreIgnoredAsBlank() {
        Workbench bench = bench(POLICY);
        for (TypeRule rule : linking()) {
            for (String value : PoisonCorpus.blank()) {
                assertThat(reason(bench, rule.type(), value))
                        .as("%s as %s", readable(value), rule)
                        .contains(IgnoreReason.BLANK);
            }
        }
    }

    @Test
    void normalFormIsItsOwnNormalFormInEveryLocale() {
        Workbench bench = bench(POLICY);
        Locale before = Locale.getDefault();
        try {
            for (TypeRule rule : linking()) {
                for (String value : PoisonCorpus.values()) {
                    Locale.setDefault(Locale.ROOT);
                    Optional<String> normal = normal(bench, rule.type(), value);
                    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
                    assertThat(normal(bench, rule.type(), value))
                            .as("%s as %s in Turkish", readable(value), rule)
                            .isEqualTo(normal);
                    normal.ifPresent(form -> assertThat(normal(bench, rule.type(), form))
                            .as("the normal form of %s as %s", readable(value), rule)
                            .contains(form));
                }
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    /** Two spellings of one text are one identifier; texts that only look alike are two. */
    @Test
    void onlySpellingsOfOneTextAreOneIdentifier() {
        Workbench bench = bench(POLICY);
        assertThat(mail(bench, "caf\u00e9@mail.example")).isEqualTo(mail(bench, "CAFE\u0301@mail.example"));
        assertThat(mail(bench, "a@m\u00fcnchen.example")).isEqualTo(mail(bench, "a@xn--mnchen-3ya.example"));
        assertThat(mail(bench, "I@mail.example")).isEqualTo(mail(bench, "i@mail.example"));
        assertThat(mail(bench, "\u0430@mail.example")).isNotEqualTo(mail(bench, "a@mail.example"));
        assertThat(mail(bench, "\uff41@mail.example")).isNotEqualTo(mail(bench, "a@mail.example"));
        assertThat(mail(bench, "\u0131@mail.example")).isNotEqualTo(mail(bench, "i@mail.example"));
        assertThat(mail(bench, "\u00df@mail.example")).isNotEqualTo(mail(bench, "ss@mail.example"));
        assertThat(mail(bench, "\u2460@mail.example")).isNotEqualTo(mail(bench, "1@mail.example"));
        assertThat(normal(bench, SSO, "\u1d2e\u1d35\u1d33\u1d2e\u1d35\u1d3f\u1d30"))
                .isNotEqualTo(normal(bench, SSO, "BIGBIRD"));
    }

    @Test
    void everyEntryTakesEveryValueAndLeaksNone() {
        IdentityResolver identities = resolver(POLICY);
        List<TypeRule> rules = List.copyOf(POLICY.rules());
        List<String> values = PoisonCorpus.values();
        Set<String> words = new HashSet<>(PoisonCorpus.nobody());
        words.addAll(PoisonCorpus.blank());
        String log = captured(() -> {
            for (int i = 0; i < values.size(); i++) {
                // With a canary before it a word is another word.
                String value = words.contains(values.get(i)) ? values.get(i) : CANARY + values.get(i);
                IdentifierType type = rules.get(i % rules.size()).type();
                String good = "good-" + i;
                assertThatCode(() -> askAll(identities, type, good, value))
                        .as("%s, looked up as %s", readable(value), type)
                        .doesNotThrowAnyException();
            }
        });
        assertThat(log.contains(CANARY)).as("a value in a log").isFalse();
    }

    /** One value as everything that a call can bring. The good identifier of a call is used whatever comes with it. */
    private static void askAll(IdentityResolver identities, IdentifierType type, String good, String value) {
        Identifier identifier = Identifier.of(type, value);
        saidNothing(identifier);
        saidNothing(identities.find(identifier));
        saidNothing(identities.signedOut(value));
        ResolveRequest.Builder builder = ResolveRequest.builder()
                .identifier(IdentifierType.MAP_ID, good)
                .trait("plan", value)
                .context("userAgent", value)
                .touch(Touch.attributed(Instant.EPOCH, new TreeMap<>(Map.of("utm_source", value))));
        POLICY.rules().forEach(rule -> builder.identifier(rule.type(), value));
        ResolveRequest request = builder.build();
        saidNothing(request);
        saidNothing(identities.preview(request));
        Resolution answer = identities.resolve(request);
        saidNothing(answer);
        saidNothing(identities.resolveAll(List.of(request)));
        ProfileId id = answer.profileId().orElseThrow();
        saidNothing(identities.profile(id).orElseThrow());
        saidNothing(identities.steward().identifiers(id, PageRequest.FIRST));
        saidNothing(identities.steward().conflicts(PageRequest.FIRST));
    }

    private static void saidNothing(Object object) {
        assertThat(object.toString().contains(CANARY))
                .as("a value in the text form of %s", object.getClass().getSimpleName())
                .isFalse();
    }

    /** The name of a field of a touch comes from a query string, so anything can be in it. */
    @Test
    void everyFieldNameOfATouchIsTaken() {
        IdentityResolver identities = resolver(POLICY);
        for (String name : PoisonCorpus.values()) {
            Touch touch = Touch.attributed(Instant.EPOCH, new TreeMap<>(Map.of("utm_source", "x", name, "y")));
            assertThatCode(() -> identities.resolve(ResolveRequest.builder()
                            .email("named@mail.example")
                            .touch(touch)
                            .build()))
                    .as("%s", readable(name))
                    .doesNotThrowAnyException();
        }
    }

    /** A programmer's error is said at once, and says nothing of the value. */
    @Test
    void namesOfAnotherShapeAreRefusedWithoutTheirValue() {
        for (String value : PoisonCorpus.values()) {
            String poison = CANARY + " " + value;
            for (Runnable error : List.<Runnable>of(
                    () -> TenantId.of(poison),
                    () -> IdentifierType.of(poison),
                    () -> ProfileId.of(poison),
                    () -> ResolveRequest.builder().trait(poison, "x"),
                    () -> ResolveRequest.builder().context(poison, "x"),
                    () -> new Touch(poison, Instant.EPOCH, true, new TreeMap<>()),
                    () -> JsonText.parse(poison))) {
                assertThatCode(error::run)
                        .as("%s", readable(value))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasNoCause()
                        .hasMessageNotContaining(CANARY);
            }
        }
    }

    @Test
    void requestOfTenThousandIdentifiersIsUsedAsFarAsThePolicyAllows() {
        IdentityResolver identities = resolver(UNLIMITED);
        ResolveRequest.Builder request = ResolveRequest.builder();
        for (int i = 0; i < 10_000; i++) {
            request.email(i + ".crowd@mail.example");
        }
        Resolution answer = identities.resolve(request.build());
        assertThat(answer.profileId()).isPresent();
        assertThat(answer.ignored())
                .hasSize(10_000 - UNLIMITED.maxIdentifiers())
                .extracting(IgnoredIdentifier::reason)
                .containsOnly(IgnoreReason.TOO_MANY);
    }

    /** D15. */
    @Test
    void momentThatIsAYearOffIsClamped() {
        IdentityResolver identities = resolver(UNLIMITED);
        Instant before = Instant.now();
        for (Instant at : List.of(before.plusSeconds(31_536_000), before.minusSeconds(31_536_000), Instant.EPOCH)) {
            Resolution answer = identities.resolve(ResolveRequest.builder()
                    .email("late@mail.example")
                    .observedAt(at)
                    .build());
            assertThat(answer.profileId()).isPresent();
        }
        var shown = identities
                .profile(identities
                        .find(History.id("email", "late@mail.example"))
                        .orElseThrow()
                        .profileId())
                .orElseThrow()
                .identifiers()
                .get(0);
        assertThat(shown.lastSeenAt()).isBetween(before, before.plusSeconds(900));
        assertThat(shown.firstSeenAt()).isBetween(before.minusSeconds(72 * 3600 + 1), before);
    }

    private static List<TypeRule> linking() {
        return POLICY.rules().stream()
                .filter(rule -> rule.isPersistent() || rule.isEphemeral())
                .toList();
    }

    private static Observation observe(Workbench bench, IdentifierType type, String value) {
        return bench.observe(
                ResolveRequest.builder().identifier(type, value).imported().build());
    }

    private static Optional<String> normal(Workbench bench, IdentifierType type, String value) {
        return observe(bench, type, value).identifiers().stream()
                .map(ObservedIdentifier::identifier)
                .map(Identifier::value)
                .findFirst();
    }

    private static String mail(Workbench bench, String value) {
        return normal(bench, IdentifierType.EMAIL, value).orElseThrow();
    }

    private static Optional<IgnoreReason> reason(Workbench bench, IdentifierType type, String value) {
        return observe(bench, type, value).ignored().stream()
                .map(IgnoredIdentifier::reason)
                .findFirst();
    }

    /** What is written to the standard streams, where loggers write unless told otherwise. */
    private static String captured(Runnable work) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream capture = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        System.setOut(capture);
        System.setErr(capture);
        try {
            work.run();
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A value as a failure shows it: escaped and cut. */
    private static String readable(String value) {
        StringBuilder text = new StringBuilder();
        value.chars()
                .limit(40)
                .forEach(c ->
                        text.append(c > 0x20 && c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return text + (value.length() > 40 ? "... (" + value.length() + ")" : "");
    }
}
