package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.crm;
import static io.identitystitch.testkit.behaviour.Scene.domainprint;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.fingerprint;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.AnonymousTraffic;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The questions that have more than one good answer: verification, anonymous traffic, evidence, clocks, junk. */
abstract class RuleBehaviours extends BehaviourPart {
    RuleBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    /** Addresses have to be verified. */
    private Scene careful() {
        TypeRule verified = IdentityPolicy.defaults().rule(IdentifierType.EMAIL).toBuilder()
                .verificationRequired(true)
                .build();
        return scene(IdentityPolicy.defaults().toBuilder().type(verified));
    }

    @Test
    @Tag("D10")
    void byDefaultAnUnverifiedAddressJoins() {
        Scene scene = scene();
        scene.seen(email("ann@x.org"));
        ProfileId account = scene.seen(user("ann")).id();
        assertThat(scene.seen(user("ann"), email("ann@x.org"))).isInstanceOf(Resolution.Merged.class);
        assertThat(scene.profile(account).email()).contains("ann@x.org");
    }

    @Test
    @Tag("D10")
    void anUnverifiedAddressMayAttachAndNeverJoins() {
        Scene scene = careful();
        ProfileId ann = scene.seen(user("ann"), email("ann@x.org")).id();
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
        ProfileId mallory = scene.seen(user("mallory")).id();
        Resolution.Resolved claim = scene.seen(user("mallory"), email("ann@x.org"));
        assertThat(claim.id()).isEqualTo(mallory);
        assertThat(Scene.reasons(claim, IdentifierType.EMAIL)).containsExactly(IgnoreReason.UNVERIFIED);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
    }

    @Test
    @Tag("D10")
    void whoIsReachedByAnUnverifiedAddressAloneIsNotReturnedAndGainsNothing() {
        Scene scene = careful();
        ProfileId ann = scene.resolved(scene.request(user("ann")).verified(IdentifierType.EMAIL, "ann@x.org"))
                .id();
        Resolution.Resolved claim = scene.seen(email("ann@x.org"), crm("c-1"));
        assertThat(claim.id()).isNotEqualTo(ann);
        assertThat(scene.who(crm("c-1"))).isNotEqualTo(ann);
        Resolution alone = scene.resolve(scene.request(email("ann@x.org")));
        assertThat(alone.profileId()).isNotEqualTo(java.util.Optional.of(ann));
        assertThat(Scene.reasons(alone, IdentifierType.EMAIL)).containsExactly(IgnoreReason.UNVERIFIED);
    }

    @Test
    @Tag("D10")
    void aVerifiedAddressJoins() {
        Scene scene = careful();
        ProfileId ann = scene.resolved(scene.request().verified(IdentifierType.EMAIL, "ann@x.org"))
                .id();
        scene.seen(user("ann"));
        assertThat(scene.resolve(scene.request(user("ann")).verified(IdentifierType.EMAIL, "ann@x.org")))
                .isInstanceOf(Resolution.Merged.class);
        assertThat(scene.who(user("ann"))).isEqualTo(ann);
    }

    @Test
    @Tag("D10")
    void aVerifiedSightingTakesOverWhatWasOnlyClaimed() {
        Scene scene = careful();
        ProfileId mallory = scene.seen(user("mallory"), email("ann@x.org")).id();
        ProfileId ann = scene.seen(user("ann")).id();
        Resolution.Resolved proof = scene.resolved(
                scene.pass(Duration.ofHours(2)).request(user("ann")).verified(IdentifierType.EMAIL, "ann@x.org"));
        assertThat(proof.id()).isEqualTo(ann);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
        assertThat(scene.who(user("mallory"))).isEqualTo(mallory);
        assertThat(scene.identifiersOf(mallory)).isEqualTo(Set.of(user("mallory")));
    }

