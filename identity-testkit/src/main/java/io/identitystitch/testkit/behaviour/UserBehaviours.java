package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.device;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.JsonText;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TraitRule;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users: accounts of the host, and what is known of the people who have one. */
abstract class UserBehaviours extends BehaviourPart {
    private static final IdentifierType LOYALTY = IdentifierType.of("loyalty_id");

    UserBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42",
                "b6f0c1de-9a52-4a0b-9d11-2f1e6a7c8d90",
                "auth0|507f1f77",
                "Ann M\u00FCller",
                "/users/1?x=%20"
            })
    @Tag("S2-05")
    void theHostDecidesWhatAUserIdLooksLike(String id) {
        Scene scene = scene();
        ProfileId ann = scene.seen(user(id)).id();
        assertThat(scene.identifiersOf(ann)).isEqualTo(Set.of(user(id)));
    }

    @Test
    @Tag("S2-05")
    void aPersonHasOneUser() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("u-1"), email("ann@x.org")).id();
        Resolution.Resolved other = scene.passDays(1).seen(user("u-2"), email("ann@x.org"));
        assertThat(other.id()).isNotEqualTo(ann);
        assertThat(scene.identifiersOf(ann)).contains(user("u-1")).doesNotContain(user("u-2"));
    }

    @Test
    @Tag("S2-06")
    void identifyAndAliasCreateAUserThatLasts() {
        Scene scene = scene();
        ProfileId identified =
                scene.resolved(scene.request(user("u-1")).trait("plan", "pro")).id();
        ProfileId aliased = scene.seen(user("u-2"), anonymous("v-2")).id();
        scene.passDays(10_000);
        assertThat(scene.seen(user("u-1")).id()).isEqualTo(identified);
        assertThat(scene.seen(user("u-2")).id()).isEqualTo(aliased);
        assertThatThrownBy(() -> TypeRule.persistent(IdentifierType.USER_ID).timeToLive(Duration.ofDays(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("S2-13")
    void aPurchaseInAStoreFindsTheUserByEmail() {
        Scene scene = scene();
        ProfileId ann =
                scene.seen(user("u-1"), email("ann@x.org"), anonymous("web")).id();
        Resolution.Resolved purchase = scene.passDays(30).seen(email(" Ann@X.org "));
        assertThat(purchase.id()).isEqualTo(ann);
    }

    @Test
    @Tag("S2-16")
    void loyaltyCardsAndDevicesCanBeIdentifiers() {
        Scene scene = scene(IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.persistent(LOYALTY).priority(60).build())
                .type(TypeRule.ephemeral(IdentifierType.DEVICE_ID).limit(2).build()));
        Identifier card = Identifier.of(LOYALTY, "card-1");
        ProfileId ann = scene.seen(card).id();
        scene.seen(card, device("till-app"));
        scene.seen(card, email("ann@x.org"));
        assertThat(scene.who(device("till-app"))).isEqualTo(ann);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
    }

    @Test
    @Tag("S2-19")
    void identifyCreatesTheUserWithTraitsAndUpdatesThem() {
        Scene scene = scene();
        assertThat(scene.resolve(
                        scene.request(user("u-1")).trait("plan", "free").trait("city", "Bern")))
                .isInstanceOf(Resolution.Created.class);
        scene.passDays(1).resolve(scene.request(user("u-1")).trait("plan", "pro"));
        assertThat(scene.profileOf(user("u-1")).trait("plan")).contains(JsonText.of("pro"));
        assertThat(scene.profileOf(user("u-1")).trait("city")).contains(JsonText.of("Bern"));
    }

    @Test
    @Tag("S2-34")
    void whatACallSaidIsTrueForEveryoneWhenItReturns() {
        Scene scene = scene();
        for (int i = 0; i < 20; i++) {
            Identifier visitor = anonymous("v-" + i);
            ProfileId answer = scene.seen(user("u-" + i), visitor).id();
            try (IdentityResolver elsewhere = scene.resolver().build()) {
                assertThat(elsewhere.find(visitor).orElseThrow().profileId()).isEqualTo(answer);
                assertThat(elsewhere.profile(answer)).isPresent();
            }
        }
    }

    @Test
    void eachTraitFollowsItsOwnRuleInWhateverOrderItArrives() {
        Scene scene = scene(IdentityPolicy.defaults().toBuilder()
                .trait("signup_plan", TraitRule.EARLIEST)
                .trait("most", TraitRule.GREATEST)
                .trait("least", TraitRule.LEAST));
        Instant noon = scene.now();
        traits(scene, noon, 5);
        traits(scene, noon.minusSeconds(60), 10);
        traits(scene, noon.plusSeconds(60), 7);
        assertThat(scene.profileOf(user("u-1")).traits())
                .extracting(trait -> trait.name() + "=" + trait.value().json())
                .containsExactly("least=5", "most=10", "plan=7", "signup_plan=10");
    }

    private static void traits(Scene scene, Instant at, long value) {
        var request = scene.request(user("u-1")).observedAt(at);
        for (String name : new String[] {"plan", "signup_plan", "most", "least"}) {
            request.trait(name, JsonText.of(value));
        }
        scene.resolve(request);
    }
}
