package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.crm;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.product;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictRecord;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.policy.TypeRule;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Merges and links that are refused, and what a caller and a steward learn of them. */
abstract class ConflictBehaviours extends BehaviourPart {
    ConflictBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Resolution.Conflict conflict(Resolution answer) {
        assertThat(answer).isInstanceOf(Resolution.Conflict.class);
        return (Resolution.Conflict) answer;
    }

    @Test
    @Tag("D2")
    void twoAccountsAreNeverOnePerson() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann")).id();
        ProfileId bob = scene.seen(email("bob@x.org"), user("bob")).id();
        Profile before = scene.profile(ann);
        Resolution.Conflict answer = conflict(scene.seen(email("ann@x.org"), user("bob")));
        assertThat(answer.id()).as("the one whose account signed in").isEqualTo(bob);
        assertThat(answer.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.other()).isEqualTo(ann);
            assertThat(refusal.reason()).isEqualTo(ConflictReason.EXCLUSIVE);
            assertThat(refusal.type()).isEqualTo(IdentifierType.USER_ID);
        });
        assertThat(Scene.reasons(answer, IdentifierType.EMAIL)).containsExactly(IgnoreReason.CONFLICT);
        assertThat(scene.profile(ann)).as("set aside untouched").isEqualTo(before);
    }

    @Test
    @Tag("D2")
    void withoutAnAccountInTheCallTheStrongestIdentifierDecides() {
        Scene scene = scene();
        ProfileId older = scene.seen(email("zoe@x.org"), user("zoe")).id();
        scene.seen(email("ann@x.org"), user("ann"));
        assertThat(conflict(scene.seen(email("ann@x.org"), email("zoe@x.org"))).id())
                .isEqualTo(older);
        scene.seen(crm("c-1"), user("cleo"));
        ProfileId ann = scene.who(email("ann@x.org"));
        assertThat(conflict(scene.seen(crm("c-1"), email("ann@x.org"))).id()).isEqualTo(ann);
    }

    @Test
    @Tag("D2")
    void aConflictIsKeptOnceAndTheNextSignInWritesNothing() {
        Scene scene = scene();
        scene.seen(email("ann@x.org"), user("ann"));
        scene.seen(email("bob@x.org"), user("bob"));
        Resolution.Conflict first = conflict(scene.seen(email("ann@x.org"), user("bob")));
        scene.store.reset();
        Resolution.Conflict second = conflict(scene.seen(email("ann@x.org"), user("bob")));
        assertThat(second.refusals()).isEqualTo(first.refusals());
        assertThat(scene.store.commits()).isZero();
        assertThat(conflict(scene.seen(email("bob@x.org"), user("ann"))).refusals())
                .as("the same pair, met from the other side")
                .extracting(refusal -> refusal.conflict())
                .containsExactly(first.refusals().get(0).conflict());
        assertThat(scene.identities.steward().conflicts(PageRequest.FIRST).items())
                .singleElement()
                .satisfies(record -> assertRecord(scene, record, first));
    }

    private static void assertRecord(Scene scene, ConflictRecord record, Resolution.Conflict answer) {
        assertThat(record.id()).isEqualTo(answer.refusals().get(0).conflict());
        assertThat(record.returned()).isEqualTo(answer.id());
        assertThat(record.refused()).isEqualTo(answer.refusals().get(0).other());
        assertThat(record.status()).isEqualTo(ConflictStatus.OPEN);
        assertThat(record.evidence()).contains(scene.linkOf(email("ann@x.org")).key());
        assertThat(record.observedAt()).isEqualTo(scene.now());
    }

    @Test
    @Tag("D2")
    void theRestOfARefusedCallIsDone() {
        Scene scene = scene();
        scene.seen(email("ann@x.org"), user("ann"));
        ProfileId bob = scene.seen(user("bob")).id();
        ProfileId visitor = scene.seen(anonymous("v-1")).id();
        conflict(scene.resolve(scene.pass(Duration.ofMinutes(1))
                .request(email("ann@x.org"), user("bob"), crm("c-1"), anonymous("v-1"))
                .trait("plan", "pro")));
        assertThat(scene.who(crm("c-1"))).isEqualTo(bob);
        assertThat(scene.profile(visitor).id()).isEqualTo(bob);
        assertThat(scene.profile(bob).trait("plan")).isPresent();
    }

    @Test
    @Tag("D2")
    void aNewAccountWithTheAddressOfAnotherIsANewPersonInConflict() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann")).id();
        Resolution.Conflict answer = conflict(scene.seen(email("ann@x.org"), user("second")));
        assertThat(answer.id()).isNotEqualTo(ann).isEqualTo(scene.who(user("second")));
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
        assertThat(conflict(scene.seen(email("ann@x.org"), user("second"))).id())
                .isEqualTo(answer.id());
    }

    @Test
    @Tag("D2")
    void severalAccountsInOneCallAreAllLeftOut() {
        Scene scene = scene();
        Resolution.Resolved answer = scene.seen(user("a"), user("b"), product("p-1"), email("ann@x.org"));
        assertThat(Scene.reasons(answer, IdentifierType.USER_ID))
                .containsExactly(IgnoreReason.AMBIGUOUS, IgnoreReason.AMBIGUOUS);
        assertThat(scene.identifiersOf(answer.id())).isEqualTo(Set.of(product("p-1"), email("ann@x.org")));
        assertThat(scene.isUnknown(user("a"))).isTrue();
    }

    @Test
    @Tag("D2")
    void accountsOfTwoKindsStandInEachOthersWayToo() {
        Scene scene = scene();
        scene.seen(user("ann"), product("p-ann"));
        ProfileId bob = scene.seen(product("p-bob")).id();
        Resolution.Conflict answer = conflict(scene.seen(user("ann"), product("p-bob")));
        assertThat(answer.id()).as("the account of higher priority").isEqualTo(scene.who(user("ann")));
        assertThat(answer.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.other()).isEqualTo(bob);
            assertThat(refusal.type()).isEqualTo(IdentifierType.PRODUCT_USER_ID);
        });
    }

    @Test
    @Tag("D14")
    void aMergeBeyondALimitIsRefused() {
        Scene scene = scene(twoAddresses());
        ProfileId ann = scene.seen(email("a@x.org"), email("b@x.org")).id();
        ProfileId bob = scene.seen(email("c@x.org"), crm("c-1")).id();
        Resolution.Conflict answer = conflict(scene.seen(email("a@x.org"), crm("c-1")));
        assertThat(answer.refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.reason()).isEqualTo(ConflictReason.LIMIT);
            assertThat(refusal.type()).isEqualTo(IdentifierType.EMAIL);
            assertThat(refusal.other()).isEqualTo(bob);
        });
        assertThat(answer.id()).isEqualTo(ann);
        assertThat(scene.who(email("c@x.org"))).isEqualTo(bob);
        assertThat(scene.openConflicts()).isEqualTo(1);
    }

    @Test
    @Tag("D14")
    void aRefusedPairIsRecognizedWhenOnlyTheNewAddressIsTooMany() {
        TypeRule two = twoAddresses().build().rule(IdentifierType.EMAIL).toBuilder()
                .verificationRequired(true)
                .build();
        Scene scene = scene(twoAddresses().type(two));
        scene.seen(email("a@x.org"), email("b@x.org"), crm("c-1"), user("ann"));
        scene.seen(email("c@x.org"), phone("+4930123456"));
        ProfileId carl = scene.seen(user("carl")).id();
        Resolution.Conflict first = conflict(scene.seen(crm("c-1"), phone("+4930123456")));
        scene.resolve(scene.request(user("carl")).verified(IdentifierType.EMAIL, "b@x.org"));
        assertThat(scene.who(email("b@x.org"))).isEqualTo(carl).isNotEqualTo(scene.who(crm("c-1")));

        Resolution.Conflict second = conflict(scene.seen(crm("c-1"), phone("+4930123456"), email("d@x.org")));

        assertThat(second.refusals()).isEqualTo(first.refusals());
        assertThat(scene.openConflicts()).isEqualTo(1);
    }

    @Test
    @Tag("D14")
    void aLinkBeyondALimitIsLeftOutAndTheRestIsDone() {
        Scene scene = scene(twoAddresses());
        ProfileId ann = scene.seen(email("a@x.org"), email("b@x.org")).id();
        Resolution.Resolved answer = scene.seen(email("a@x.org"), email("c@x.org"), crm("c-1"));
        assertThat(answer).isInstanceOf(Resolution.Linked.class);
        assertThat(Scene.reasons(answer, IdentifierType.EMAIL)).containsExactly(IgnoreReason.LIMIT);
        assertThat(scene.isUnknown(email("c@x.org"))).isTrue();
        assertThat(scene.who(crm("c-1"))).isEqualTo(ann);
    }

    @Test
    @Tag("D14")
    void whatALimitLeavesOutIsAllReported() {
        Scene scene = scene();
        Identifier[] addresses =
                IntStream.range(0, 25).mapToObj(i -> email("a" + i + "@x.org")).toArray(Identifier[]::new);
        Resolution.Resolved answer = scene.seen(addresses);
        List<IgnoreReason> reasons = Scene.reasons(answer, IdentifierType.EMAIL);
        assertThat(scene.profile(answer.id()).identifiers()).hasSize(20);
        assertThat(reasons).hasSize(5).containsOnly(IgnoreReason.LIMIT);
    }

    private static IdentityPolicyBuilder twoAddresses() {
        TypeRule two = IdentityPolicy.defaults().rule(IdentifierType.EMAIL).toBuilder()
                .limit(2)
                .build();
        return IdentityPolicy.defaults().toBuilder().type(two);
    }
}
