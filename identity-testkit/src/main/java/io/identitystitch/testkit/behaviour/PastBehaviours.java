package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.Steward;
import io.identitystitch.model.Act;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.PastPerson;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Who was who at a moment that is past. The moments are the store's own: those of merges and acts. */
abstract class PastBehaviours extends BehaviourPart {
    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    PastBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    private static PastPerson then(Scene scene, ProfileId profile, Instant at) {
        return steward(scene).asOf(profile, at).orElseThrow();
    }

    private static Set<Identifier> identifiers(PastPerson person) {
        return person.identifiers().stream()
                .map(held -> Identifier.of(held.key().type(), held.value().orElseThrow()))
                .collect(Collectors.toSet());
    }

    private static Instant timeOf(Scene scene, ProfileId profile, ActKind kind) {
        return steward(scene).history(profile, PageRequest.FIRST).items().stream()
                .filter(act -> act.kind() == kind)
                .map(Act::at)
                .findFirst()
                .orElseThrow();
    }

    private static Instant justBefore(Instant moment) {
        return moment.minusNanos(1_000);
    }

    @Test
    void aMergeHoldsFromWhenItWasMadeToWhenItWasUndone() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).ownerId();
        ProfileId visitor = scene.seen(anonymous("visitor-1")).ownerId();
        scene.pass(java.time.Duration.ofSeconds(1));
        MergeId merge = scene.seen(email("ann@x.org"), anonymous("visitor-1"))
                .details()
                .merges()
                .get(0);
        scene.pass(java.time.Duration.ofSeconds(1));
        Instant mergedAt = then(scene, ann, FAR).merges().get(0).mergedAt();
        assertThat(then(scene, visitor, mergedAt)).satisfies(person -> {
            assertThat(person.owners()).containsExactlyInAnyOrder(ann, visitor);
            assertThat(person.merges()).extracting(made -> made.id()).containsExactly(merge);
            assertThat(person.askedId()).isEqualTo(visitor);
            assertThat(person.complete()).isTrue();
            assertThat(identifiers(person)).containsExactlyInAnyOrder(email("ann@x.org"), anonymous("visitor-1"));
        });
        assertThat(then(scene, visitor, justBefore(mergedAt)).owners()).containsExactly(visitor);
        steward(scene).undo(merge, "somebody else's telephone");
        Instant undoneAt = timeOf(scene, ann, ActKind.UNDONE);
        assertThat(then(scene, ann, justBefore(undoneAt)).owners()).containsExactlyInAnyOrder(ann, visitor);
        assertThat(then(scene, ann, undoneAt).owners()).containsExactly(ann);
        assertThat(identifiers(then(scene, visitor, undoneAt))).containsExactly(anonymous("visitor-1"));
    }

    @Test
    void anIdentifierIsWithWhomItWas() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), phone("+12025550100")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        scene.pass(java.time.Duration.ofSeconds(1));
        steward(scene).reassign(phone("+12025550100"), ann, bob, "a new owner");
        Instant moved = timeOf(scene, bob, ActKind.REASSIGNED);
        assertThat(steward(scene).asOf(phone("+12025550100"), justBefore(moved)))
                .hasValueSatisfying(person -> assertThat(person.askedId()).isEqualTo(ann));
        assertThat(steward(scene).asOf(phone("+12025550100"), moved))
                .hasValueSatisfying(person -> assertThat(person.askedId()).isEqualTo(bob));
        assertThat(identifiers(then(scene, ann, justBefore(moved))))
                .containsExactlyInAnyOrder(email("ann@x.org"), phone("+12025550100"));
        assertThat(identifiers(then(scene, ann, moved))).containsExactly(email("ann@x.org"));
        assertThat(identifiers(then(scene, bob, justBefore(moved)))).containsExactly(email("bob@x.org"));
        scene.pass(java.time.Duration.ofSeconds(1));
        steward(scene).unlink(phone("+12025550100"), "given up");
        Instant gone = timeOf(scene, bob, ActKind.UNLINKED);
        assertThat(steward(scene).asOf(phone("+12025550100"), gone)).isEmpty();
        assertThat(steward(scene).asOf(phone("+12025550100"), justBefore(gone)))
                .hasValueSatisfying(person -> assertThat(person.askedId()).isEqualTo(bob));
    }

    /** Even if the clock of the events stood still. */
    @Test
    void aHoldOfNoLengthIsRememberedToo() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        steward(scene).unlink(email("ann@x.org"), "given up");
        Instant gone = timeOf(scene, ann, ActKind.UNLINKED);
        assertThat(steward(scene).asOf(email("ann@x.org"), justBefore(gone)))
                .hasValueSatisfying(person -> assertThat(person.owners()).containsExactly(ann));
    }

    @Test
    void whatHasNotBegunIsEmpty() {
        Scene scene = scene();
        Resolution.Resolved ann = scene.seen(email("ann@x.org"), user("ann"));
        Instant created = scene.profile(ann.id()).createdAt();
        assertThat(steward(scene).asOf(ann.id(), justBefore(created))).isEmpty();
        assertThat(steward(scene).asOf(email("ann@x.org"), justBefore(created))).isEmpty();
        assertThat(steward(scene).asOf(ann.id(), FAR).map(PastPerson::owners))
                .isEqualTo(Optional.of(List.of(ann.id())));
        assertThat(steward(scene).asOf(ProfileId.of(new UUID(0, 7)), FAR)).isEmpty();
        assertThat(steward(scene).asOf(email("bob@x.org"), FAR)).isEmpty();
        assertThat(steward(scene).asOf(email("not an address"), FAR)).isEmpty();
        steward(scene).erase(ann.id(), "asked for it");
        assertThat(steward(scene).asOf(ann.id(), FAR)).isEmpty();
        assertThat(steward(scene).asOf(email("ann@x.org"), created)).isEmpty();
    }
}
