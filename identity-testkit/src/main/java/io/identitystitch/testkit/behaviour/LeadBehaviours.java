package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.device;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Digest;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.LinkSource;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Leads: who becomes one, what is kept of one, and what never does. */
abstract class LeadBehaviours extends BehaviourPart {
    private static final IdentifierType CDP_ID = IdentifierType.of("cdp_id");

    LeadBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private Scene leads() {
        return scene(IdentityPolicy.leads().toBuilder()
                .type(TypeRule.ephemeral(CDP_ID).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "product_user_id", "crm_id", "map_id"})
    @Tag("S0-01")
    void anyOfTheFourLeadingIdentifiersCreatesALead(String type) {
        Scene scene = leads();
        Resolution answer = scene.seen(lead(type));
        assertThat(answer).isInstanceOf(Resolution.Created.class);
        assertThat(scene.profileOf(lead(type)).known()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "product_user_id", "crm_id", "map_id"})
    @Tag("S0-02")
    void aLeadThatExistsIsReturnedAndNothingIsWritten(String type) {
        Scene scene = leads();
        ProfileId lead = scene.seen(lead(type)).id();
        scene.store.reset();
        Resolution.Resolved again = scene.seen(lead(type));
        assertThat(again).isInstanceOf(Resolution.Matched.class);
        assertThat(again.id()).isEqualTo(lead);
        assertThat(scene.store.commits()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous_id", "cdp_id"})
    @Tag("S0-03")
    void anAnonymousIdAloneNeverCreatesALead(String type) {
        Scene leads = leads();
        Identifier visitor = Identifier.of(IdentifierType.of(type), "v-1");
        assertThat(leads.resolve(leads.request(visitor))).isInstanceOf(Resolution.Unidentified.class);
        assertThat(leads.isUnknown(visitor)).isTrue();
        assertThat(leads.store.commits()).isZero();

        Scene accounts = scene(IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.ephemeral(CDP_ID).build()));
        accounts.seen(visitor);
        assertThat(accounts.profileOf(visitor).known()).isFalse();
    }

    @Test
    @Tag("S0-04")
    void theRegistryTellsWhichTypesLastAndWhichPass() {
        IdentityPolicy policy = leads().policy;
        for (String type : List.of("email", "product_user_id", "crm_id", "map_id")) {
            TypeRule rule = policy.rule(IdentifierType.of(type));
            assertThat(rule.isPersistent()).as(type).isTrue();
            assertThat(rule.isEphemeral()).as(type).isFalse();
        }
        for (String type : List.of("anonymous_id", "cdp_id")) {
            TypeRule rule = policy.rule(IdentifierType.of(type));
            assertThat(rule.isEphemeral()).as(type).isTrue();
            assertThat(rule.isPersistent()).as(type).isFalse();
        }
    }

    @Test
    @Tag("S0-11")
    void anAnonymousIdThatComesWithALeadIsLinkedToItOnce() {
        Scene scene = leads();
        Resolution.Resolved created = scene.seen(anonymous("v-1"), email("ann@x.org"));
        assertThat(created).isInstanceOf(Resolution.Created.class);
        assertThat(links(scene, created.id(), IdentifierType.ANONYMOUS_ID))
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.ownerId()).isEqualTo(created.id());
                    assertThat(link.value()).contains("v-1");
                });

