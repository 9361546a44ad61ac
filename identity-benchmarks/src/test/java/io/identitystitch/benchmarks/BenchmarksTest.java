package io.identitystitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.testdb.TestPostgres;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchmarksTest {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    @Test
    void aRunWritesItsReportAndSaysWhatItMissed(@TempDir Path folder) throws Exception {
        Options options = Options.parse(
                "--quick",
                "--only",
                "sign-in-1,sign-up-1,merge-1,batch-known,disk",
                "--identities",
                "2000",
                "--rounds",
                "1",
                "--millis",
                "60",
                "--shared-buffers",
                "64MB",
                "--report",
                folder.toString());

        long missed = Benchmarks.run(options, () -> new Server(TestPostgres.shared(), false), NOWHERE);

        String page = Files.readString(folder.resolve("results.md"));
        assertThat(page).contains("## sign-in-1", "## sign-up-1", "## merge-1", "## batch-known", "## disk");
        assertThat(page.lines().filter(line -> line.contains("**missed**"))).hasSize((int) missed);
        assertThat(page).doesNotContain("answered");
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(folder.resolve("sign-in-1.svg").toFile());
        Figure figure = Json.read(Files.readString(folder.resolve("data/sign-in-1.json")));
        assertThat(figure.measured().series())
                .hasSize(5)
                .allSatisfy(series ->
                        assertThat(series.rounds().get(0).operations()).isPositive());
    }

    @Test
    void callersErrorsAreCountedAndNotTimed() throws Exception {
        try (Server server = new Server(TestPostgres.shared(), false);
                Pool pool = server.pool("errors", 2, "public")) {
            List<Series> series = new Contest(2, 1, 10_000, 40, 0)
                    .run(
                            List.of(new Way("half", pool, (round, index) -> {
                                if (index % 2 == 0) {
                                    throw new Errors.WrongAnswer("LINKED");
                                }
                            })),
                            NOWHERE);
            Round round = series.get(0).rounds().get(0);
            assertThat(round.operations()).isEqualTo(20);
            assertThat(round.errors()).containsOnlyKeys("answered LINKED").containsValue(20L);
        }
    }

    @Test
    void everyPersonComesOnceBeforeOneComesTwice() {
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            assertThat(seen.add(Keys.person(3, i, 5_000))).isTrue();
        }
    }

    @Test
    void badArgumentsAreRefused() {
        assertThatThrownBy(() -> Options.parse("--rounds", "0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--rounds", "many")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--only")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Options.parse("--loud")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Benchmarks.run(
                        Options.parse("--only", "nothing"), () -> new Server(TestPostgres.shared(), false), NOWHERE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
