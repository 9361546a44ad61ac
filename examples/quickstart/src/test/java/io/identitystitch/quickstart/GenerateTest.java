package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that are made up, imported at once or written first. */
class GenerateTest {
    private static final String EXPECTED = "conflicts=0 ignored=0 rows=3001";

    private final Console console = Console.plain();

    @TempDir
    Path folder;

    private String imported(String... args) {
        Console other = Console.plain();
        assertThat(other.run(args)).as(other.err()).isZero();
        return other.out().strip();
    }

    @Test
    void areOfTwiceAsManyPeopleAsRepetitions() {
        assertThat(imported("--generate", "3001")).startsWith("persons=2001 ").endsWith(EXPECTED);
    }

    @Test
    void areReadAgainInBothFormats() throws Exception {
        String direct = imported("--generate", "3001", "--seed", "7");
        for (String name : new String[] {"people.jsonl", "people.csv"}) {
            Path file = folder.resolve(name);
            assertThat(console.run("--generate", "3001", "--seed", "7", "--to", file.toString()))
                    .isZero();
            assertThat(imported("--input", file.toString(), "--map", MadeUpPeople.MAP))
                    .isEqualTo(direct);
        }
        assertThat(console.out()).isEmpty();
        assertThat(console.err()).contains("3001 rows of 2001 people", "--map " + MadeUpPeople.MAP);
    }

    @Test
    void arePipedFromOneRunIntoAnother() {
        assertThat(console.run("--generate", "300", "--to", "-")).isZero();
        Console reader = Console.given(console.out());
        assertThat(reader.run("--input", "-", "--map", MadeUpPeople.MAP)).isZero();
        assertThat(reader.out()).startsWith("persons=200 ");
    }

    @Test
    void areTheSameForTheSameSeedOnly() throws Exception {
        String[] contents = new String[3];
        for (int i = 0; i < 3; i++) {
            Path file = folder.resolve("people" + i + ".jsonl");
            assertThat(console.run("--generate", "60", "--seed", i < 2 ? "1" : "2", "--to", file.toString()))
                    .isZero();
            contents[i] = Files.readString(file);
        }
        assertThat(contents[0]).isEqualTo(contents[1]).isNotEqualTo(contents[2]);
        assertThat(contents[0].lines()).hasSize(60).allMatch(line -> line.startsWith("{\""));
    }

    @Test
    void tellWhoTheyAreIfAsked() throws Exception {
        Path out = folder.resolve("out.csv");
        imported("--generate", "30", "--out", out.toString());
        assertThat(Files.readAllLines(out)).hasSize(31);
        assertThat(Files.readAllLines(out).stream()
                        .skip(1)
                        .map(line -> line.split(",")[1])
                        .distinct())
                .hasSize(20);
    }
}
