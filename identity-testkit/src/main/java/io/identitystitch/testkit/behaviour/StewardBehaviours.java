package io.identitystitch.testkit.behaviour;

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
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.Explanation;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.IgnoreReason;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.UndoResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stewards do, and what they are told. */
abstract class StewardBehaviours extends BehaviourPart {
    private static final ProfileId STRANGER = ProfileId.of(new UUID(0, 7));

    StewardBehaviours(IdentityBehaviourContract contract) {
        super(contract);
    }

    private static Steward steward(Scene scene) {
        return scene.identities.steward().as("alice");
    }

    private static MergeId merged(MergeResult answer) {
        assertThat(answer).isInstanceOf(MergeResult.Merged.class);
        return ((MergeResult.Merged) answer).merge();
    }

    @Test
    @Tag("D8")
    void aStewardMergesTwoPersonsAndTakesItBack() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        scene.passDays(1);
        ProfileId bob = scene.seen(email("bob@x.org"), phone("+12025550100")).id();
        Profile before = scene.profile(bob);
        MergeId merge = merged(steward(scene).merge(bob, ann, "one person with two addresses"));
        assertThat(scene.who(email("bob@x.org"))).as("the older one answers").isEqualTo(ann);
        assertThat(steward(scene).undo(merge, "two persons after all"))
                .isEqualTo(new UndoResult.Undone(merge, ann, bob, Map.of(bob, bob), List.of()));
        assertThat(scene.profile(bob)).isEqualTo(before);
        assertThat(scene.who(email("ann@x.org"))).isEqualTo(ann);
    }

    @Test
    @Tag("D8")
    void whatIsDoneAlreadyChangesNothing() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        MergeId merge = merged(steward(scene).merge(ann, bob, "why"));
        long commits = scene.store.commits();
        assertThat(steward(scene).merge(ann, bob, "why")).isEqualTo(new MergeResult.AlreadyOne(ann));
        assertThat(steward(scene).merge(ann, STRANGER, "why")).isEqualTo(new MergeResult.Unknown());
        assertThat(scene.store.commits()).isEqualTo(commits);
        steward(scene).undo(merge, "why");
        assertThat(steward(scene).undo(merge, "why")).isInstanceOf(UndoResult.AlreadyUndone.class);
        assertThat(steward(scene).undo(new MergeId(new UUID(0, 7)), "why")).isInstanceOf(UndoResult.Unknown.class);
        assertThat(scene.store.commits()).isEqualTo(commits + 1);
    }

    @Test
    @Tag("D8")
    void anUndonePairStaysApartUntilAStewardMergesIt() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ProfileId bob = scene.seen(phone("+12025550100")).id();
        Resolution.Resolved together = scene.seen(email("ann@x.org"), phone("+12025550100"));
        steward(scene).undo(together.details().merges().get(0), "a shared phone");
        Resolution again = scene.seen(email("ann@x.org"), phone("+12025550100"));
        assertThat(again.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(Scene.reasons(again, IdentifierType.PHONE)).containsExactly(IgnoreReason.KEPT_APART);
        merged(steward(scene).merge(ann, bob, "hers after all"));
        assertThat(scene.who(phone("+12025550100"))).isEqualTo(scene.who(email("ann@x.org")));
    }

    @Test
    @Tag("D8")
    void personsAreKeptApartUntilThatIsTakenBack() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        assertThat(steward(scene).neverLink(email("ann@x.org"), email("bob@x.org"), "twins"))
                .isEqualTo(new SeparationResult.KeptApart(ann, bob));
        assertThat(steward(scene).neverLink(ann, bob, "twins")).isEqualTo(new SeparationResult.Unchanged());
        Resolution refused = scene.seen(email("ann@x.org"), email("bob@x.org"));
        assertThat(Scene.reasons(refused, IdentifierType.EMAIL)).containsExactly(IgnoreReason.KEPT_APART);
        assertThat(steward(scene).mayLink(email("bob@x.org"), email("ann@x.org"), "one person"))
                .isEqualTo(new SeparationResult.MayLink(bob, ann, 1));
        assertThat(steward(scene).mayLink(ann, bob, "one person")).isEqualTo(new SeparationResult.Unchanged());
        assertThat(scene.seen(email("ann@x.org"), email("bob@x.org")).outcome()).isEqualTo(Outcome.MERGED);
        assertThat(steward(scene).neverLink(ann, bob, "too late"))
                .isEqualTo(new SeparationResult.UndoOrSplitFirst(ann));
        assertThat(steward(scene).neverLink(email("ann@x.org"), email("eve@x.org"), "nobody"))
                .isEqualTo(new SeparationResult.Unknown());
    }

    @Test
    @Tag("D2")
    void aStewardsMergeObeysTheLimits() {
        Scene scene = scene();
        ProfileId ann = scene.seen(user("ann")).id();
        ProfileId bob = scene.seen(user("bob")).id();
        MergeResult refused = new MergeResult.Refused(ConflictReason.EXCLUSIVE, IdentifierType.USER_ID);
        assertThat(steward(scene).preview().merge(ann, bob, "why")).isEqualTo(refused);
        assertThat(steward(scene).merge(ann, bob, "why")).isEqualTo(refused);
        assertThat(scene.who(user("ann"))).isNotEqualTo(scene.who(user("bob")));
    }

    @Test
    @Tag("D2")
    void aConflictIsDecidedByAHuman() {
        Scene scene = scene();
        scene.seen(email("ann@x.org"), user("ann"));
        scene.seen(email("bob@x.org"), user("bob"));
        scene.seen(email("ann@x.org"), user("bob"));
        ConflictId conflict =
                steward(scene).conflicts(PageRequest.FIRST).items().get(0).id();
        assertThat(steward(scene).resolveConflict(conflict, ConflictDecision.MERGE, "one person"))
                .isEqualTo(new ConflictResult.Refused(ConflictReason.EXCLUSIVE, IdentifierType.USER_ID));
        assertThat(steward(scene).resolveConflict(conflict, ConflictDecision.KEEP_APART, "two persons"))
                .isEqualTo(new ConflictResult.KeptApart());
        assertThat(steward(scene).resolveConflict(conflict, ConflictDecision.KEEP_APART, "two persons"))
                .isEqualTo(new ConflictResult.AlreadyDecided(ConflictStatus.KEPT_APART));
        assertThat(scene.openConflicts()).isZero();
        Resolution again = scene.seen(email("ann@x.org"), user("bob"));
        assertThat(again.outcome()).isEqualTo(Outcome.MATCHED);
        assertThat(Scene.reasons(again, IdentifierType.EMAIL)).containsExactly(IgnoreReason.KEPT_APART);
    }

    @Test
    @Tag("D8")
    void previewsWriteNothing() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        long commits = scene.store.commits();
        assertThat(steward(scene).preview().merge(ann, bob, "why")).isInstanceOf(MergeResult.Merged.class);
        assertThat(scene.store.commits()).isEqualTo(commits);
        MergeId merge = merged(steward(scene).merge(ann, bob, "why"));
        UndoResult preview = steward(scene).preview().undo(merge, "why");
        assertThat(scene.store.commits()).isEqualTo(commits + 1);
        assertThat(steward(scene).undo(merge, "why")).isEqualTo(preview);
    }

    @Test
    @Tag("D8")
    void everyActIsKeptWithItsAuthorAndReason() {
        Scene scene = scene();
        ProfileId ann = scene.seen(email("ann@x.org")).id();
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        MergeId merge = merged(steward(scene).merge(ann, bob, "one"));
        scene.identities.steward().undo(merge, "two");
        steward(scene).mayLink(ann, bob, "perhaps");
        Page<Act> first = steward(scene).history(bob, new PageRequest(2, Optional.empty()));
        assertThat(first.items()).extracting(Act::kind).containsExactly(ActKind.MERGED, ActKind.UNDONE);
        assertThat(first.items()).extracting(Act::by).containsExactly("alice", "steward");
        assertThat(first.items()).extracting(Act::reason).containsExactly("one", "two");
        assertThat(first.items()).allSatisfy(act -> assertThat(act.merge()).contains(merge));
        Page<Act> rest = steward(scene).history(bob, new PageRequest(2, first.next()));
        assertThat(rest.items()).extracting(Act::kind).containsExactly(ActKind.LET_LINK);
        assertThat(steward(scene).history(ann, PageRequest.FIRST).items()).hasSize(3);
        assertThat(steward(scene).history(STRANGER, PageRequest.FIRST).items()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> steward(scene).merge(ann, bob, " "));
        assertThatIllegalArgumentException().isThrownBy(() -> steward(scene).as("a\0b"));
    }

    @Test
    @Tag("D8")
    void anExplanationNamesTheMergesBetweenTwoAndNoValue() {
        Scene scene = scene();
        scene.seen(anonymous("visitor-1"));
        scene.seen(email("ann@x.org"));
        scene.seen(email("ann@x.org"), anonymous("visitor-1"));
        scene.seen(email("ann@x.org"), phone("+12025550100"));
        ProfileId bob = scene.seen(email("bob@x.org")).id();
        MergeId byHand = merged(steward(scene).merge(scene.who(email("ann@x.org")), bob, "secret words"));
        Explanation explanation = steward(scene).explain(anonymous("visitor-1"), email("bob@x.org"));
        assertThat(explanation.verdict()).isEqualTo(Explanation.Verdict.ONE_PERSON);
        assertThat(explanation.steps()).hasSize(2);
        assertThat(explanation.steps().get(0).evidence())
                .extracting(key -> key.type().name())
                .containsExactly("anonymous_id", "email");
        assertThat(explanation.steps().get(1).merge()).isEqualTo(byHand);
        assertThat(steward(scene).explain(bob).steps()).hasSize(2);
        Explanation links = steward(scene).explain(email("ann@x.org"), phone("+12025550100"));
        assertThat(links.steps()).isEmpty();
        assertThat(links.links().get(1).via())
                .hasValueSatisfying(via -> assertThat(via.type()).isEqualTo(IdentifierType.EMAIL));
        steward(scene).undo(byHand, "secret words");
        Explanation two = steward(scene).explain(email("ann@x.org"), email("bob@x.org"));
        assertThat(two.verdict()).isEqualTo(Explanation.Verdict.TWO_PERSONS);
        assertThat(two.apart()).singleElement().satisfies(pair -> {
            assertThat(pair.by()).contains("alice");
            assertThat(pair.reason()).isEqualTo("secret words");
        });
        assertThat(steward(scene).explain(bob, STRANGER).verdict()).isEqualTo(Explanation.Verdict.UNKNOWN);
        for (Explanation shown : List.of(explanation, links, two)) {
            assertThat(shown.text() + shown.mermaid() + shown.dot() + shown)
                    .doesNotContain("x.org", "visitor-1", "2025550100", "secret words");
        }
        assertThat(two.text()).contains("two persons", "kept apart by alice");
        assertThat(explanation.mermaid()).contains("p1 ---|\"identify: anonymous_id#");
        assertThat(explanation.dot()).startsWith("graph person {").contains(" -- ");
    }
}
