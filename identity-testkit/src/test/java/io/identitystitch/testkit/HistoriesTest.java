package io.identitystitch.testkit;

import static io.identitystitch.testkit.History.id;
import static io.identitystitch.testkit.History.keptApart;
import static io.identitystitch.testkit.History.seen;
import static io.identitystitch.testkit.History.signedOut;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.model.Identifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HistoriesTest {
    private static final Identifier MAIL = id("email", "a@mail.example");
    private static final Identifier COOKIE = id("anonymous_id", "cookie-1");

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
        assertThatThrownBy(() -> Histories.of(Mix.EVERYDAY).forAll("nobody signs out twice", 2_000, history -> {
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
