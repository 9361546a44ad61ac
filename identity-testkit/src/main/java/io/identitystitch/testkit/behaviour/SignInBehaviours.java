package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.directVisit;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.fingerprint;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.IdentityStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a sign-up or a sign-in makes of the visit before it. */
abstract class SignInBehaviours extends BehaviourPart {
    SignInBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    @Test
    @Tag("S1-14")
    void signUpAndSignInStitchAlike() {
        Scene signUp = scene();
        signUp.resolve(signUp.request(anonymous("v-1")).touch(ad(Scene.BEGIN, "google")));
        signUp.passDays(1).seen(anonymous("v-1"), user("u-1"), email("ann@x.org"));

        Scene signIn = scene();
        signIn.seen(user("u-1"), email("ann@x.org"));
        signIn.resolve(signIn.request(anonymous("v-1")).touch(ad(Scene.BEGIN, "google")));
        signIn.passDays(1).seen(anonymous("v-1"), user("u-1"), email("ann@x.org"));

        for (Scene scene : new Scene[] {signUp, signIn}) {
            Profile ann = scene.profileOf(user("u-1"));
            assertThat(scene.who(anonymous("v-1"))).isEqualTo(ann.id());
            assertThat(ann.firstTouch()).contains(ad(Scene.BEGIN, "google"));
        }
        assertThat(signIn.identifiersOf(signIn.who(user("u-1"))))
                .isEqualTo(signUp.identifiersOf(signUp.who(user("u-1"))));
    }

    @Test
    @Tag("S1-15")
    void aSecondDeviceBringsItsTouchesWhenItsUserSignsIn() {
        Scene scene = scene();
        Instant laptopVisit = Scene.BEGIN;
        scene.resolve(scene.request(anonymous("laptop")).touch(ad(laptopVisit, "laptop-ad")));
        Instant phoneVisit = scene.passDays(1).now();
        scene.resolve(scene.request(anonymous("phone"), user("u-1")).touch(ad(phoneVisit, "phone-ad")));
        scene.passDays(1).seen(anonymous("laptop"), user("u-1"));
        Profile ann = scene.profileOf(user("u-1"));
        assertThat(ann.firstTouch()).contains(ad(laptopVisit, "laptop-ad"));
        assertThat(ann.lastTouch()).contains(ad(phoneVisit, "phone-ad"));
    }

    @Test
    @Tag("S1-16")
    void aSignInWithAnAnonymousIdThatNobodySawWorks() {
        Scene scene = scene();
        Resolution.Resolved answer = scene.seen(anonymous("never-seen"), user("u-1"));
        assertThat(answer).isInstanceOf(Resolution.Created.class);
        assertThat(scene.who(anonymous("never-seen"))).isEqualTo(scene.who(user("u-1")));
    }

    @Test
    @Tag("S1-17")
    void theUsersOwnFirstTouchOutlivesALaterMerge() {
        Scene scene = scene();
        scene.resolve(scene.request(user("u-1")).touch(ad(Scene.BEGIN, "first-ad")));
        Instant later = scene.passDays(1).now();
        scene.resolve(scene.request(anonymous("v-1")).touch(ad(later, "second-ad")));
        scene.passDays(1).seen(anonymous("v-1"), user("u-1"));
        assertThat(scene.profileOf(user("u-1")).firstTouch()).contains(ad(Scene.BEGIN, "first-ad"));
    }

    @Test
    @Tag("S1-18")
    void theLastTouchBecomesTheIncomingOneUnlessThatIsEmpty() {
        Scene scene = scene();
        scene.resolve(scene.request(user("u-1")).touch(ad(Scene.BEGIN, "own-ad")));
        Instant second = scene.passDays(1).now();
        scene.resolve(scene.request(anonymous("empty")).touch(Touch.attributed(second, Map.of())));
        scene.resolve(scene.request(anonymous("direct")).touch(directVisit(second)));
        scene.resolve(scene.request(anonymous("attributed")).touch(ad(second, "incoming-ad")));
        scene.passDays(1);
        scene.seen(anonymous("empty"), user("u-1"));
        scene.seen(anonymous("direct"), user("u-1"));
        assertThat(scene.profileOf(user("u-1")).lastTouch()).contains(ad(Scene.BEGIN, "own-ad"));
        scene.seen(anonymous("attributed"), user("u-1"));
        assertThat(scene.profileOf(user("u-1")).lastTouch()).contains(ad(second, "incoming-ad"));
    }

