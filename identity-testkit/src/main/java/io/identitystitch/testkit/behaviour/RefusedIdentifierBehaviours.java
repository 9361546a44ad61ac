package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.fingerprint;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Identifiers of erased persons, where they are refused for a time. */
abstract class RefusedIdentifierBehaviours extends BehaviourPart {
    private static final byte[] KEY = new byte[32];

    RefusedIdentifierBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static IdentityPolicy refusing(IdentityPolicy policy, Duration time) {
        return policy.toBuilder()
                .erasedIdentifiers(ErasedIdentifiers.refused(KEY, time))
                .build();
    }

    /** Ann, with an address, an account and a cookie, was erased, and Bob was not. */
    private Scene scene(IdentityPolicy policy, Duration time) {
        Scene scene = scene(refusing(policy, time));
        scene.seen(email("bob@x.org"));
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann"), anonymous("visitor-1"))
                .id();
        assertThat(steward(scene).erase(ann, "asked for it")).isInstanceOf(EraseResult.Erased.class);
        scene.store.reset();
        return scene;
    }

    private Scene afterErasure() {
        return scene(IdentityPolicy.defaults(), Duration.ofDays(30));
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    private static void assertRefused(Resolution answer, int identifiers) {
        assertThat(answer).isInstanceOf(Resolution.Unidentified.class);
        assertThat(answer.ignored()).hasSize(identifiers).allMatch(ignored -> ignored.reason() == IgnoreReason.ERASED);
    }

    @Test
    @Tag("T33")
    void whoWasErasedIsNotCreatedAgain() {
        Scene scene = afterErasure();
        for (Identifier known : List.of(email("ann@x.org"), user("ann"), anonymous("visitor-1"))) {
            assertRefused(scene.resolve(scene.request(known)), 1);
        }
        assertRefused(scene.identities.preview(scene.request(user("ann")).build()), 1);
        assertRefused(scene.resolve(scene.request(email("ann@x.org"), anonymous("visitor-2"))), 2);
        assertRefused(
                scene.resolve(scene.request(email("ann@x.org"), user("ann-2"), fingerprint("print"))
                        .touch(ad(scene.now(), "mail"))
                        .trait("plan", "pro")),
                3);
        assertThat(scene.store.commits()).as("nothing is stored").isZero();
        assertThat(scene.isUnknown(anonymous("visitor-2"))).isTrue();
        assertThat(scene.isUnknown(user("ann-2"))).isTrue();
        assertThat(scene.seen(anonymous("visitor-2")).outcome())
                .as("what came beside is not refused")
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("T33")
    void evidenceBesideARefusedDeviceIsNotKept() {
        Scene scene = scene(IdentityPolicy.devices(), Duration.ofDays(30));
        assertRefused(
                scene.resolve(scene.request(anonymous("visitor-1"), fingerprint("print"))
                        .touch(ad(scene.now(), "mail"))),
                2);
        assertThat(scene.store.commits()).isZero();
        assertThat(scene.seen(fingerprint("print")).outcome()).isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("T33")
    void aRefusedDeviceIsLeftOutOfSomebodyElsesCall() {
        Scene scene = afterErasure();
        Resolution.Resolved bob =
                scene.resolved(scene.request(email("bob@x.org"), anonymous("visitor-1"), anonymous("visitor-2"))
                        .touch(ad(scene.now(), "mail")));
        assertThat(bob.outcome()).isEqualTo(Outcome.LINKED);
        assertThat(bob.id()).isEqualTo(scene.who(email("bob@x.org")));
        assertThat(Scene.reasons(bob, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.ERASED);
        assertThat(scene.profile(bob.id()).firstTouch()).isPresent();
        Resolution.Resolved cid = scene.seen(email("cid@x.org"), anonymous("visitor-1"));
        assertThat(cid.outcome()).as("a new address is somebody else's").isEqualTo(Outcome.CREATED);
        assertThat(scene.isUnknown(anonymous("visitor-1"))).isTrue();
        assertThat(scene.identities.signedOut("visitor-1")).isEmpty();
    }

    @Test
    @Tag("T33")
    void aRefusedAddressIsLeftOutWhereSomebodyElseIsNamed() {
        Scene scene = afterErasure();
        Resolution.Resolved bob = scene.seen(email("bob@x.org"), email("ann@x.org"), phone("+12025550100"));
        assertThat(bob.outcome()).isEqualTo(Outcome.LINKED);
        assertThat(bob.id()).isEqualTo(scene.who(phone("+12025550100")));
        assertThat(Scene.reasons(bob, IdentifierType.EMAIL)).containsExactly(IgnoreReason.ERASED);
        assertThat(scene.isUnknown(email("ann@x.org"))).isTrue();
        scene.seen(email("bob@x.org"), anonymous("bobs"));
        assertRefused(scene.resolve(scene.request(email("ann@x.org"), anonymous("bobs"))), 2);
    }

    @Test
    @Tag("T33")
    void aDeviceThatWentToSomebodyElseBeforeIsNotRefused() {
        Scene scene = scene(refusing(IdentityPolicy.defaults(), Duration.ofDays(30)));
        ProfileId ann = scene.seen(user("ann"), anonymous("family")).id();
        ProfileId bob = scene.pass(Duration.ofHours(2))
                .seen(user("bob"), anonymous("family"))
                .id();
        steward(scene).erase(ann, "asked for it");
        assertThat(scene.seen(anonymous("family")).id()).isEqualTo(bob);
        assertRefused(scene.resolve(scene.request(user("ann"), anonymous("family"))), 2);
    }

    @Test
    @Tag("T33")
    void whenItsTimeIsOverAnIdentifierBeginsAfresh() {
        Scene scene = scene(IdentityPolicy.defaults(), Duration.ofNanos(1_000));
        Resolution.Resolved again = scene.seen(email("ann@x.org"), anonymous("visitor-1"));
        assertThat(again.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(again.ignored()).isEmpty();
    }

    @Test
    @Tag("T33")
    void aSecondErasureDoesNotShortenTheTime() {
        Scene scene = afterErasure();
        IdentityResolver brief = scene.resolver()
                .policy(refusing(scene.policy, Duration.ofNanos(1_000)))
                .build();
        steward(scene).changeIdentifier(email("bob@x.org"), email("ann@x.org"), "it is his now");
        assertThat(brief.steward().erase(email("ann@x.org"), "asked for it")).isInstanceOf(EraseResult.Erased.class);
        assertRefused(scene.resolve(scene.request(email("ann@x.org"))), 1);
    }

    @Test
    @Tag("T33")
    void aStewardLetsAnIdentifierBeginAfresh() {
        Scene scene = afterErasure();
        assertThat(steward(scene).readmit(email("bob@x.org"))).isFalse();
        assertThat(steward(scene).readmit(email("not an address"))).isFalse();
        assertThat(steward(scene).readmit(fingerprint("print"))).isFalse();
        assertThat(steward(scene).preview().readmit(email("ann@x.org"))).isTrue();
        assertRefused(scene.resolve(scene.request(email("ann@x.org"))), 1);
        assertThat(steward(scene).readmit(email("ann@x.org"))).isTrue();
        assertThat(steward(scene).readmit(email("ann@x.org"))).isFalse();
        Resolution.Resolved ann = scene.seen(email("ann@x.org"));
        assertThat(ann.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(Scene.reasons(scene.seen(email("ann@x.org"), user("ann")), IdentifierType.USER_ID))
                .as("the others are still refused")
                .containsExactly(IgnoreReason.ERASED);
    }

    @Test
    @Tag("T33")
    void aStewardMayGiveARefusedIdentifierToSomebody() {
        Scene scene = afterErasure();
        ProfileId bob = scene.who(email("bob@x.org"));
        assertThat(steward(scene).changeIdentifier(email("bob@x.org"), email("ann@x.org"), "it is his now"))
                .isInstanceOf(IdentifierResult.Changed.class);
        assertThat(scene.seen(email("ann@x.org")).id()).isEqualTo(bob);
        steward(scene).unlink(email("ann@x.org"), "it was not");
        assertRefused(scene.resolve(scene.request(email("ann@x.org"))), 1);
    }

    @Test
    @Tag("T33")
    void whatSomebodyHasByNowIsLetGoForLaterToo() {
        Scene scene = afterErasure();
        steward(scene).changeIdentifier(email("bob@x.org"), email("ann@x.org"), "it is his now");
        assertThat(steward(scene).readmit(email("ann@x.org"))).isTrue();
        steward(scene).unlink(email("ann@x.org"), "it was not");
        assertThat(scene.seen(email("ann@x.org")).outcome()).isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("T33")
    void eachCallOfABatchIsRefusedByItself() {
        Scene scene = afterErasure();
        List<Resolution> answers = scene.identities.resolveAll(List.of(
                request(scene, email("ann@x.org"), anonymous("visitor-2")),
                request(scene, email("bob@x.org"), anonymous("visitor-1")),
                request(scene, anonymous("visitor-1")),
                request(scene, email("cid@x.org"), anonymous("visitor-2")),
                request(scene, user("ann"), email("cid@x.org"))));
        assertThat(answers)
                .extracting(Resolution::outcome)
                .containsExactly(
                        Outcome.UNIDENTIFIED, Outcome.MATCHED, Outcome.UNIDENTIFIED, Outcome.CREATED, Outcome.MATCHED);
        assertRefused(answers.get(0), 2);
        assertThat(Scene.reasons(answers.get(1), IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.ERASED);
        assertRefused(answers.get(2), 1);
        assertThat(answers.get(3).ignored()).isEmpty();
        assertThat(Scene.reasons(answers.get(4), IdentifierType.USER_ID)).containsExactly(IgnoreReason.ERASED);
        assertThat(scene.isUnknown(user("ann"))).isTrue();
    }

    private static ResolveRequest request(Scene scene, Identifier... identifiers) {
        return scene.request(identifiers).build();
    }

    @Test
    @Tag("T33")
    void marksOfOneTenantAndKeyRefuseNobodyElse() {
        Scene scene = afterErasure();
        byte[] otherKey = new byte[33];
        assertThat(scene(scene.policy).seen(email("ann@x.org")).outcome()).isEqualTo(Outcome.CREATED);
        IdentityResolver other = scene.resolver()
                .policy(IdentityPolicy.defaults().toBuilder()
                        .erasedIdentifiers(ErasedIdentifiers.refused(otherKey, Duration.ofDays(30)))
                        .build())
                .build();
        assertThat(other.resolve(request(scene, email("ann@x.org"))).outcome()).isEqualTo(Outcome.CREATED);
        IdentityResolver afresh =
                scene.resolver().policy(IdentityPolicy.defaults()).build();
        assertThat(afresh.steward().readmit(user("ann"))).isFalse();
        assertThat(afresh.resolve(request(scene, user("ann"))).outcome()).isEqualTo(Outcome.CREATED);
    }
}
