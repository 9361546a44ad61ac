package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.directVisit;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Profiles and the identifiers that they answer for. */
abstract class ProfileBehaviours extends BehaviourPart {
    ProfileBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    @Test
    @Tag("S3-01")
    void everybodyHasOneProfile() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        ProfileId ann = scene.resolved(
                        scene.request(email("ann@x.org"), user("u-1")).trait("name", "Ann Example"))
                .id();
        Profile anonymous = scene.profile(visitor);
        assertThat(anonymous.email()).isEmpty();
        assertThat(anonymous.status()).isEqualTo(ProfileStatus.ACTIVE);
        Profile known = scene.profile(ann);
        assertThat(known.id()).isEqualTo(ann);
        assertThat(known.email()).contains("ann@x.org");
        assertThat(known.name()).contains("Ann Example");
        assertThat(known.updatedAt()).isAfterOrEqualTo(known.createdAt());
        assertThat(scene.seen(email("ann@x.org")).id()).isEqualTo(ann);
    }

    @Test
    @Tag("S3-02")
    void onlyAnIdentifiedProfileHasAnEmail() {
        Scene scene = scene();
        ProfileId id = scene.seen(anonymous("v-1")).id();
        assertThat(scene.profile(id).email()).isEmpty();
        assertThat(scene.profile(id).known()).isFalse();
        scene.seen(anonymous("v-1"), email("ann@x.org"));
        assertThat(scene.profile(id).email()).contains("ann@x.org");
        assertThat(scene.profile(id).known()).isTrue();
    }

    @Test
    @Tag("S3-03")
    void anIdentifierIsOneRowWithItsProfileAndItsDates() {
        Scene scene = scene();
        Instant first = scene.now();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        Instant last = scene.passDays(1).now();
        scene.seen(email("Ann@X.org"));
        ProfileIdentifier row = scene.profile(ann).identifiers().get(0);
        assertThat(scene.profile(ann).identifiers()).hasSize(1);
        assertThat(row.ownerId()).isEqualTo(ann);
        assertThat(row.type()).isEqualTo(IdentifierType.EMAIL);
        assertThat(row.value()).contains("ann@x.org");
        assertThat(row.firstSeenAt()).isEqualTo(first);
        assertThat(row.lastSeenAt()).isEqualTo(last);
        assertThat(row.linkedAt()).isAfterOrEqualTo(scene.profile(ann).createdAt());
    }

    @Test
    @Tag("S3-04")
    void anIdentifierHasOneProfileAtATime() {
        Scene scene = scene(IdentityPolicy.defaults());
        ProfileId ann = scene.seen(user("ann"), anonymous("shared")).id();
        ProfileId bob = scene.pass(Duration.ofHours(2))
                .seen(user("bob"), anonymous("shared"))
                .id();
        assertThat(scene.who(anonymous("shared"))).isEqualTo(bob);
        assertThat(scene.identifiersOf(bob)).contains(anonymous("shared"));
        assertThat(scene.identifiersOf(ann)).doesNotContain(anonymous("shared"));
    }

    @Test
    @Tag("S3-05")
    void furtherTypesAreRegisteredAndOthersRefused() {
        IdentifierType sso = IdentifierType.of("sso_id");
        Scene scene = scene(IdentityPolicy.defaults().toBuilder()
                .type(TypeRule.persistent(sso).exclusive().build()));
        Identifier[] all = {
            email("ann@x.org"), anonymous("v-1"), user("u-1"), phone("+41441234567"), Identifier.of(sso, "S")
        };
        ProfileId ann = scene.seen(all).id();
        assertThat(scene.identifiersOf(ann)).isEqualTo(Set.of(all));
        assertThatThrownBy(() -> scene.seen(Identifier.of(IdentifierType.of("shoe_size"), "42")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shoe_size")
                .hasMessageNotContaining("42");
    }

    @Test
    @Tag("S3-09")
    void whoNeverIdentifiesKeepsAProfileAndItsHistory() {
        Scene scene = scene();
        ProfileId visitor = scene.resolved(scene.request(anonymous("v-1")).touch(ad(scene.now(), "google")))
                .id();
        Instant last = scene.passDays(20).now();
        scene.resolve(scene.request(anonymous("v-1")).touch(ad(last, "bing")).touch(directVisit(last)));
        Profile profile = scene.profileOf(anonymous("v-1"));
        assertThat(profile.id()).isEqualTo(visitor);
        assertThat(profile.known()).isFalse();
        assertThat(profile.firstTouch()).contains(ad(Scene.BEGIN, "google"));
        assertThat(profile.lastTouch()).contains(ad(last, "bing"));
        assertThat(scene.linkOf(anonymous("v-1")).firstSeenAt()).isEqualTo(Scene.BEGIN);
        assertThat(scene.linkOf(anonymous("v-1")).lastSeenAt()).isEqualTo(last);
    }

    @Test
    @Tag("S3-10")
    void anAnonymousIdIsFoundOrGetsAProfile() {
        Scene scene = scene();
        Resolution.Resolved created = scene.seen(anonymous("v-1"));
        assertThat(created).isInstanceOf(Resolution.Created.class);
        assertThat(scene.profile(created.id()).email()).isEmpty();
        assertThat(scene.identifiersOf(created.id())).isEqualTo(Set.of(anonymous("v-1")));
        Instant later = scene.passDays(1).now();
        Resolution.Resolved found = scene.seen(anonymous("v-1"));
        assertThat(found).isInstanceOf(Resolution.Matched.class);
        assertThat(found.id()).isEqualTo(created.id());
        assertThat(scene.linkOf(anonymous("v-1")).lastSeenAt()).isEqualTo(later);
    }

    @Test
    @Tag("S3-16")
    void anIdentifierNamesItsProfileOrNone() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), anonymous("v-1")).id();
        assertThat(scene.match(email(" ANN@x.org")).profileId()).isEqualTo(ann);
        assertThat(scene.match(anonymous("v-1")).profileId()).isEqualTo(ann);
        assertThat(scene.identities.find(email("bob@x.org"))).isEmpty();
        assertThat(scene.identities.find(anonymous("ann@x.org"))).isEmpty();
        assertThat(scene.identities.find(email("undefined"))).isEmpty();
    }

    @Test
    @Tag("S3-17")
    void everyIdentifierOfAProfileIsListedWithItsDates() {
        Scene scene = scene();
        Identifier[] all =
                IntStream.range(0, 250).mapToObj(i -> anonymous("v-" + i)).toArray(Identifier[]::new);
        Instant first = scene.now();
        ProfileId visitor = scene.seen(all).id();
        Instant last = scene.passDays(1).now();
        scene.seen(all);
        List<ProfileIdentifier> listed = new ArrayList<>();
        PageRequest request = PageRequest.FIRST;
        for (int pages = 1; ; pages++) {
            Page<ProfileIdentifier> page = scene.identities.steward().identifiers(visitor, request);
            listed.addAll(page.items());
            if (page.next().isEmpty()) {
                assertThat(pages).isEqualTo(3);
                break;
            }
            request = request.after(page.next().get());
        }
        assertThat(listed)
                .extracting(link -> Identifier.of(link.type(), link.value().orElseThrow()))
                .containsExactlyInAnyOrder(all);
        assertThat(listed)
                .allMatch(link ->
                        link.firstSeenAt().equals(first) && link.lastSeenAt().equals(last));
        assertThat(scene.profile(visitor).identifiers()).isEqualTo(listed.subList(0, 100));
        assertThat(scene.profile(visitor).moreIdentifiers()).isPresent();
    }

    @Test
    @Tag("S3-20")
    @Tag("D17")
    void emailCountsMoreThanUserIdAndUserIdMoreThanAnonymousId() {
        Scene scene = scene();
        ProfileId byEmail = scene.seen(email("ann@x.org")).id();
        ProfileId byUser = scene.seen(user("u-1")).id();
        ProfileId byVisitor = scene.seen(anonymous("v-1")).id();
        ProfileId second = scene.seen(user("u-2")).id();
        // What is new in a call belongs to the profile of its strongest identifier.
        assertThat(scene.seen(anonymous("v-1"), user("u-1"), email("ann@x.org"), phone("+1"))
                        .ownerId())
                .isEqualTo(byEmail)
                .isNotIn(byUser, byVisitor);
        scene.seen(anonymous("v-2"));
        assertThat(scene.seen(anonymous("v-2"), user("u-2")).ownerId()).isEqualTo(second);
    }

    @Test
    @Tag("D17")
    void thePriorityOfATypeIsASetting() {
        TypeRule loud = IdentityPolicy.defaults().rule(IdentifierType.USER_ID).toBuilder()
                .priority(200)
                .build();
        Scene scene = scene(IdentityPolicy.defaults().toBuilder().type(loud));
        scene.seen(email("ann@x.org"));
        ProfileId byUser = scene.seen(user("u-1")).id();
        assertThat(scene.seen(email("ann@x.org"), user("u-1")).ownerId()).isEqualTo(byUser);
    }
}
