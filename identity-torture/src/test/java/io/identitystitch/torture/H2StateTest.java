package io.identitystitch.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Real calls on a real store, judged; then damaged, and judged again. */
class H2StateTest {
    private static final int CALLS = 300;

    private static final String URL = "jdbc:h2:mem:torture;DB_CLOSE_DELAY=-1";

    private static History history;

    @BeforeAll
    static void makeCalls(@TempDir Path folder) throws Exception {
        // Not long ago, for older times are clamped, and at the start of the longest of the workloads' periods.
        long start = System.currentTimeMillis() / 60_000 * 60_000;
        try (Database database = Database.open(URL, 1, Database.NEVER_WRONG);
                Caller caller = new Caller(database.store());
                CallLog log = new CallLog(folder.resolve("w1.calls"))) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(3);
            List<Workload> mix = mix();
            for (int i = 0; i < CALLS; i++) {
                Step step = mix.get(i % mix.size()).next(random, start + i);
                log.begin("w1-" + i, step);
                log.answered("w1-" + i, caller.attempts(), caller.call(step));
            }
        }
        history = HistoryReader.read(folder);
    }

    @Test
    void passesAllJudges() throws Exception {
        assertThat(history.byOutcome())
                .containsKeys("CREATED", "LINKED", "MATCHED", "MERGED", "CONFLICT", "SIGNED_OUT");
        try (Database database = Database.open(URL, 1, Database.NEVER_WRONG);
                Connection connection = DriverManager.getConnection(URL)) {
            State state = StateReader.read(connection, history.keys());
            List<Verdict> verdicts = new ArrayList<>(judge(state));
            verdicts.add(new AnswersJudge(database.store(), 40, 1).judge(history, state));

            assertThat(verdicts)
                    .allSatisfy(verdict -> assertThat(verdict.examples()).isEmpty());
            assertThat(verdicts.stream().filter(verdict -> verdict.items() == 0).map(Verdict::judge))
                    .containsExactly("a call in doubt was done whole or not at all");
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"NONE", "LIAR"})
    void failsAJudgeOnceItIsDamaged(Sabotage sabotage) throws Exception {
        try (Connection connection = DriverManager.getConnection(URL)) {
            connection.setAutoCommit(false);
            Saboteur.damage(connection, sabotage);

            // Reading ends with a rollback, which undoes the damage.
            assertThat(judge(StateReader.read(connection, history.keys())))
                    .anyMatch(verdict -> verdict.violations() > 0);
        }
    }

    private static List<Workload> mix() {
        PersonWorkloads persons = new PersonWorkloads("w1", Sizes.SMALL);
        DeviceWorkloads devices = new DeviceWorkloads(Sizes.SMALL);
        return Stream.of(
                        persons.hot(),
                        persons.zipf(),
                        persons.bridge(),
                        persons.storm(),
                        persons.fresh(),
                        persons.batch(),
                        devices.household(),
                        devices.household(),
                        devices.race(),
                        devices.kiosk())
                .toList();
    }

    private static List<Verdict> judge(State state) {
        return Judge.ofAnyRun().stream()
                .map(judge -> judge.judge(history, state))
                .toList();
    }
}
