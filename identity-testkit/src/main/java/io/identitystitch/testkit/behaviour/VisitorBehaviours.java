package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.device;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.Normalizers;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visitors: what a cookie or an installation is to the person behind it. */
abstract class VisitorBehaviours extends BehaviourPart {
    private static final String HEX = "0123456789abcdef".repeat(4);

    VisitorBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    @Test
    @Tag("S2-01")
    void aPersonIsTheUnionOfWhatIsLinkedAndNothingMovesForIt() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        ProfileId ann = scene.seen(user("u-1")).id();
        scene.seen(anonymous("v-1"), user("u-1"));
        assertThat(scene.identifiersOf(ann)).isEqualTo(Set.of(anonymous("v-1"), user("u-1")));
        assertThat(scene.identifiersOf(visitor)).isEqualTo(scene.identifiersOf(ann));
        assertThat(scene.linkOf(anonymous("v-1")).ownerId()).isEqualTo(visitor);
        assertThat(scene.match(anonymous("v-1")).profileId()).isEqualTo(ann);
    }

    @ParameterizedTest
    @ValueSource(strings = {"visitor_id", "session_id"})
    @Tag("S2-02")
    void idsOf64HexDigitsAreTakenAndOtherShapesAsConfigured(String type) {
        IdentifierType id = IdentifierType.of(type);
        Scene strict = scene(IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.ephemeral(id).normalizer(Normalizers.hex64()).build()));
        assertThat(strict.seen(Identifier.of(id, HEX))).isInstanceOf(Resolution.Created.class);
        for (String shape : List.of(HEX.substring(1), HEX + "0", "g" + HEX.substring(1), "v-1")) {
            Resolution refused = strict.resolve(strict.request(Identifier.of(id, shape)));
            assertThat(Scene.reasons(refused, id)).containsExactly(IgnoreReason.MALFORMED);
        }
        Scene liberal = scene(IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.ephemeral(id).build()));
        assertThat(liberal.seen(Identifier.of(id, "v-1"))).isInstanceOf(Resolution.Created.class);
    }

    @Test
    @Tag("S2-04")
    void aPersonMayHaveManyVisitors() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("u-1")).id();
        for (int i = 0; i < 50; i++) {
            scene.pass(Duration.ofMinutes(1)).seen(user("u-1"), anonymous("v-" + i));
        }
        for (int i = 0; i < 50; i++) {
            assertThat(scene.who(anonymous("v-" + i))).isEqualTo(ann);
        }
    }

    @Test
    @Tag("S2-14")
    void aMobileAppJoinsTheUserWhenTheUserSignsInThere() {
        Scene scene = scene();
        scene.seen(anonymous("web"), user("u-1"));
        scene.pass(Duration.ofHours(2)).seen(anonymous("app"), device("phone-1"));
        scene.pass(Duration.ofHours(2)).seen(anonymous("app"), device("phone-1"), user("u-1"));
        assertThat(scene.who(device("phone-1"))).isEqualTo(scene.who(anonymous("web")));
        assertThat(scene.who(anonymous("app"))).isEqualTo(scene.who(user("u-1")));
    }

    @Test
    @Tag("S2-20")
    void identifyLinksTheVisitorThatItNamesAndNoOther() {
        Scene scene = scene();
        scene.seen(anonymous("v-1"));
        scene.seen(anonymous("v-2"));
        scene.resolve(scene.request(user("u-1"), anonymous("v-1")).trait("plan", "pro"));
        scene.resolve(scene.request(user("u-1")).trait("plan", "team"));
        assertThat(scene.who(anonymous("v-1"))).isEqualTo(scene.who(user("u-1")));
        assertThat(scene.who(anonymous("v-2"))).isNotEqualTo(scene.who(user("u-1")));
    }

    @Test
    @Tag("S2-21")
    void aliasLinksAVisitorToAUserWithoutTraits() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("u-1")).id();
        assertThat(scene.seen(user("u-1"), anonymous("v-1"))).isInstanceOf(Resolution.Linked.class);
        assertThat(scene.who(anonymous("v-1"))).isEqualTo(ann);
        assertThat(scene.profile(ann).traits()).isEmpty();
    }

    @Test
    @Tag("S2-27")
    void oneVisitorAndOneUserOfATenantAreOneHoweverManyCallsBringThemAtOnce() {
        for (Identifier identifier : List.of(anonymous("v-1"), user("u-1"))) {
            Scene scene = scene();
            List<ProfileId> answers =
                    atOnce(Collections.nCopies(8, () -> scene.seen(identifier).id()));
            assertThat(new HashSet<>(answers)).hasSize(1);
            assertThat(scene.identifiersOf(answers.get(0))).isEqualTo(Set.of(identifier));
        }
    }

    @Test
    @Tag("S2-28")
    void firstNeverMovesLaterAndLastNeverEarlier() {
        Scene scene = scene(IdentityPolicy.defaults().toBuilder().lastSeenGranularity(Duration.ZERO));
        Instant noon = scene.now();
        Identifier[] both = {anonymous("v-1"), user("u-1")};
        scene.resolve(scene.request(both).trait("plan", "pro"));
        scene.resolve(scene.request(both).observedAt(noon.minusSeconds(60)));
        scene.resolve(scene.request(both).observedAt(noon.plusSeconds(60)));
        scene.resolve(scene.request(both).observedAt(noon.minusSeconds(30)));
        scene.resolve(scene.request(both).observedAt(noon.plusSeconds(30)));
        for (Identifier identifier : both) {
            ProfileIdentifier link = scene.linkOf(identifier);
            assertThat(link.firstSeenAt()).isEqualTo(noon.minusSeconds(60));
            assertThat(link.lastSeenAt()).isEqualTo(noon.plusSeconds(60));
        }
        assertThat(scene.profileOf(user("u-1")).trait("plan")).isPresent();
        assertThat(scene.who(anonymous("v-1"))).isEqualTo(scene.who(user("u-1")));
    }

    @Test
    @Tag("S2-30")
    void oneVisitorIdInTwoTenantsIsTwoPersons() {
        Scene here = scene();
        Scene there = scene();
        ProfileId one = here.seen(anonymous("v-1")).id();
        ProfileId other = there.seen(anonymous("v-1")).id();
        assertThat(one).isNotEqualTo(other);
        here.seen(anonymous("v-1"), email("ann@x.org"));
        assertThat(there.isUnknown(email("ann@x.org"))).isTrue();
        assertThat(there.profileOf(anonymous("v-1")).known()).isFalse();
        assertThat(there.identities.profile(one)).isEmpty();
        assertThat(here.identities.forTenant(there.tenant).profile(one)).isEmpty();
        assertThat(here.identities.forTenant(there.tenant).profile(other)).isPresent();
    }

    @Test
    @Tag("S2-37")
    void nothingIsKeptThatTheHostDidNotPass() {
        Scene scene = scene();
        Profile visitor = scene.profile(scene.seen(anonymous("v-1")).id());
        assertThat(scene.identifiersOf(visitor.id())).isEqualTo(Set.of(anonymous("v-1")));
        assertThat(visitor.email()).isEmpty();
        assertThat(visitor.name()).isEmpty();
        assertThat(visitor.traits()).isEmpty();
        assertThat(visitor.firstTouch()).isEmpty();
        assertThat(visitor.lastTouch()).isEmpty();
        assertThat(visitor.devices().identities()).isEmpty();
        assertThat(visitor.identifiers()).allMatch(link -> link.context().isEmpty());
    }
}
