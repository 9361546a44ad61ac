package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.UndoResult;
import io.identitystitch.spi.IdentityStoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Persons who are erased. */
abstract class ErasureBehaviours extends BehaviourPart {
    ErasureBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    /** A person of two profiles, with facts and a history. */
    private static ProfileId person(Scene scene) {
        scene.resolve(scene.request(anonymous("visitor-1")).touch(ad(scene.now(), "news")));
        scene.seen(email("ann@x.org"));
        return scene.resolved(scene.request(email("ann@x.org"), anonymous("visitor-1"), user("ann"))
                        .touch(ad(scene.now(), "mail"))
                        .trait("plan", "pro"))
                .id();
    }

    @Test
    @Tag("T33")
    void theWholePersonGoesAndItsIdsSaySo() {
        Scene scene = scene();
        ProfileId ann = person(scene);
        EraseResult preview = steward(scene).preview().erase(ann, "asked for it");
        assertThat(scene.profile(ann).known()).as("a preview writes nothing").isTrue();
        assertThat(steward(scene).lock(ann, "not locked by it")).isInstanceOf(LockResult.Locked.class);
        steward(scene).unlock(ann, "done");
        assertThat(preview).isInstanceOfSatisfying(EraseResult.Erased.class, erased -> {
            assertThat(erased.ids()).hasSize(2).contains(ann);
            assertThat(erased.rows())
                    .containsEntry("profiles", 2L)
                    .containsEntry("identifiers", 3L)
                    .containsEntry("touches", 2L)
                    .containsEntry("traits", 1L)
                    .containsEntry("merges", 1L)
                    .hasSize(12);
        });
        EraseResult.Erased erased = (EraseResult.Erased) steward(scene).erase(ann, "asked for it");
        for (ProfileId id : erased.ids()) {
            Profile left = scene.profile(id);
            assertThat(left.status()).isEqualTo(ProfileStatus.ERASED);
            assertThat(left.identifiers()).isEmpty();
            assertThat(left.firstTouch()).isEmpty();
            assertThat(steward(scene).erasure(id)).hasValueSatisfying(erasure -> {
                assertThat(erasure.by()).isEqualTo("alice");
                assertThat(erasure.reason()).isEqualTo("asked for it");
            });
            assertThat(steward(scene).history(id, PageRequest.FIRST).items()).isEmpty();
        }
        assertThat(scene.isUnknown(email("ann@x.org"))).isTrue();
        assertThat(scene.isUnknown(anonymous("visitor-1"))).isTrue();
        assertThat(scene.identities.graph().roots(erased.ids())).isEmpty();
        assertThat(steward(scene).erase(ann, "again")).isInstanceOf(EraseResult.AlreadyErased.class);
    }

    @Test
    @Tag("T33")
    void aLaterVisitBeginsAfresh() {
        Scene scene = scene();
        ProfileId ann = person(scene);
        assertThat(steward(scene).erase(email("ann@x.org"), "asked for it")).isInstanceOf(EraseResult.Erased.class);
        Resolution.Resolved again = scene.seen(email("ann@x.org"), anonymous("visitor-1"));
        assertThat(again.outcome()).isEqualTo(Outcome.CREATED);
        assertThat(again.id()).isNotEqualTo(ann);
        assertThat(scene.profile(again.id()).firstTouch()).isEmpty();
        assertThat(scene.profile(ann).status()).isEqualTo(ProfileStatus.ERASED);
    }

    @Test
    @Tag("T33")
    void othersStayAsTheyAre() {
        Scene scene = scene();
        ProfileId ann = person(scene);
        ProfileId bob = scene.resolved(
                        scene.request(email("bob@x.org"), phone("+12025550100")).touch(ad(scene.now(), "shop")))
                .id();
        Resolution.Resolved together = scene.seen(email("ann@x.org"), phone("+12025550100"));
        steward(scene).undo(together.details().merges().get(0), "a family phone");
        Profile before = scene.profile(bob);
        steward(scene).erase(ann, "asked for it");
        Profile after = scene.profile(bob);
        assertThat(after.identifiers()).isEqualTo(before.identifiers());
        assertThat(after.firstTouch()).isEqualTo(before.firstTouch());
        assertThat(steward(scene).explain(ann, bob).verdict()).isEqualTo(Explanation.Verdict.UNKNOWN);
        assertThat(scene.seen(email("bob@x.org"), phone("+12025550100")).id()).isEqualTo(bob);
    }

    @Test
    @Tag("T33")
    void stewardsAreToldThatAnErasedIdIsNobodys() {
        Scene scene = scene();
        ProfileId ann = person(scene);
        MergeId merge = steward(scene).explain(ann).steps().get(0).merge();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        steward(scene).erase(ann, "asked for it");
        assertThat(steward(scene).merge(bob, ann, "why")).isEqualTo(new MergeResult.Unknown());
        assertThat(steward(scene).undo(merge, "why")).isInstanceOf(UndoResult.Unknown.class);
        assertThat(steward(scene).neverLink(ann, bob, "why")).isEqualTo(new SeparationResult.Unknown());
        assertThat(steward(scene).lock(ann, "why")).isEqualTo(new LockResult.Unknown());
        assertThat(steward(scene).reassign(email("bob@x.org"), bob, ann, "why"))
                .isEqualTo(new IdentifierResult.Unknown());
        assertThat(steward(scene).erase(ProfileId.of(new UUID(0, 7)), "who")).isEqualTo(new EraseResult.Unknown());
        assertThat(steward(scene).erase(email("nobody@x.org"), "who")).isEqualTo(new EraseResult.Unknown());
        assertThatIllegalArgumentException().isThrownBy(() -> steward(scene).erase(bob, " "));
    }

    @Test
    @Tag("T33")
    void anErasureThatWasInterruptedGoesOn() {
        Scene scene = scene();
        ProfileId ann = person(scene);
        List<ResolveRequest> visits = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            visits.add(scene.request(email("ann@x.org"))
                    .touch(ad(scene.now().minusSeconds(i), "source-" + i))
                    .build());
        }
        scene.identities.resolveAll(visits);
        FailingCommits failing = new FailingCommits(scene.store);
        IdentityResolver broken = scene.identities.using(failing);
        for (int kill = 1; kill <= 3; kill++) {
            failing.failAfter(1);
            assertThatThrownBy(() -> broken.steward().erase(ann, "asked for it"))
                    .isInstanceOf(IdentityStoreException.class);
            assertThat(scene.profile(ann).status()).isEqualTo(ProfileStatus.ACTIVE);
            Resolution meanwhile = scene.seen(email("ann@x.org"), anonymous("visitor-2"));
            assertThat(meanwhile.ignored()).as("locked").hasSize(1);
        }
        assertThat(steward(scene).erase(ann, "asked for it")).isInstanceOf(EraseResult.Erased.class);
        assertThat(scene.profile(ann).status()).isEqualTo(ProfileStatus.ERASED);
    }
}
