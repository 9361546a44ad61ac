package io.identitystitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BarTest {
    private static final Figure FIGURE = new Figure(
            "figure",
            "A figure",
            "--only figure",
            "somewhere",
            new Measured(
                    List.of(
                            new Series("ours", List.of(round(100, 10), round(300, 20), round(200, 30))),
                            new Series("theirs", List.of(round(50, 50), round(100, 60), round(100, 40)))),
                    List.of(new Measured.Value("size", 120, 110, 130, "bytes"))));

    private static Round round(long operations, double p50) {
        return new Round(operations, 1, p50, 2 * p50, 5, 7, Map.of("deadlock", 1L));
    }

    @Test
    void throughputIsTheMedianOfTheRatiosOfTheRounds() {
        Bar.Outcome outcome = new Bar("figure", "theirs", Bar.Measure.THROUGHPUT, 2).check(FIGURE);
        assertThat(outcome).isEqualTo(new Bar.Outcome(2, 2, 3, true));
        assertThat(new Bar("figure", "theirs", Bar.Measure.THROUGHPUT, 2.1)
                        .check(FIGURE)
                        .met())
                .isFalse();
    }

    @Test
    void aFloorIsComparedWithAFloor() {
        Bar.Outcome outcome = new Bar("figure", "theirs", Bar.Measure.FLOOR, 4).check(FIGURE);
        assertThat(outcome.value()).isEqualTo(4, within(1e-9));
        assertThat(outcome.low()).isEqualTo(40 / 30.0, within(1e-9));
        assertThat(outcome.high()).isEqualTo(5, within(1e-9));
        assertThat(outcome.met()).isTrue();
    }

    @Test
    void costIsTheOtherWayRound() {
        assertThat(new Bar("figure", "theirs", Bar.Measure.COST, 0.25)
                        .check(FIGURE)
                        .met())
                .isTrue();
        assertThat(new Bar("figure", "theirs", Bar.Measure.COST, 0.2)
                        .check(FIGURE)
                        .met())
                .isFalse();
    }

    @Test
    void valuesMustNotBeGreater() {
        assertThat(new Bar("figure", "size", Bar.Measure.AT_MOST, 120)
                        .check(FIGURE)
                        .met())
                .isTrue();
        assertThat(new Bar("figure", "size", Bar.Measure.AT_MOST, 119)
                        .check(FIGURE)
                        .met())
                .isFalse();
    }

    @Test
    void errorsAreCountedOverAllRounds() {
        Bar.Outcome outcome = new Bar("figure", null, Bar.Measure.NO_ERRORS, 0).check(FIGURE);
        assertThat(outcome.value()).isEqualTo(3);
        assertThat(outcome.met()).isFalse();
    }

    @Test
    void everyBarIsAboutACaseThatExists() {
        List<String> cases = Benchmarks.cases().stream().map(Case::id).toList();
        assertThat(cases).doesNotHaveDuplicates();
        assertThat(Bar.ALL).allSatisfy(bar -> assertThat(cases).contains(bar.figure()));
    }

    @Test
    void aFigureIsReadAsItWasWritten() {
        assertThat(Json.read(Json.write(FIGURE))).isEqualTo(FIGURE);
    }

    @Test
    void whatIsUnknownStaysUnknown() {
        Figure figure = new Figure(
                "figure",
                "A figure",
                "",
                "",
                Measured.of(List.of(new Series("ours", List.of(new Round(1, 1, 1, 1, 1, Double.NaN, Map.of()))))));
        assertThat(Json.read(Json.write(figure)).ours().rounds().get(0).serverCpu())
                .isNaN();
    }
}
