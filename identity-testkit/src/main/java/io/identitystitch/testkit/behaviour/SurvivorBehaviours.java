package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.crm;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.product;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merges: who remains, and what becomes of the others. */
abstract class SurvivorBehaviours extends BehaviourPart {
    private static final Instant OLD = Instant.parse("2019-05-01T00:00:00Z");
    private static final Instant NEW = OLD.plus(Duration.ofDays(400));

    SurvivorBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    @Test
    @Tag("S0-21")
    void oneCallThatNamesTwoLeadsMergesThem() {
        Scene scene = scene();
        ProfileId byEmail = scene.seen(email("ann@x.org")).id();
        ProfileId byProduct = scene.seen(product("p-1")).id();
        scene.store.reset();
        Resolution.Resolved both = scene.seen(email("ann@x.org"), product("p-1"));
        assertThat(both).isInstanceOf(Resolution.Merged.class);
        assertThat(both.details().absorbed()).hasSize(1).isSubsetOf(byEmail, byProduct);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(both.id());
        assertThat(scene.who(product("p-1"))).isEqualTo(both.id());
        assertThat(scene.store.commits()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    @Tag("S0-22")
    @Tag("D1")
    void theOlderLeadRemainsWhicheverIdentifierFoundItInWhateverOrder(boolean emailIsOlder, boolean emailFirst) {
        Scene scene = scene();
        Identifier older = emailIsOlder ? email("ann@x.org") : product("p-1");
        Identifier younger = emailIsOlder ? product("p-1") : email("ann@x.org");
        // The younger one comes first and so has the smaller id.
        scene.createdAt(NEW, younger);
        ProfileId oldest = scene.pass(Duration.ofHours(1)).createdAt(OLD, older);
        Resolution.Resolved merged = emailFirst
                ? scene.seen(email("ann@x.org"), product("p-1"))
                : scene.seen(product("p-1"), email("ann@x.org"));
        assertThat(merged.id()).isEqualTo(oldest);
    }

    @Test
    @Tag("D1")
    void ofTwoOfOneAgeTheSmallerIdRemains() {
        Scene scene = scene();
        ProfileId a = scene.createdAt(OLD, email("ann@x.org"));
        ProfileId b = scene.pass(Duration.ofHours(1)).createdAt(OLD, product("p-1"));
        ProfileId smaller = a.compareTo(b) < 0 ? a : b;
        assertThat(scene.seen(product("p-1"), email("ann@x.org")).id()).isEqualTo(smaller);
    }

    @Test
    @Tag("D1")
    void aKnownPersonRemainsWhereAnAnonymousOneIsOlder() {
        Scene scene = scene();
        scene.createdAt(OLD, anonymous("v-1"));
        ProfileId known = scene.createdAt(NEW, email("ann@x.org"));
        assertThat(scene.seen(anonymous("v-1"), email("ann@x.org")).id()).isEqualTo(known);
    }

    @Test
    @Tag("D1")
    void aLinkNeverChangesWhoAnswers() {
        Scene scene = scene();
        ProfileId root = scene.createdAt(NEW, email("ann@x.org"));
        Resolution.Resolved linked = scene.resolved(
                scene.request(email("ann@x.org"), crm("c-1"), anonymous("v-1")).createdAt(OLD));
        assertThat(linked).isInstanceOf(Resolution.Linked.class);
        assertThat(linked.id()).isEqualTo(root);
        assertThat(scene.profile(root).createdAt()).isEqualTo(NEW);
    }

    @Test
    @Tag("S0-24")
    void aDuplicateStaysStoredAsMerged() {
        Scene scene = scene();
        ProfileId older = scene.createdAt(OLD, email("ann@x.org"));
        ProfileId younger = scene.createdAt(NEW, product("p-1"));
        assertThat(scene.profile(younger).status()).isEqualTo(ProfileStatus.ACTIVE);
        scene.seen(email("ann@x.org"), product("p-1"));
        Profile duplicate = scene.profile(younger);
        assertThat(duplicate.status()).isEqualTo(ProfileStatus.MERGED);
        assertThat(duplicate.askedId()).isEqualTo(younger);
        assertThat(duplicate.id()).isEqualTo(older);
        assertThat(duplicate.mergedAt()).isPresent();
    }

    @Test
    @Tag("S0-25")
    void threeLeadsOfOneCallBecomeOne() {
        Scene scene = scene();
        ProfileId first = scene.createdAt(NEW, email("ann@x.org"));
        ProfileId second = scene.createdAt(OLD, product("p-1"));
        ProfileId third = scene.createdAt(NEW.plusSeconds(1), crm("c-1"));
        Resolution.Resolved merged = scene.seen(email("ann@x.org"), product("p-1"), crm("c-1"));
        assertThat(merged.id()).isEqualTo(second);
        assertThat(merged.details().absorbed()).containsExactlyInAnyOrder(first, third);
        assertThat(merged.details().merges()).hasSize(2);
        assertThat(List.of(scene.who(email("ann@x.org")), scene.who(product("p-1")), scene.who(crm("c-1"))))
                .containsOnly(second);
    }

    @Test
    @Tag("D7")
    void anAbsorbedIdAnswersThroughEveryLaterMerge() {
        Scene scene = scene();
        ProfileId youngest = scene.createdAt(NEW.plusSeconds(9), email("a@x.org"));
        ProfileId middle = scene.createdAt(NEW, email("b@x.org"));
        ProfileId oldest = scene.createdAt(OLD, email("c@x.org"));
        scene.seen(email("a@x.org"), email("b@x.org"));
        assertThat(scene.profile(youngest).id()).isEqualTo(middle);
        scene.seen(email("b@x.org"), email("c@x.org"));
        for (ProfileId id : List.of(youngest, middle, oldest)) {
            assertThat(scene.profile(id).id()).isEqualTo(oldest);
        }
        assertThat(scene.identities.graph().roots(List.of(youngest, middle, oldest)))
                .containsValues(oldest)
                .hasSize(3)
                .allSatisfy((owner, root) -> assertThat(root).isEqualTo(oldest));
        assertThat(scene.identities.graph().owners(oldest, PageRequest.FIRST).items())
                .containsExactlyInAnyOrder(youngest, middle, oldest);
    }
}
