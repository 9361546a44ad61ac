package io.identitystitch.testkit;

import static io.identitystitch.testkit.History.id;
import static io.identitystitch.testkit.History.keptApart;
import static io.identitystitch.testkit.History.seen;
import static io.identitystitch.testkit.History.signedOut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Changes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private static final Identifier MAIL = id("email", "a@mail.example");
    private static final Identifier COOKIE = id("anonymous_id", "cookie-1");

    /** Hardly a history is without two of them, however few histories a run asks for. */
    private static final Mix SIGN_OUTS = new Mix(6, 30, 20, true, 60, 35, 60, 8, 20, 20, 15, 0, 0, 0);

    @Test
    void givesTheSameHistoryForTheSameSeed() {
        assertThat(Histories.of(Mix.EVERYTHING).history(7))
                .isEqualTo(Histories.of(Mix.EVERYTHING).history(7))
                .isNotEqualTo(Histories.of(Mix.EVERYTHING).history(8));
    }

    @Test
    void containsEverythingThatTheMixAsksFor() {
        List<Step> steps = new ArrayList<>();
        LongStream.range(0, 200)
                .forEach(seed ->
                        steps.addAll(Histories.of(Mix.EVERYTHING).history(seed).steps()));
        assertThat(steps)
                .hasAtLeastOneElementOfType(Step.SignedOut.class)
                .hasAtLeastOneElementOfType(Step.KeptApart.class)
                .anyMatch(step -> step instanceof Step.Seen seen && seen.facts())
                .anyMatch(step -> step.toString().contains("kiosk"))
                .anyMatch(step -> step.toString().contains("account"));
    }

    /** A law of undos that meets hardly any says nothing. */
    @Test
    void stewardsFindSomethingToDo() {
        int steps = 0;
        int merges = 0;
        int undos = 0;
        int reassigned = 0;
        int splits = 0;
        int withFacts = 0;
        int handedOver = 0;
        for (long seed = 0; seed < 300; seed++) {
            Workbench bench =
                    new Workbench(InMemoryIdentityStore.create(), TenantId.of("t" + seed), ContractPart.TIGHT);
            for (Step step : Histories.of(Mix.STEWARDED).history(seed).steps()) {
                Changes changes = bench.apply(step).plan().changes();
                steps++;
                merges += step instanceof Step.Joined ? changes.edges().size() : 0;
                undos += changes.stewardship().undone().size();
                reassigned += step instanceof Step.Reassigned && !changes.isEmpty() ? 1 : 0;
                splits += step instanceof Step.Split && !changes.isEmpty() ? 1 : 0;
                withFacts += takesFacts(bench, changes) ? 1 : 0;
                handedOver += step instanceof Step.Seen && !changes.closed().isEmpty() ? 1 : 0;
            }
        }
        System.out.printf(
                "of %d steps %d merge by hand, %d undo, %d reassign, %d split, %d of them with facts, %d hand over%n",
                steps, merges, undos, reassigned, splits, withFacts, handedOver);
        assertThat(merges).as("merges by stewards").isGreaterThanOrEqualTo(steps / 20);
        assertThat(undos).as("undos").isGreaterThanOrEqualTo(steps / 20);
        assertThat(reassigned).as("reassigned identifiers").isGreaterThanOrEqualTo(steps / 50);
        assertThat(splits).as("splits").isGreaterThanOrEqualTo(steps / 50);
        assertThat(withFacts).as("splits with facts").isGreaterThanOrEqualTo(splits / 10);
        assertThat(handedOver).as("hand-overs").isGreaterThanOrEqualTo(steps / 50);
    }

    private static boolean takesFacts(Workbench bench, Changes changes) {
        return changes.stewardship().facts().stream()
                .anyMatch(move -> bench.store
                        .reads()
                        .profile(bench.tenant, move.to(), bench.policy.firstTouch())
                        .orElseThrow()
                        .firstTouch()
                        .isPresent());
    }

    @Test
    void lateAndRepeatedStepsAreAmongThem() {
        List<History> histories = LongStream.range(0, 100)
                .mapToObj(Histories.of(Mix.EVERYTHING)::history)
                .toList();
        assertThat(histories)
                .anyMatch(history -> !history.steps().equals(inOrder(history)))
                .anyMatch(history ->
                        Set.copyOf(history.steps()).size() < history.steps().size());
    }

    private static List<Step> inOrder(History history) {
        return history.steps().stream()
                .sorted(Comparator.comparing(Step::second))
                .toList();
    }

    @Test
    void makesAFailingHistorySmallAndSaysItInJava() {
        assertThatThrownBy(() -> Histories.of(SIGN_OUTS).forAll("nobody signs out twice", 2_000, history -> {
                    long signOuts = history.steps().stream()
                            .filter(Step.SignedOut.class::isInstance)
                            .count();
                    assertThat(signOuts).isLessThan(2);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("nobody signs out twice")
                .hasMessageContaining("-Didentity.seed=")
                .hasMessageMatching("(?s).*smallest history:\nHistory.of\\(\n"
                        + "        signedOut\\([^\n]*\\),\n        signedOut\\([^\n]*\\)\\)");
    }

    @Test
    void shrinksIdentifiersAndFactsToo() {
        History big = History.of(
                seen(1, MAIL), seen(2, MAIL, COOKIE).withFacts(), signedOut(3, COOKIE), keptApart(4, MAIL, COOKIE));
        History smallest = new Shrinker(history -> history.identifiers().contains(COOKIE)).shrink(big);
        assertThat(smallest).isEqualTo(History.of(seen(2, COOKIE)));
    }

    @Test
    void isWrittenAsTheCodeThatMakesIt() {
        assertThat(History.of(seen(1, MAIL).withFacts(), signedOut(2, COOKIE))).hasToString("""
                        History.of(
                                seen(1, id("email", "a@mail.example")).withFacts(),
                                signedOut(2, id("anonymous_id", "cookie-1")))""");
    }
}
