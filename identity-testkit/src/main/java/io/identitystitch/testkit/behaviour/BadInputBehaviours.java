package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.IgnoredFact;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.Touch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dirty data: a typed answer, the rest of the call kept, nothing printed. */
abstract class BadInputBehaviours extends BehaviourPart {
    private static final String CANARY = "canary7f3a";

    static final List<Arguments> UNUSABLE = List.of(
            Arguments.of(null, IgnoreReason.BLANK),
            Arguments.of("", IgnoreReason.BLANK),
            Arguments.of(" \t\u00A0\u200B", IgnoreReason.BLANK),
            Arguments.of((CANARY + "-").repeat(100_000), IgnoreReason.TOO_LONG),
            Arguments.of(CANARY + "\0", IgnoreReason.MALFORMED),
            Arguments.of(CANARY + "\uD83D", IgnoreReason.MALFORMED),
            Arguments.of("\uDE00" + CANARY, IgnoreReason.MALFORMED),
            Arguments.of(CANARY + "\u202E", IgnoreReason.MALFORMED),
            Arguments.of("null", IgnoreReason.BLOCKED),
            Arguments.of(" 'UNDEFINED' ", IgnoreReason.BLOCKED),
            Arguments.of("[object Object]", IgnoreReason.BLOCKED),
            Arguments.of("\"NaN\"", IgnoreReason.BLOCKED),
            Arguments.of("00000000-0000-0000-0000-000000000000", IgnoreReason.BLOCKED));

    BadInputBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @FieldSource("UNUSABLE")
    void anUnusableValueIsNamedAndTheRestOfTheCallIsKept(String value, IgnoreReason reason) {
        for (IdentifierType type : List.of(IdentifierType.USER_ID, IdentifierType.ANONYMOUS_ID)) {
            Scene scene = scene();
            Resolution.Resolved answer =
                    scene.resolved(scene.request(email("ann@x.org")).identifier(type, value));
            assertThat(Scene.reasons(answer, type)).containsExactly(reason);
            assertThat(scene.identifiersOf(answer.id())).isEqualTo(Set.of(email("ann@x.org")));
            assertThat(scene.resolve(scene.request().identifier(type, value)))
                    .isInstanceOf(Resolution.Unidentified.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann.Example@X.ORG", "ANN.EXAMPLE@x.org", "ann.example@x.org."})
    void oneAddressInDifferentCaseIsOnePerson(String address) {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann.example@x.org")).id();
        assertThat(scene.seen(email(address)).id()).isEqualTo(ann);
    }

    @Test
    void dottedAndDotlessAddressesAreDifferentPeople() {
        Scene scene = scene();
        ProfileId ascii = scene.seen(email("IRIS@x.org")).id();
        ProfileId dotted = scene.seen(email("\u0130r\u0130s@x.org")).id();
        ProfileId dotless = scene.seen(email("\u0131r\u0131s@x.org")).id();
        assertThat(Set.of(ascii, dotted, dotless)).hasSize(3);
        assertThat(scene.seen(email("iris@x.org")).id()).isEqualTo(ascii);
    }

    @Test
    void tenThousandIdentifiersInOneRequestAreCutAndAccountedFor() {
        Scene scene = scene();
        var request = scene.request(user("ann"));
        for (int i = 0; i < 10_000; i++) {
            request.anonymousId("v-" + i);
        }
        Resolution.Resolved answer = scene.resolved(request);
        List<IgnoreReason> reasons = Scene.reasons(answer, IdentifierType.ANONYMOUS_ID);
        assertThat(reasons).hasSize(9_001).containsOnly(IgnoreReason.TOO_MANY);
        assertThat(scene.who(anonymous("v-998"))).isEqualTo(scene.who(user("ann")));
        assertThat(scene.isUnknown(anonymous("v-999"))).isTrue();
    }

    @Test
    void aTypeWithoutARuleIsTheProgrammersMistakeAndNamed() {
        Scene scene = scene();
        Identifier odd = Identifier.of(IdentifierType.of("shoe_size"), CANARY);
        assertThatThrownBy(() -> scene.resolve(scene.request(user("ann"), odd)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shoe_size")
                .hasMessageNotContaining(CANARY);
        assertThatThrownBy(() -> scene.identities.find(odd)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scene.identities.resolveAll(List.of(
                        scene.request(user("ann")).build(), scene.request(odd).build())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(scene.isUnknown(user("ann"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "x;DROP TABLE", "../etc", "t\u00FCrk\u00E7e", "\0"})
    void aTenantOfAnotherShapeIsRefused(String tenant) {
        assertThatThrownBy(() -> TenantId.of(tenant)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TenantId.of("x".repeat(65))).isInstanceOf(IllegalArgumentException.class);
        assertThat(TenantId.of("A.b_c-9").value()).isEqualTo("A.b_c-9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'; DROP TABLE id_profile; --",
                "\") OR 1=1 --",
                "$$; SELECT pg_sleep(10); $$",
                "?1 :name ${x} {fn now()} \\'",
                "%_[a-z]\\"
            })
    void sqlInEveryStringIsJustText(String sql) {
        Scene scene = scene();
        String visible = sql.replace(' ', '+');
        Touch touch = new Touch(visible, scene.now(), true, new TreeMap<>(Map.of(sql, sql, "utm_source", sql)));
        ProfileId ann = scene.resolved(scene.request(user(sql), anonymous(sql + "v"))
                        .trait("note", sql)
                        .trait("json", JsonText.of(sql))
                        .touch(touch)
                        .context("userAgent", sql)
                        .source(LinkSource.MANUAL))
                .id();
        Profile profile = scene.profile(ann);
        assertThat(scene.identifiersOf(ann)).isEqualTo(Set.of(user(sql), anonymous(sql + "v")));
        assertThat(profile.trait("note").orElseThrow().asString()).contains(sql);
        assertThat(profile.firstTouch()).contains(touch);
        assertThat(profile.identifiers()).allMatch(link -> link.context().equals(Map.of("userAgent", sql)));
        assertThat(scene.who(user(sql))).isEqualTo(ann);
    }

    @Test
    void factsThatCannotBeKeptAreNamedAndTheOthersKept() {
        Scene scene = scene();
        Touch touch = Touch.attributed(
                scene.now(),
                Map.of(
                        "utm_source",
                        "s",
                        "bad",
                        "a\0b",
                        "half",
                        "\uD83D",
                        "x".repeat(300),
                        "y",
                        "huge",
                        "z".repeat(9_000)));
        Resolution.Resolved answer = scene.resolved(scene.request(user("ann"))
                .trait("city", "Bern")
                .trait("nul", "a\0b")
                .trait("none", (String) null)
                .trait("long", "l".repeat(100_000))
                .touch(touch));
        assertThat(answer.details().ignoredFacts())
                .extracting(IgnoredFact::name)
                .containsExactlyInAnyOrder(
                        "nul", "none", "long", "touch.bad", "touch.half", "touch." + "x".repeat(64), "touch.huge");
        Profile ann = scene.profile(answer.id());
        assertThat(ann.traits()).extracting(trait -> trait.name()).containsExactly("city");
        assertThat(ann.firstTouch().orElseThrow().fields()).containsOnlyKeys("utm_source");
    }

    @Test
    void nothingOfAnyValueIsPrinted() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(capture);
            System.setErr(capture);
            Scene scene = scene();
            UNUSABLE.forEach(bad -> scene.resolve(scene.request(user(CANARY), email(CANARY + "@x.org"))
                    .anonymousId((String) bad.get()[0])
                    .trait("t", CANARY)));
            Stream.of(CANARY, CANARY + "2").forEach(id -> scene.seen(user(id), email(CANARY + "@x.org")));
            assertThatThrownBy(() -> scene.identities
                            .using(new FailingCommits(scene.store))
                            .resolve(scene.request(user(CANARY), anonymous(CANARY))
                                    .build()))
                    .hasMessageNotContaining(CANARY);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);
    }
}