    @Test
    @Tag("D11")
    void anonymousTrafficLeavesALightProfileOrNoRow() {
        Scene kept = scene();
        assertThat(kept.seen(anonymous("v-1"))).isInstanceOf(Resolution.Created.class);
        Scene dropped = scene(IdentityPolicy.defaults().toBuilder().anonymousTraffic(AnonymousTraffic.NO_ROW));
        Resolution answer = dropped.resolve(dropped.request(anonymous("v-1")));
        assertThat(Scene.reasons(answer, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.NOT_KEPT);
        assertThat(dropped.store.commits()).isZero();
        ProfileId ann = dropped.seen(anonymous("v-1"), email("ann@x.org")).id();
        assertThat(dropped.seen(anonymous("v-1")).id()).isEqualTo(ann);
    }

    @Test
    @Tag("D11")
    void whatCannotCreateALeadAttachesToOne() {
        Scene scene = scene(IdentityPolicy.leads());
        for (Identifier weak : new Identifier[] {user("u-1"), phone("+41441234567")}) {
            Resolution alone = scene.resolve(scene.request(weak));
            assertThat(alone).isInstanceOf(Resolution.Unidentified.class);
            assertThat(Scene.reasons(alone, weak.type())).containsExactly(IgnoreReason.CANNOT_CREATE);
            assertThat(scene.isUnknown(weak)).isTrue();
        }
        ProfileId lead = scene.seen(email("ann@x.org"), anonymous("v-1")).id();
        assertThat(scene.pass(Duration.ofHours(2))
                        .seen(phone("+41441234567"), anonymous("v-1"))
                        .id())
                .isEqualTo(lead);
        assertThat(scene.seen(email("ann@x.org"), user("u-1")).id()).isEqualTo(lead);
    }

    @Test
    @Tag("D12")
    void aFingerprintNeverRecognisesAKnownPerson() {
        Scene scene = scene(IdentityPolicy.devices());
        ProfileId ann = scene.seen(user("ann"), fingerprint("f-1")).id();
        Resolution.Resolved visit = scene.pass(Duration.ofHours(2)).seen(fingerprint("f-1"));
        assertThat(visit.id()).isNotEqualTo(ann);
        assertThat(scene.profile(visit.id()).known()).isFalse();
    }

    @Test
    @Tag("D12")
    void aFingerprintThatSeveralHaveRecognisesNobody() {
        Scene scene = scene(IdentityPolicy.devices());
        ProfileId one = scene.seen(domainprint("d-1")).id();
        ProfileId other = scene.seen(domainprint("d-2")).id();
        scene.seen(domainprint("d-1"), fingerprint("office"));
        scene.seen(domainprint("d-2"), fingerprint("office"));
        Resolution.Resolved visit = scene.seen(fingerprint("office"));
        assertThat(visit).isInstanceOf(Resolution.Created.class);
        assertThat(visit.id()).isNotIn(one, other);
        assertThat(scene.isUnknown(fingerprint("office"))).isTrue();
    }

    @Test
    @Tag("D12")
    void aFingerprintNeverJoinsTwoPersons() {
        Scene scene = scene(IdentityPolicy.devices());
        ProfileId ann = scene.seen(user("ann"), fingerprint("f-1")).id();
        ProfileId bob = scene.seen(user("bob"), fingerprint("f-1")).id();
        assertThat(ann).isNotEqualTo(bob);
        assertThat(scene.who(user("ann"))).isEqualTo(ann);
        assertThat(scene.openConflicts()).isZero();
    }

    @Test
    @Tag("D15")
    void eventTimesFarFromReceiptAreClampedUnlessImported() {
        Scene scene = scene();
        Instant now = scene.now();
        Instant longAgo = now.minus(Duration.ofDays(365));
        Instant farAhead = now.plus(Duration.ofDays(365));
        scene.resolve(scene.request(user("past")).observedAt(longAgo).touch(ad(longAgo, "s")));
        assertThat(scene.linkOf(user("past")).firstSeenAt()).isEqualTo(now.minus(Duration.ofDays(3)));
        assertThat(scene.profileOf(user("past")).firstTouch().orElseThrow().occurredAt())
                .isEqualTo(now.minus(Duration.ofDays(3)));
        scene.resolve(scene.request(user("future")).observedAt(farAhead).touch(ad(farAhead, "s")));
        assertThat(scene.linkOf(user("future")).lastSeenAt()).isEqualTo(now.plus(Duration.ofMinutes(5)));
        assertThat(scene.profileOf(user("future")).lastTouch().orElseThrow().occurredAt())
                .isEqualTo(now.plus(Duration.ofMinutes(5)));
        scene.resolve(
                scene.request(user("import")).observedAt(longAgo).imported().touch(ad(longAgo, "s")));
        assertThat(scene.linkOf(user("import")).firstSeenAt()).isEqualTo(longAgo);
        assertThat(scene.profileOf(user("import")).firstTouch()).contains(ad(longAgo, "s"));
    }

    @Test
    @Tag("D15")
    void anImportKeepsTheDateAtWhichItsSourceCreatedTheProfile() {
        Scene scene = scene();
        Instant then = Instant.parse("2011-02-03T04:05:06.123456Z");
        ProfileId ann = scene.createdAt(then, user("ann"));
        assertThat(scene.profile(ann).createdAt()).isEqualTo(then);
    }

    @Test
    @Tag("D16")
    void aValueThatStandsForNobodyLinksNobody() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("ann"), anonymous("undefined")).id();
        ProfileId bob = scene.seen(user("bob"), anonymous("undefined")).id();
        assertThat(ann).isNotEqualTo(bob);
        Resolution.Resolved again = scene.seen(user("ann"), anonymous("undefined"), email("test@test.com"));
        assertThat(Scene.reasons(again, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.BLOCKED);
        assertThat(Scene.reasons(again, IdentifierType.EMAIL)).containsExactly(IgnoreReason.BLOCKED);
        assertThat(scene.identifiersOf(ann)).isEqualTo(Set.of(user("ann")));
    }

    @Test
    @Tag("D16")
    void whereNothingUsableIsLeftTheStoreIsNotAsked() {
        Scene scene = scene();
        Resolution answer = scene.resolve(scene.request(user("null"), email("[object Object]"), anonymous("0000")));
        assertThat(answer).isInstanceOf(Resolution.Unidentified.class);
        assertThat(answer.ignored()).hasSize(3);
        assertThat(scene.resolve(scene.request())).isInstanceOf(Resolution.Unidentified.class);
        assertThat(scene.store.loads()).isZero();
        assertThat(scene.store.commits()).isZero();
    }
}
