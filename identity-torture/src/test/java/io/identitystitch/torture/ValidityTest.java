package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValidityTest {
    private static final Verdict CHECKED = new Verdict("judge", 10, 0, List.of());
    private final Faults faults = new Faults();

    @Test
    void acceptsARunInWhichEverythingHappened() throws IOException {
        faults.add(Fault.H2_KILLED);

        Result result = result(1, history(), CHECKED);

        assertThat(Validity.problems(result)).isEmpty();
        assertThat(new Report(Options.parse(), List.of(result)).exitCode()).isZero();
    }

    @Test
    void refusesARunWithAFaultThatNeverCame() throws IOException {
        faults.add(Fault.H2_KILLED);
        faults.expect(Fault.SERVER_KILLED);

        Result result = result(1, history(), CHECKED);

        assertThat(Validity.problems(result)).containsExactly("never injected: " + Fault.SERVER_KILLED);
        assertThat(new Report(Options.parse(), List.of(result)).exitCode()).isEqualTo(2);
    }

    @Test
    void namesAFaultThatCannotBeInjectedAndGoesOn() throws IOException {
        faults.add(Fault.H2_KILLED);
        faults.cannot(Fault.SERVER_KILLED, "no signals on this system");

        Result result = result(1, history(), CHECKED);

        assertThat(Validity.problems(result)).isEmpty();
        assertThat(new Report(Options.parse(), List.of(result)).write())
                .contains(Fault.SERVER_KILLED.toString(), "not run: no signals on this system");
    }

    @Test
    void refusesAJudgeThatCheckedNothing() throws IOException {
        faults.add(Fault.H2_KILLED);

        assertThat(Validity.problems(result(1, history(), new Verdict("judge", 0, 0, List.of()))))
                .containsExactly("nothing checked: judge");
    }

    @Test
    void refusesTooFewCallsAndRunsWithoutFaultsJudgesOrRaces() {
        assertThat(Validity.problems(result(1, new History(new Keys()))))
                .contains(
                        "nothing was broken",
                        "nothing judged",
                        "0 acknowledged calls are fewer than the minimum of 1",
                        "no acknowledged call of workload hot",
                        "no call came to MERGED",
                        "no commit ever lost a race",
                        "no call was ever in doubt");
    }

    @Test
    void putsAViolationBeforeEverythingElse() {
        Result result = result(1, new History(new Keys()), new Verdict("judge", 3, 2, List.of("this one")));
        Report report = new Report(Options.parse("--seconds", "60"), List.of(result));

        assertThat(report.exitCode()).isEqualTo(1);
        assertThat(report.write()).contains("- FOUND: judge: this one", "**FAILED");
    }

    @Test
    void refusesARunOfNothing() {
        assertThat(new Report(Options.parse(), List.of()).exitCode()).isEqualTo(2);
    }

    private Result result(long minimum, History history, Verdict... verdicts) {
        return new Result("db", 10, minimum, history, faults, List.of(verdicts), Map.of(), List.of());
    }

    private static History history() throws IOException {
        StringBuilder log = new StringBuilder();
        List<String> outcomes = List.of("CREATED", "LINKED", "MATCHED", "MERGED");
        int call = 0;
        for (String workload :
                List.of("hot", "zipf", "bridge", "storm", "fresh", "batch", "household", "race", "kiosk")) {
            String id = "c" + call;
            log.append("I " + id + " RESOLVE shop " + workload + " 1 mail:a\n");
            log.append("A " + id + " 2 " + outcomes.get(call++ % outcomes.size()) + "/-/-\n");
        }
        log.append("I last RESOLVE shop hot 1 mail:a\n");
        History history = new History(new Keys());
        new HistoryReader(history).read(new StringReader(log.toString()));
        return history;
    }
}
