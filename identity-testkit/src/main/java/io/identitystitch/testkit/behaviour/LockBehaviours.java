package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.Steward;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.UndoResult;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Persons that a steward has locked. */
abstract class LockBehaviours extends BehaviourPart {
    LockBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    private static ProfileId locked(Scene scene, Identifier... identifiers) {
        ProfileId id = scene.seen(identifiers).id();
        assertThat(steward(scene).lock(id, "looked into")).isEqualTo(new LockResult.Locked(id));
        return id;
    }

    @Test
    @Tag("D8")
    void aLockedPersonGetsNoIdentifier() {
        Scene scene = scene();
        ProfileId ann = locked(scene, email("ann@x.org"));
        Resolution answer = scene.seen(email("ann@x.org"), phone("+12025550100"), anonymous("visitor-1"));
        assertThat(answer.profileId()).contains(ann);
        assertThat(answer.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(answer.ignored())
                .hasSize(2)
                .allSatisfy(ignored -> assertThat(ignored.reason()).isEqualTo(IgnoreReason.LOCKED));
        assertThat(scene.identifiersOf(ann)).containsExactly(email("ann@x.org"));
        assertThat(scene.isUnknown(anonymous("visitor-1"))).isTrue();
    }

    @Test
    @Tag("D8")
    void aLockedPersonIsNotMergedAndNoConflictIsKept() {
        Scene scene = scene();
        ProfileId ann = locked(scene, email("ann@x.org"), user("ann"));
        ProfileId bob = scene.seen(phone("+12025550100")).id();
        ProfileId eve = scene.seen(email("eve@x.org"), user("eve")).id();
        Resolution answer = scene.seen(email("ann@x.org"), phone("+12025550100"));
        assertThat(answer.profileId()).contains(ann);
        assertThat(Scene.reasons(answer, IdentifierType.PHONE)).containsExactly(IgnoreReason.LOCKED);
        Resolution other = scene.seen(email("ann@x.org"), user("eve"));
        assertThat(other.profileId()).contains(eve);
        assertThat(Scene.reasons(other, IdentifierType.EMAIL)).containsExactly(IgnoreReason.LOCKED);
        assertThat(scene.openConflicts()).isZero();
        assertThat(scene.who(phone("+12025550100"))).isEqualTo(bob);
    }

    @Test
    @Tag("D8")
    void whoSignsInIsReturnedAlthoughTheAddressIsThatOfALockedPerson() {
        Scene scene = scene();
        ProfileId ann = locked(scene, email("ann@x.org"));
        ProfileId bob = scene.seen(user("bob")).id();
        Resolution answer = scene.seen(email("ann@x.org"), user("bob"));
        assertThat(answer.profileId()).contains(bob);
        assertThat(Scene.reasons(answer, IdentifierType.EMAIL)).containsExactly(IgnoreReason.LOCKED);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
    }

    @Test
    @Tag("D8")
    void nothingIsHandedOverToOrFromALockedPerson() {
        Scene scene = scene();
        ProfileId ann = locked(scene, email("ann@x.org"), anonymous("tablet"));
        scene.passDays(1);
        Resolution bob = scene.seen(email("bob@x.org"), user("bob"), anonymous("tablet"));
        assertThat(Scene.reasons(bob, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.LOCKED);
        assertThat(scene.who(anonymous("tablet"))).isEqualTo(ann);
        assertThat(scene.identities.signedOut("tablet")).isEmpty();
        assertThat(scene.who(anonymous("tablet"))).isEqualTo(ann);
        scene.seen(email("bob@x.org"), anonymous("phone"));
        Resolution back = scene.seen(email("ann@x.org"), anonymous("phone"));
        assertThat(Scene.reasons(back, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.LOCKED);
    }

    @Test
    @Tag("D8")
    void aNewAddressFromALockedPersonsDeviceIsNotGuessedToBeTheirs() {
        Scene scene = scene();
        ProfileId ann = locked(scene, user("ann"), anonymous("tablet"));
        Resolution answer = scene.seen(email("ann@x.org"), anonymous("tablet"));
        assertThat(answer.profileId()).contains(ann);
        assertThat(Scene.reasons(answer, IdentifierType.EMAIL)).containsExactly(IgnoreReason.LOCKED);
        assertThat(scene.isUnknown(email("ann@x.org"))).isTrue();
    }

    @Test
    @Tag("D8")
    void factsOfALockedPersonAreStillRecorded() {
        Scene scene = scene();
        ProfileId ann = locked(scene, email("ann@x.org"));
        scene.resolve(scene.request(email("ann@x.org")).touch(ad(scene.now(), "news")));
        assertThat(scene.profile(ann).firstTouch()).isPresent();
    }

    @Test
    @Tag("D8")
    void stewardsAreToldOfTheLockToo() {
        Scene scene = scene();
        scene.seen(email("ann@x.org"));
        scene.seen(phone("+12025550100"));
        MergeId merge = scene.seen(email("ann@x.org"), phone("+12025550100"))
                .details()
                .merges()
                .get(0);
        ProfileId ann = locked(scene, email("ann@x.org"));
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        long commits = scene.store.commits();
        assertThat(steward(scene).merge(bob, ann, "why")).isEqualTo(new MergeResult.Locked(ann));
        assertThat(steward(scene).undo(merge, "why")).isEqualTo(new UndoResult.Locked(ann));
        assertThat(steward(scene).reassign(email("bob@x.org"), bob, ann, "why"))
                .isEqualTo(new IdentifierResult.Locked(ann));
        assertThat(steward(scene).reassign(email("ann@x.org"), ann, bob, "why"))
                .isEqualTo(new IdentifierResult.Locked(ann));
        assertThat(steward(scene).changeIdentifier(email("ann@x.org"), email("ann@y.org"), "why"))
                .isEqualTo(new IdentifierResult.Locked(ann));
        assertThat(steward(scene).unlink(email("ann@x.org"), "why")).isEqualTo(new IdentifierResult.Locked(ann));
        assertThat(steward(scene).split(List.of(email("ann@x.org")), "why")).isEqualTo(new SplitResult.Locked(ann));
        assertThat(scene.store.commits()).isEqualTo(commits);
        assertThat(steward(scene).neverLink(ann, bob, "why")).isInstanceOf(SeparationResult.KeptApart.class);
    }

    @Test
    @Tag("D8")
    void conflictsOfALockedPersonWait() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann")).id();
        scene.seen(email("bob@x.org"), user("bob"));
        scene.seen(email("ann@x.org"), user("bob"));
        var conflict =
                steward(scene).conflicts(PageRequest.FIRST).items().get(0).id();
        steward(scene).unlink(user("ann"), "deleted");
        steward(scene).lock(ann, "looked into");
        for (ConflictDecision decision : List.of(ConflictDecision.MERGE, ConflictDecision.MOVE_IDENTIFIER)) {
            assertThat(steward(scene).resolveConflict(conflict, decision, "why"))
                    .isEqualTo(new ConflictResult.Locked(ann));
        }
        assertThat(scene.openConflicts()).isOne();
    }

    @Test
    @Tag("D8")
    void anUnlockedPersonGrowsAgain() {
        Scene scene = scene();
        ProfileId ann = locked(scene, email("ann@x.org"));
        assertThat(steward(scene).lock(ann, "again")).isEqualTo(new LockResult.Unchanged());
        assertThat(steward(scene).preview().unlock(ann, "done")).isEqualTo(new LockResult.Unlocked(ann));
        assertThat(steward(scene).unlock(ann, "done")).isEqualTo(new LockResult.Unlocked(ann));
        assertThat(steward(scene).unlock(ann, "done")).isEqualTo(new LockResult.Unchanged());
        assertThat(steward(scene).lock(ProfileId.of(new UUID(0, 7)), "who")).isEqualTo(new LockResult.Unknown());
        scene.seen(email("ann@x.org"), phone("+12025550100"));
        assertThat(scene.identifiersOf(ann)).isEqualTo(Set.of(email("ann@x.org"), phone("+12025550100")));
    }
}
