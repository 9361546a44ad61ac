package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.directVisit;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Touches: which one is the first, which one is the last, and that none is taken apart. */
abstract class TouchBehaviours extends BehaviourPart {
    private static final Instant MONDAY = Scene.BEGIN;
    private static final Instant TUESDAY = MONDAY.plus(Duration.ofDays(1));
    private static final Instant WEDNESDAY = MONDAY.plus(Duration.ofDays(2));

    TouchBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private void visit(Scene scene, String visitor, Touch touch) {
        scene.clock.set(touch.occurredAt());
        scene.resolve(scene.request(anonymous(visitor)).touch(touch));
    }

    @Test
    @Tag("S1-07")
    void aLaterTouchNeverReplacesTheFirst() {
        Scene scene = scene();
        visit(scene, "v-1", ad(MONDAY, "google"));
        visit(scene, "v-1", ad(TUESDAY, "bing"));
        assertThat(scene.profileOf(anonymous("v-1")).firstTouch()).contains(ad(MONDAY, "google"));
    }

    @Test
    @Tag("S1-08")
    @Tag("D6")
    void onlyAVisitThatNamesItsSourceMovesTheLastTouch() {
        Scene scene = scene();
        visit(scene, "v-1", ad(MONDAY, "google"));
        visit(scene, "v-1", Touch.attributed(TUESDAY, Map.of("gclid", "g-1")));
        assertThat(scene.profileOf(anonymous("v-1")).lastTouch())
                .contains(Touch.attributed(TUESDAY, Map.of("gclid", "g-1")));
        visit(scene, "v-1", directVisit(WEDNESDAY));
        assertThat(scene.profileOf(anonymous("v-1")).lastTouch())
                .contains(Touch.attributed(TUESDAY, Map.of("gclid", "g-1")));
    }

    @Test
    @Tag("S1-10")
    void aKeyThatNobodyHeardOfIsKeptAndReturned() {
        Scene scene = scene();
        Touch touch = Touch.attributed(MONDAY, Map.of("next_years_click_id", "x:\u00FC 1", "utm_source", "s"));
        visit(scene, "v-1", touch);
        assertThat(scene.profileOf(anonymous("v-1")).firstTouch()).contains(touch);
    }

    @Test
    @Tag("S1-11")
    void aTouchTravelsAsAWhole() {
        Scene scene = scene();
        Touch poor = Touch.attributed(MONDAY, Map.of("gclid", "g-1"));
        Touch rich = Touch.attributed(
                TUESDAY, Map.of("utm_source", "mail", "utm_campaign", "spring", "landing_url", "https://x.example/?a"));
        visit(scene, "v-1", rich);
        scene.clock.set(TUESDAY);
        scene.resolve(scene.request(email("ann@x.org"), anonymous("v-2")).touch(poor));
        scene.pass(Duration.ofHours(1)).seen(email("ann@x.org"), anonymous("v-1"));
        Profile ann = scene.profileOf(email("ann@x.org"));
        assertThat(ann.firstTouch()).contains(poor);
        assertThat(ann.firstTouch().orElseThrow().fields()).isEqualTo(poor.fields());
        assertThat(ann.lastTouch()).contains(rich);
        assertThat(ann.lastTouch().orElseThrow().fields()).isEqualTo(new TreeMap<>(rich.fields()));
    }

    @Test
    @Tag("S1-12")
    void theSameTouchTwiceIsOneTouch() {
        Scene scene = scene(everySighting());
        visit(scene, "v-1", ad(MONDAY, "google"));
        Profile once = scene.profileOf(anonymous("v-1"));
        scene.clock.set(TUESDAY);
        scene.resolve(scene.request(anonymous("v-1")).touch(ad(MONDAY, "google")));
        Profile twice = scene.profileOf(anonymous("v-1"));
        assertThat(withoutDates(twice)).isEqualTo(withoutDates(once));
        // A second copy under another id would come first or last by its id.
        assertThat(twice.firstTouch()).isEqualTo(twice.lastTouch()).isEqualTo(once.firstTouch());
    }

    @Test
    @Tag("S1-12")
    void theSameTouchTwiceWithinAnHourWritesNothing() {
        Scene scene = scene();
        visit(scene, "v-1", ad(MONDAY, "google"));
        scene.store.reset();
        visit(scene, "v-1", ad(MONDAY, "google"));
        assertThat(scene.store.commits()).isZero();
    }

    @Test
    @Tag("S1-13")
    void everySightingMovesTheDateOfTheLast() {
        Scene scene = scene(everySighting());
        visit(scene, "v-1", ad(MONDAY, "google"));
        Instant second = MONDAY.plusSeconds(1);
        scene.clock.set(second);
        scene.resolve(scene.request(anonymous("v-1")).touch(ad(MONDAY, "google")));
        assertThat(scene.linkOf(anonymous("v-1")).lastSeenAt()).isEqualTo(second);
    }

