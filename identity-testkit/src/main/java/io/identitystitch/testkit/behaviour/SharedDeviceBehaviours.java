package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.DeviceHolder;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.SharedDevicePolicy;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One device, several people. */
abstract class SharedDeviceBehaviours extends BehaviourPart {
    private static final Identifier TABLET = anonymous("tablet");
    private static final Duration HOURS = Duration.ofHours(2);

    SharedDeviceBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private Scene scene(SharedDevicePolicy policy) {
        return scene(IdentityPolicy.defaults().toBuilder().sharedDevice(policy));
    }

    @Test
    @Tag("D3")
    void aSignInOfANewTypeIsTakenForTheDevicesHolder() {
        Scene scene = scene();
        ProfileId subscriber = scene.seen(email("ann@x.org"), TABLET).id();
        Resolution.Resolved account = scene.pass(HOURS).seen(user("u-1"), TABLET);
        assertThat(account.id()).isEqualTo(subscriber);
        assertThat(account.ownerId()).isNotEqualTo(subscriber);
        assertThat(account.details().merges()).hasSize(1);
        assertThat(scene.linkOf(user("u-1")).ownerId()).isEqualTo(account.ownerId());
    }

    @Test
    @Tag("D3")
    void oneSecondValueMakesTheWholeSignInAnotherPersons() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), TABLET).id();
        Resolution.Resolved bob = scene.pass(HOURS).seen(email("bob@x.org"), user("bob"), TABLET);
        assertThat(bob.id()).isNotEqualTo(ann);
        assertThat(scene.who(user("bob"))).isEqualTo(bob.id());
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
    }

    @Test
    @Tag("D3")
    void aStrictPolicyMakesEverySignInAnotherPerson() {
        Scene scene = scene(SharedDevicePolicy.NEW_PERSON);
        ProfileId subscriber = scene.seen(email("ann@x.org"), TABLET).id();
        ProfileId account = scene.pass(HOURS).seen(user("u-1"), TABLET).id();
        assertThat(account).isNotEqualTo(subscriber);
        assertThat(scene.who(TABLET)).isEqualTo(account);
    }

    @Test
    @Tag("D3")
    void aTrustingPolicyAttachesUnlessAnAccountStandsAgainstIt() {
        Scene scene = scene(SharedDevicePolicy.ATTACH);
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann"), TABLET).id();
        assertThat(scene.pass(HOURS).seen(email("second@x.org"), TABLET).id()).isEqualTo(ann);
        assertThat(scene.pass(HOURS).seen(user("bob"), TABLET).id()).isNotEqualTo(ann);
    }

    @Test
    @Tag("D3")
    void theDeviceChangesHandsAndItsHistoryStays() {
        Scene scene = scene();
        Instant visit = scene.now();
        ProfileId ann = scene.resolved(scene.request(user("ann"), TABLET).touch(ad(visit, "anns-ad")))
                .id();
        Resolution.Resolved bob = scene.pass(HOURS).seen(user("bob"), TABLET);
        assertThat(bob.details().handedOver())
                .containsExactly(scene.linkOf(TABLET).key());
        assertThat(scene.who(TABLET)).isEqualTo(bob.id());
        assertThat(scene.profile(ann).firstTouch()).contains(ad(visit, "anns-ad"));
        assertThat(scene.profile(bob.id()).firstTouch()).isEmpty();
        // What was seen then and reported late is still the holder's of that time.
        Instant late = visit.plusSeconds(600);
        scene.resolve(scene.request(TABLET).touch(ad(late, "late-ad")));
        assertThat(scene.profile(ann).lastTouch()).contains(ad(late, "late-ad"));
        assertThat(scene.profile(bob.id()).lastTouch()).isEmpty();
    }

    @Test
    @Tag("D3")
    void theDeviceIsWithTheLatestSignInHoweverCallsArrive() {
        int[][] orders = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}};
        for (int[] order : orders) {
            Scene scene = scene(SharedDevicePolicy.NEW_PERSON);
            Instant first = scene.now();
            scene.passDays(1);
            for (int who : order) {
                for (int twice = 0; twice < 2; twice++) {
                    scene.resolve(
                            scene.request(user("u-" + who), TABLET).observedAt(first.plus(HOURS.multipliedBy(who))));
                }
            }
            assertThat(scene.who(TABLET)).isEqualTo(scene.who(user("u-2")));
            assertThat(scene.who(user("u-0"))).isNotEqualTo(scene.who(user("u-1")));
        }
    }

    @Test
    @Tag("D3")
    void aSignInOlderThanTheHoldersLeavesTheDeviceAlone() {
        Scene scene = scene();
        Instant before = scene.now();
        ProfileId ann = scene.pass(HOURS).seen(user("ann"), TABLET).id();
        Resolution.Resolved late =
                scene.resolved(scene.request(user("bob"), TABLET).observedAt(before));
        assertThat(Scene.reasons(late, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.SHARED_DEVICE);
        assertThat(scene.who(TABLET)).isEqualTo(ann);
        assertThat(late.id()).isNotEqualTo(ann);
    }

    @Test
    @Tag("D3")
    void devicesAloneNeverMakeOnePersonOfTwo() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("ann"), anonymous("a")).id();
        ProfileId bob = scene.seen(user("bob"), anonymous("b")).id();
        Resolution.Resolved both = scene.pass(HOURS).seen(anonymous("a"), anonymous("b"));
        assertThat(Scene.reasons(both, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.SHARED_DEVICE);
        assertThat(scene.who(anonymous("a"))).isEqualTo(ann);
        assertThat(scene.who(anonymous("b"))).isEqualTo(bob);
    }

    @Test
    @Tag("D3")
    void aDeviceMayStayWithWhoSignedInFirst() {
        Scene scene = scene(IdentityPolicy.defaults().toBuilder().deviceHolder(DeviceHolder.KEEP_FIRST));
        ProfileId ann = scene.seen(user("ann"), TABLET).id();
        Resolution.Resolved bob = scene.pass(HOURS).seen(user("bob"), TABLET);
        assertThat(bob.id()).isNotEqualTo(ann);
        assertThat(Scene.reasons(bob, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.SHARED_DEVICE);
        assertThat(scene.who(TABLET)).isEqualTo(ann);
    }

    @ParameterizedTest
    @EnumSource(SharedDevicePolicy.class)
    @Tag("D3")
    void aSignOutLeavesTheDeviceToNobodyAndTheNextSignInTakesItsVisits(SharedDevicePolicy policy) {
        Scene scene = scene(policy);
        ProfileId ann = scene.seen(user("ann"), TABLET).id();
        scene.pass(HOURS);
        assertThat(scene.identities.signedOut("tablet")).contains(ann);
        assertThat(scene.isUnknown(TABLET)).isTrue();
        ProfileId visitor = scene.pass(HOURS).seen(TABLET).id();
        assertThat(scene.profile(visitor).known()).isFalse();
        ProfileId bob = scene.pass(HOURS).seen(user("bob"), TABLET).id();
        assertThat(bob).isNotEqualTo(ann);
        assertThat(scene.profile(visitor).id()).isEqualTo(bob);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "bob"})
    @Tag("D3")
    void aSignInRightAfterASignOutTakesTheDeviceDirectly(String next) {
        Scene scene = scene();
        scene.seen(user("ann"), TABLET);
        scene.pass(HOURS).identities.signedOut("tablet");
        ProfileId holder = scene.pass(HOURS).seen(user(next), TABLET).id();
        assertThat(scene.who(TABLET)).isEqualTo(holder).isEqualTo(scene.who(user(next)));
    }

    @Test
    @Tag("D3")
    void aSignOutOlderThanTheLatestSignInChangesNothing() {
        Scene scene = scene();
        Instant before = scene.now();
        ProfileId ann = scene.pass(HOURS).seen(user("ann"), TABLET).id();
        scene.store.reset();
        assertThat(scene.identities.signedOut("tablet", before)).isEmpty();
        assertThat(scene.who(TABLET)).isEqualTo(ann);
        assertThat(scene.store.commits()).isZero();
    }

    @Test
    @Tag("D3")
    void nobodyCanSignOutWhereNobodyKnownWas() {
        Scene scene = scene();
        ProfileId visitor = scene.seen(TABLET).id();
        assertThat(scene.pass(HOURS).identities.signedOut("tablet")).isEmpty();
        assertThat(scene.identities.signedOut("another")).isEmpty();
        assertThat(scene.identities.signedOut("undefined")).isEmpty();
        assertThat(scene.identities.signedOut(null)).isEmpty();
        assertThat(scene.who(TABLET)).isEqualTo(visitor);
    }

    @Test
    @Tag("D3")
    void aCallFromBeforeTheSignOutDoesNotGiveTheDeviceBack() {
        Scene scene = scene();
        scene.seen(user("ann"), TABLET);
        Instant before = scene.pass(Duration.ofHours(1)).now();
        scene.pass(HOURS).identities.signedOut("tablet");
        scene.resolve(scene.request(user("ann"), TABLET).observedAt(before));
        assertThat(scene.isUnknown(TABLET)).isTrue();
    }
}
