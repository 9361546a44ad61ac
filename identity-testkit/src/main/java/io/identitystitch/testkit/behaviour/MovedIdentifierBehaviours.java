package io.identitystitch.testkit.behaviour;

import static io.identitystitch.testkit.behaviour.Scene.ad;
import static io.identitystitch.testkit.behaviour.Scene.anonymous;
import static io.identitystitch.testkit.behaviour.Scene.email;
import static io.identitystitch.testkit.behaviour.Scene.phone;
import static io.identitystitch.testkit.behaviour.Scene.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.Steward;
import io.identitystitch.model.Act;
import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.SplitResult;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Identifiers that stewards move: to somebody else, out of the way, or to a person of their own. */
abstract class MovedIdentifierBehaviours extends BehaviourPart {
    private static final ProfileId STRANGER = ProfileId.of(new UUID(0, 7));
    private static final Identifier PHONE = phone("+12025550100");

    MovedIdentifierBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    @Test
    @Tag("D9")
    void aRecycledPhoneGoesToItsNewOwnerAndTheTwoStayApart() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), PHONE).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        scene.passDays(1);
        IdentifierResult answer = steward(scene).reassign(PHONE, ann, bob, "a new contract");
        assertThat(answer).isInstanceOf(IdentifierResult.Moved.class);
        assertThat(scene.who(PHONE)).isEqualTo(bob);
        assertThat(scene.linkOf(PHONE).linkedAt()).isNotNull();
        assertThat(scene.identifiersOf(ann)).containsExactly(email("ann@x.org"));
        Resolution again = scene.seen(email("ann@x.org"), PHONE);
        assertThat(again.profileId()).contains(ann);
        assertThat(Scene.reasons(again, IdentifierType.PHONE)).containsExactly(IgnoreReason.KEPT_APART);
        assertThat(scene.seen(email("bob@x.org"), PHONE).outcome()).isEqualTo(Outcome.MATCHED);
    }

    @Test
    @Tag("D9")
    void factsRecordedBeforeStayWithWhomTheyWereObservedOn() {
        Scene scene = scene();
        ProfileId ann = scene.resolved(scene.request(email("ann@x.org"), PHONE).touch(ad(scene.now(), "news")))
                .id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        steward(scene).reassign(PHONE, ann, bob, "a new contract");
        assertThat(scene.profile(ann).firstTouch()).isPresent();
        assertThat(scene.profile(bob).firstTouch()).isEmpty();
    }

    @Test
    @Tag("D9")
    void whatCannotBeReassignedIsSaidAndChangesNothing() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), PHONE, user("ann")).id();
        ProfileId bob = scene.seen(email("bob@x.org"), user("bob")).id();
        ProfileId eve = scene.seen(email("eve@x.org")).id();
        long commits = scene.store.commits();
        assertThat(steward(scene).reassign(PHONE, bob, eve, "why")).isEqualTo(new IdentifierResult.HeldByOther(ann));
        assertThat(steward(scene).reassign(user("ann"), ann, bob, "why"))
                .isEqualTo(new IdentifierResult.Refused(ConflictReason.EXCLUSIVE, IdentifierType.USER_ID));
        assertThat(steward(scene).reassign(PHONE, ann, STRANGER, "why")).isEqualTo(new IdentifierResult.Unknown());
        assertThat(steward(scene).reassign(email("no@x.org"), ann, bob, "why"))
                .isEqualTo(new IdentifierResult.NotHeld());
        assertThat(steward(scene).reassign(email("no mail"), ann, bob, "why"))
                .isEqualTo(new IdentifierResult.NotHeld());
        assertThat(steward(scene).reassign(PHONE, ann, ann, "why")).isEqualTo(new IdentifierResult.Unchanged());
        assertThat(steward(scene).reassign(PHONE, bob, ann, "why")).isEqualTo(new IdentifierResult.Unchanged());
        assertThat(scene.store.commits()).isEqualTo(commits);
    }

    @Test
    @Tag("D9")
    void whoLosesTheLastPersistentIdentifierIsAnonymous() {
        Scene scene = scene();
        ProfileId ann = scene.seen(PHONE, anonymous("visitor-1")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        steward(scene).reassign(PHONE, ann, bob, "hers");
        assertThat(scene.profile(ann).known()).isFalse();
        assertThat(scene.profile(bob).known()).isTrue();
        ProfileId visitor = scene.seen(anonymous("visitor-2")).id();
        steward(scene).reassign(email("bob@x.org"), bob, visitor, "his");
        assertThat(scene.profile(bob).known()).as("still has a phone").isTrue();
        assertThat(scene.profile(visitor).known()).isTrue();
    }

    @Test
    @Tag("D9")
    void aDeviceThatWasReassignedIsNotTakenBackByWhatHappenedBefore() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), anonymous("tablet")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        scene.passDays(1);
        steward(scene).reassign(anonymous("tablet"), ann, bob, "it is his");
        Resolution late = scene.resolve(scene.request(email("ann@x.org"), anonymous("tablet"))
                .observedAt(scene.now().minusSeconds(60)));
        assertThat(Scene.reasons(late, IdentifierType.ANONYMOUS_ID)).containsExactly(IgnoreReason.SHARED_DEVICE);
        assertThat(scene.who(anonymous("tablet"))).isEqualTo(bob);
        scene.passDays(1);
        scene.seen(email("ann@x.org"), anonymous("tablet"));
        assertThat(scene.who(anonymous("tablet"))).as("a later sign-in").isEqualTo(ann);
    }

    @Test
    @Tag("D9")
    void anAddressChangesAndTheOldOneIsNobodys() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        assertThat(steward(scene).changeIdentifier(email("ann@x.org"), email("ann@y.org"), "she moved"))
                .isInstanceOf(IdentifierResult.Changed.class);
        assertThat(scene.who(email("ann@y.org"))).isEqualTo(ann);
        assertThat(scene.isUnknown(email("ann@x.org"))).isTrue();
        assertThat(scene.identifiersOf(ann)).containsExactlyInAnyOrder(email("ann@y.org"), user("ann"));
        assertThat(steward(scene).changeIdentifier(email("ann@y.org"), email("bob@x.org"), "why"))
                .isEqualTo(new IdentifierResult.HeldByOther(bob));
        assertThat(steward(scene).changeIdentifier(email("ann@y.org"), email("Ann@Y.org"), "why"))
                .isEqualTo(new IdentifierResult.Unchanged());
        assertThat(steward(scene).changeIdentifier(email("ann@x.org"), email("ann@z.org"), "why"))
                .isEqualTo(new IdentifierResult.NotHeld());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> steward(scene).changeIdentifier(email("ann@y.org"), user("ann"), "why"));
        assertThat(scene.seen(email("ann@x.org")).outcome()).as("seen again").isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("D9")
    void anExclusiveIdentifierCanBeReplaced() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann")).id();
        steward(scene).changeIdentifier(user("ann"), user("ann-2"), "a new account");
        assertThat(scene.seen(user("ann-2")).id()).isEqualTo(ann);
        assertThat(scene.seen(user("ann")).id()).isNotEqualTo(ann);
    }

    @Test
    @Tag("T36")
    void anAccountIsDeletedAndItsVisitorStays() {
        Scene scene = scene();
        ProfileId ann = scene.resolved(
                        scene.request(user("ann"), anonymous("visitor-1")).touch(ad(scene.now(), "news")))
                .id();
        assertThat(steward(scene).unlink(user("ann"), "account deleted"))
                .isInstanceOfSatisfying(
                        IdentifierResult.Unlinked.class,
                        gone -> assertThat(gone.known()).isFalse());
        assertThat(scene.isUnknown(user("ann"))).isTrue();
        Profile visitor = scene.profileOf(anonymous("visitor-1"));
        assertThat(visitor.id()).isEqualTo(ann);
        assertThat(visitor.known()).isFalse();
        assertThat(visitor.firstTouch()).isPresent();
        assertThat(steward(scene).unlink(user("ann"), "again")).isEqualTo(new IdentifierResult.NotHeld());
        assertThat(scene.seen(user("ann"), email("ann@x.org")).outcome()).isEqualTo(Outcome.CREATED);
    }

    @Test
    @Tag("D8")
    void aSplitTakesItsFactsAlongAndStaysApart() {
        Scene scene = scene();
        ProfileId both = scene.resolved(scene.request(email("ann@x.org"), PHONE).touch(ad(scene.now(), "both")))
                .id();
        scene.passDays(1);
        scene.resolved(scene.request(email("bob@x.org"), PHONE)
                .touch(ad(scene.now(), "both too"))
                .trait("plan", "both"));
        scene.resolved(
                scene.request(email("bob@x.org")).touch(ad(scene.now(), "bob")).trait("plan", "bob"));
        SplitResult answer = steward(scene).split(List.of(email("bob@x.org")), "a family phone");
        assertThat(answer).isInstanceOfSatisfying(SplitResult.Split.class, split -> {
            assertThat(split.root()).isEqualTo(both);
            assertThat(split.taken()).hasSize(1);
            Profile bob = scene.profile(split.created());
            assertThat(scene.identifiersOf(split.created())).containsExactly(email("bob@x.org"));
            assertThat(bob.known()).isTrue();
            assertThat(bob.firstTouch().orElseThrow().fields()).containsEntry("utm_source", "bob");
            assertThat(bob.traits()).extracting(trait -> trait.value().json()).containsExactly("\"bob\"");
            assertThat(scene.identifiersOf(both)).containsExactlyInAnyOrder(email("ann@x.org"), PHONE);
            assertThat(scene.profile(both).lastTouch().orElseThrow().fields()).containsEntry("utm_source", "both too");
        });
        Resolution again = scene.seen(email("bob@x.org"), email("ann@x.org"));
        assertThat(again.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(again.ignored()).extracting(ignored -> ignored.reason()).containsExactly(IgnoreReason.KEPT_APART);
    }

    @Test
    @Tag("D8")
    void aHundredIdentifiersCanBeSplitOffAtOnce() {
        Scene scene = scene();
        scene.seen(email("ann@x.org"));
        List<Identifier> cookies = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            cookies.add(anonymous("cookie-" + i));
            scene.resolve(scene.request(email("ann@x.org"), cookies.get(i)));
            scene.resolve(scene.request(cookies.get(i)).touch(ad(scene.now(), "source-" + i)));
        }
        SplitResult answer = steward(scene).split(cookies, "a public terminal");
        assertThat(answer).isInstanceOfSatisfying(SplitResult.Split.class, split -> {
            Profile terminal = scene.profile(split.created());
            assertThat(terminal.known()).isFalse();
            assertThat(terminal.firstTouch()).isPresent();
            assertThat(scene.profileOf(email("ann@x.org")).firstTouch()).isEmpty();
        });
        cookies.add(anonymous("one-more"));
        assertThatIllegalArgumentException().isThrownBy(() -> steward(scene).split(cookies, "why"));
        assertThatIllegalArgumentException().isThrownBy(() -> steward(scene).split(List.of(), "why"));
    }

    @Test
    @Tag("D8")
    void whatIsNotOnePersonsIsNotSplit() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        long commits = scene.store.commits();
        assertThat(steward(scene).split(List.of(email("bob@x.org"), email("ann@x.org")), "why"))
                .isEqualTo(new SplitResult.SeveralPersons(List.of(ann, bob)));
        assertThat(steward(scene).split(List.of(email("ann@x.org"), email("eve@x.org")), "why"))
                .isEqualTo(new SplitResult.NotHeld());
        assertThat(steward(scene).split(List.of(email("ann@x.org"), email("null")), "why"))
                .isEqualTo(new SplitResult.NotHeld());
        assertThat(scene.store.commits()).isEqualTo(commits);
    }

    @Test
    @Tag("D2")
    void aConflictIsDecidedByMovingItsIdentifier() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), user("ann")).id();
        ProfileId bob = scene.seen(email("bob@x.org"), user("bob")).id();
        scene.seen(email("ann@x.org"), user("bob"));
        ConflictId conflict =
                steward(scene).conflicts(PageRequest.FIRST).items().get(0).id();
        assertThat(steward(scene).preview().resolveConflict(conflict, ConflictDecision.MOVE_IDENTIFIER, "his"))
                .isInstanceOf(ConflictResult.IdentifierMoved.class);
        assertThat(steward(scene).resolveConflict(conflict, ConflictDecision.MOVE_IDENTIFIER, "his"))
                .isInstanceOfSatisfying(ConflictResult.IdentifierMoved.class, moved -> {
                    assertThat(moved.from()).isEqualTo(ann);
                    assertThat(moved.to()).isEqualTo(bob);
                });
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(bob);
        assertThat(scene.identifiersOf(bob)).as("with its value").contains(email("ann@x.org"));
        assertThat(scene.openConflicts()).isZero();
        assertThat(scene.seen(email("ann@x.org"), user("bob")).outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(steward(scene).resolveConflict(conflict, ConflictDecision.MOVE_IDENTIFIER, "again"))
                .isInstanceOf(ConflictResult.AlreadyDecided.class);
    }

    @Test
    @Tag("D9")
    void theRecordSaysWhichIdentifiersMoved() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org"), PHONE).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        steward(scene).reassign(PHONE, ann, bob, "one");
        steward(scene).changeIdentifier(email("ann@x.org"), email("ann@y.org"), "two");
        steward(scene).unlink(PHONE, "three");
        steward(scene).split(List.of(email("ann@y.org")), "four");
        List<Act> acts = steward(scene).history(ann, PageRequest.FIRST).items();
        assertThat(acts)
                .extracting(Act::kind)
                .containsExactly(ActKind.REASSIGNED, ActKind.IDENTIFIER_CHANGED, ActKind.SPLIT);
        assertThat(acts).extracting(act -> act.keys().size()).containsExactly(1, 2, 1);
        assertThat(acts.get(0).keys().get(0).type()).isEqualTo(IdentifierType.PHONE);
        assertThat(steward(scene).history(bob, PageRequest.FIRST).items())
                .extracting(Act::kind)
                .containsExactly(ActKind.REASSIGNED, ActKind.UNLINKED);
    }
}