    @Test
    @Tag("S1-19")
    void aMergeMovesTheDateOfTheLastChange() {
        Scene scene = scene();
        scene.seen(anonymous("v-1"));
        ProfileId ann = scene.seen(user("u-1")).id();
        Instant before = scene.profile(ann).updatedAt();
        scene.seen(anonymous("v-1"), user("u-1"));
        assertThat(scene.profile(ann).updatedAt()).isAfter(before);
    }

    @Test
    @Tag("S1-20")
    void theVisitorsProfileSaysWhoItWasMergedIntoAndWhen() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        assertThat(scene.profile(visitor).mergedAt()).isEmpty();
        ProfileId ann = scene.seen(user("u-1")).id();
        scene.seen(anonymous("v-1"), user("u-1"));
        Profile merged = scene.profile(visitor);
        assertThat(merged.id()).isEqualTo(ann);
        assertThat(merged.status()).isEqualTo(ProfileStatus.MERGED);
        assertThat(merged.mergedAt()).contains(scene.profile(ann).updatedAt());
    }

    @Test
    @Tag("S1-23")
    void theSameMergeAgainIsSeenAsSuchAndChangesNothing() {
        Scene scene = scene();
        scene.seen(anonymous("v-1"));
        scene.seen(user("u-1"));
        assertThat(scene.seen(anonymous("v-1"), user("u-1"))).isInstanceOf(Resolution.Merged.class);
        Profile before = scene.profileOf(user("u-1"));
        scene.store.reset();
        Resolution.Resolved again = scene.seen(anonymous("v-1"), user("u-1"));
        assertThat(again).isInstanceOf(Resolution.Matched.class);
        assertThat(again.details().merges()).isEmpty();
        assertThat(scene.store.commits()).isZero();
        assertThat(scene.profileOf(user("u-1"))).isEqualTo(before);
    }

    @Test
    @Tag("S1-24")
    void allOfAMergeIsOneCommitOrNothing() {
        Scene scene = scene();
        scene.seen(anonymous("v-1"));
        ProfileId ann = scene.seen(user("u-1")).id();
        Profile before = scene.profile(ann);
        scene.store.reset();
        FailingCommits broken = new FailingCommits(scene.store);
        IdentityResolver unlucky = scene.identities.using(broken);
        assertThatThrownBy(() -> unlucky.resolve(scene.request(anonymous("v-1"), user("u-1"), email("ann@x.org"))
                        .touch(ad(Scene.BEGIN, "google"))
                        .build()))
                .isInstanceOf(IdentityStoreException.class);
        assertThat(scene.profile(ann)).isEqualTo(before);

        scene.resolve(
                scene.request(anonymous("v-1"), user("u-1"), email("ann@x.org")).touch(ad(Scene.BEGIN, "google")));
        assertThat(scene.store.commits()).isEqualTo(1);
        assertThat(scene.who(anonymous("v-1"))).isEqualTo(ann);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
        assertThat(scene.profile(ann).firstTouch()).contains(ad(Scene.BEGIN, "google"));
    }

    @Test
    @Tag("S1-38")
    void onlyExactIdentifiersMatchUnlessTheHostSaysOtherwise() {
        Scene scene = scene(IdentityPolicy.defaults());
        ProfileId first = scene.seen(anonymous("v-1"), fingerprint("f-1")).id();
        Resolution.Resolved second = scene.pass(Duration.ofMinutes(1)).seen(anonymous("v-2"), fingerprint("f-1"));
        assertThat(second.id()).isNotEqualTo(first);
        assertThat(Scene.reasons(second, IdentifierType.FINGERPRINT)).containsExactly(IgnoreReason.EVIDENCE_OFF);
        assertThat(scene.resolve(scene.request(fingerprint("f-1")))).isInstanceOf(Resolution.Unidentified.class);
    }
}