        ProfileId lead = scene.seen(email("bob@x.org")).id();
        assertThat(scene.seen(anonymous("v-2"), email("bob@x.org"))).isInstanceOf(Resolution.Linked.class);
        scene.store.reset();
        assertThat(scene.seen(anonymous("v-2"), email("bob@x.org"))).isInstanceOf(Resolution.Matched.class);
        assertThat(links(scene, lead, IdentifierType.ANONYMOUS_ID)).hasSize(1);
        assertThat(scene.store.commits()).isZero();
    }

    @Test
    @Tag("S0-12")
    void theRecordKeepsEveryIdentifierTheHashTheSourceAndTheTraits() {
        Scene scene = leads();
        Profile profile = scene.profile(
                scene.resolved(scene.request(anonymous("v-1"), email("ann@x.org"), user("u-1"), device("d-1"))
                                .source(LinkSource.INFERRED)
                                .trait("plan", "pro"))
                        .id());
        assertThat(scene.identifiersOf(profile.id()))
                .isEqualTo(Set.of(anonymous("v-1"), email("ann@x.org"), user("u-1"), device("d-1")));
        assertThat(profile.identifiers()).allMatch(link -> link.source() == LinkSource.INFERRED);
        assertThat(scene.linkOf(email("ann@x.org")).key().digest())
                .isEqualTo(Digest.sha256("ann@x.org".getBytes(StandardCharsets.UTF_8)));
        assertThat(profile.trait("plan")).contains(JsonText.of("pro"));
    }

    @ParameterizedTest
    @EnumSource(LinkSource.class)
    @Tag("S0-15")
    void aSourceIsOneOfThreeAndIsKept(LinkSource source) {
        Scene scene = leads();
        scene.resolve(scene.request(email("ann@x.org")).source(source));
        assertThat(scene.linkOf(email("ann@x.org")).source()).isEqualTo(source);
        assertThat(Stream.of(LinkSource.values()).map(LinkSource::wireName))
                .containsExactlyInAnyOrder("identify", "inferred", "manual");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1, \"a\" : [1,2.50, {\"x\":null}]}",
                "\"Zo\u00EB \\u00e9 \uD83D\uDE00\"",
                "1234567890123456789012345678901234567890",
                "1.10",
                " true",
                "null"
            })
    @Tag("S0-16")
    void traitsComeBackAsTheVeryJsonTextThatCame(String json) {
        Scene scene = leads();
        scene.resolve(scene.request(email("ann@x.org")).trait("t", JsonText.parse(json)));
        assertThat(scene.profileOf(email("ann@x.org")).trait("t").orElseThrow().json())
                .isEqualTo(json);
    }

    @Test
    @Tag("S0-26")
    void twoDevicesWithOneEmailAreOneLead() {
        Scene scene = leads();
        ProfileId phone = scene.seen(anonymous("phone"), email("ann@x.org")).id();
        ProfileId laptop = scene.seen(anonymous("laptop"), email("ann@x.org")).id();
        assertThat(laptop).isEqualTo(phone);
        assertThat(scene.who(anonymous("phone"))).isEqualTo(scene.who(anonymous("laptop")));
    }

    @Test
    @Tag("S0-27")
    void clearedCookiesLeaveBothAnonymousIdsWithTheLead() {
        Scene scene = scene();
        ProfileId lead = scene.seen(anonymous("before"), email("ann@x.org")).id();
        scene.passDays(1).seen(anonymous("after"));
        scene.passDays(1).seen(anonymous("after"), email("ann@x.org"));
        assertThat(scene.who(anonymous("before"))).isEqualTo(lead);
        assertThat(scene.who(anonymous("after"))).isEqualTo(lead);
    }

    @Test
    @Tag("S0-32")
    void nothingLinksAcrossTenants() {
        Scene here = leads();
        Scene there = leads();
        ProfileId ann = here.seen(email("ann@x.org"), anonymous("v-1")).id();
        assertThat(there.isUnknown(email("ann@x.org"))).isTrue();
        assertThat(there.isUnknown(anonymous("v-1"))).isTrue();
        ProfileId other = there.seen(email("ann@x.org"), anonymous("v-1")).id();
        assertThat(other).isNotEqualTo(ann);
        assertThat(there.identities.profile(ann)).isEmpty();
        assertThat(there.identities.graph().roots(List.of(ann, other))).containsOnlyKeys(other);
    }

    @Test
    @Tag("S0-33")
    void whatAnIdentificationLacksIsNamedAndNothingIsLinked() {
        Scene scene = leads();
        Resolution.Resolved nameless =
                scene.resolved(scene.request(email("ann@x.org")).anonymousId(null));
        assertThat(Scene.reasons(nameless, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.BLANK);
        assertThat(scene.identifiersOf(nameless.id())).isEqualTo(Set.of(email("ann@x.org")));

        Resolution unnamed = scene.resolve(scene.request(anonymous("v-9")).email(" "));
        assertThat(unnamed).isInstanceOf(Resolution.Unidentified.class);
        assertThat(Scene.reasons(unnamed, IdentifierType.EMAIL)).containsExactly(IgnoreReason.BLANK);
        assertThat(scene.isUnknown(anonymous("v-9"))).isTrue();
    }

    private static Identifier lead(String type) {
        return Identifier.of(IdentifierType.of(type), type.equals("email") ? "ann@x.org" : "A-1");
    }

    private static List<ProfileIdentifier> links(Scene scene, ProfileId id, IdentifierType type) {
        return scene.profile(id).identifiers().stream()
                .filter(link -> link.type().equals(type))
                .toList();
    }
}