    @Test
    @Tag("D5")
    void theEarliestTouchOfThePersonIsFirstWhicheverDeviceMergesFirst() {
        Scene scene = scene();
        visit(scene, "phone", ad(MONDAY, "phone-ad"));
        visit(scene, "laptop", ad(TUESDAY, "laptop-ad"));
        scene.clock.set(WEDNESDAY);
        scene.seen(email("ann@x.org"), anonymous("laptop"));
        assertThat(scene.profileOf(email("ann@x.org")).firstTouch()).contains(ad(TUESDAY, "laptop-ad"));
        scene.seen(email("ann@x.org"), anonymous("phone"));
        assertThat(scene.profileOf(email("ann@x.org")).firstTouch()).contains(ad(MONDAY, "phone-ad"));
    }

    @Test
    @Tag("D5")
    void theFirstMergedTouchStaysWhereThePolicySaysSo() {
        Scene scene = scene(IdentityPolicy.defaults().toBuilder().firstTouch(FirstTouchPolicy.FIRST_MERGED));
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        visit(scene, "phone", ad(MONDAY, "phone-ad"));
        visit(scene, "laptop", ad(TUESDAY, "laptop-ad"));
        scene.clock.set(WEDNESDAY);
        scene.seen(email("ann@x.org"), anonymous("laptop"));
        scene.seen(email("ann@x.org"), anonymous("phone"));
        assertThat(scene.profile(ann).firstTouch()).contains(ad(TUESDAY, "laptop-ad"));
    }

    @Test
    @Tag("D5")
    void aTouchThatArrivesLateMayBecomeTheFirst() {
        Scene scene = scene();
        visit(scene, "v-1", ad(TUESDAY, "bing"));
        scene.clock.set(WEDNESDAY);
        scene.resolve(scene.request(anonymous("v-1")).touch(ad(MONDAY, "google")));
        assertThat(scene.profileOf(anonymous("v-1")).firstTouch()).contains(ad(MONDAY, "google"));
        assertThat(scene.profileOf(anonymous("v-1")).lastTouch()).contains(ad(TUESDAY, "bing"));
    }

    @Test
    @Tag("D5")
    void emptyAndUnattributedTouchesAreNeverFirstOrLast() {
        Scene scene = scene();
        visit(scene, "v-1", Touch.attributed(MONDAY, Map.of()));
        visit(scene, "v-1", directVisit(MONDAY.plusSeconds(1)));
        assertThat(scene.profileOf(anonymous("v-1")).firstTouch()).isEmpty();
        assertThat(scene.profileOf(anonymous("v-1")).lastTouch()).isEmpty();
        visit(scene, "v-1", ad(TUESDAY, "google"));
        assertThat(scene.profileOf(anonymous("v-1")).firstTouch()).contains(ad(TUESDAY, "google"));
    }

    @Test
    @Tag("D5")
    @Tag("D6")
    void touchesOfOneMomentAreOrderedByTheirIds() {
        Scene scene = scene();
        Touch a = new Touch("a", MONDAY, true, new TreeMap<>(Map.of("utm_source", "a")));
        Touch b = new Touch("b", MONDAY, true, new TreeMap<>(Map.of("utm_source", "b")));
        visit(scene, "v-1", b);
        visit(scene, "v-1", a);
        assertThat(scene.profileOf(anonymous("v-1")).firstTouch()).contains(a);
        assertThat(scene.profileOf(anonymous("v-1")).lastTouch()).contains(b);
    }

    private static IdentityPolicyBuilder everySighting() {
        return IdentityPolicy.defaults().toBuilder().lastSeenGranularity(Duration.ZERO);
    }

    private static Profile withoutDates(Profile profile) {
        return new Profile(
                profile.id(),
                profile.askedId(),
                profile.status(),
                profile.mergedAt(),
                profile.known(),
                profile.createdAt(),
                profile.updatedAt(),
                profile.identifiers().stream()
                        .map(TouchBehaviours::withoutDates)
                        .toList(),
                profile.moreIdentifiers(),
                profile.traits(),
                profile.firstTouch(),
                profile.lastTouch(),
                profile.devices());
    }

    private static ProfileIdentifier withoutDates(ProfileIdentifier link) {
        return new ProfileIdentifier(
                link.key(),
                link.value(),
                link.ownerId(),
                link.source(),
                link.verified(),
                link.firstSeenAt(),
                link.firstSeenAt(),
                link.linkedAt(),
                link.expiresAt(),
                link.alias(),
                0,
                link.context());
    }
}
