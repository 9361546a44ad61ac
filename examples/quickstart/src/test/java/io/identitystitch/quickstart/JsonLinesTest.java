package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows as JSON objects, from a file or piped in, good and bad. */
class JsonLinesTest {
    private static final String MAP = "email=email,account=user_id";

    private final Console console = Console.plain();

    @TempDir
    Path folder;

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("people.jsonl"), content);
    }

    private String summary(Path file) {
        assertThat(console.run("--input", file.toString(), "--map", MAP))
                .as(console.err())
                .isZero();
        return console.out().strip();
    }

    @Test
    void areReadWithTextsAndNumbersAndWithoutWhatIsMissingOrNull() throws Exception {
        Path file = file("""
                {"email": "ann@x.org", "account": 17, "tags": ["a", {"b": 1}]}
                {"account": "17", "email": null}
                {"email": " ANN@x.org ", "other": true}
                {"email": "bob@x.org"}
                """);
        assertThat(summary(file)).isEqualTo("persons=2 largest=3 conflicts=0 ignored=0 rows=4");
        assertThat(console.err()).isEmpty();
    }

    @Test
    void areTakenFromStandardInputAsWellAsCsv() {
        Console json = Console.given("{\"email\": \"a@x.org\"}\n{\"email\": \"A@x.org\"}");
        assertThat(json.run("--input", "-", "--map", "email=email")).isZero();
        assertThat(json.out()).startsWith("persons=1 largest=2 ").endsWith("rows=2\n");

        Console csv = Console.given("email\na@x.org\nb@x.org\n");
        assertThat(csv.run("--input", "-", "--map", "email=email")).isZero();
        assertThat(csv.out()).startsWith("persons=2 ");
    }

    @Test
    void areRecognisedWithAByteOrderMarkOrByAnOption() throws Exception {
        Path plain =
                Files.writeString(folder.resolve("people.txt"), "\uFEFF{\"email\": \"a@x.org\", \"account\": 1}\n");
        assertThat(summary(plain)).startsWith("persons=1 ");

        Console forced = Console.plain();
        assertThat(forced.run("--input", plain.toString(), "--map", MAP, "--format", "csv"))
                .isEqualTo(1);
        assertThat(forced.err()).contains("line 1: the quotes do not match");
    }

    @Test
    void thatAreBadAreNamedByLineAndReasonWithoutTheirContent() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("{\"email\": \"good1@x.org\"}\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("canary\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("[\"canary\"]\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"email\": \"canary\"} {}\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"email\": \"canary\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"mail\": \"canary\"}\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"email\": {\"canary\": 1}}\n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"email\": \"canary\u00E4\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(("{\"email\": \"" + "canary".repeat(12_000) + "\"}\n").getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("   \n".getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes("{\"email\": \"good2@x.org\"}".getBytes(StandardCharsets.UTF_8));
        Path file = Files.write(folder.resolve("people.jsonl"), bytes.toByteArray());

        assertThat(summary(file)).isEqualTo("persons=2 largest=1 conflicts=0 ignored=0 rows=2");
        assertThat(console.err().lines())
                .containsExactly(
                        "line 2 is left out: it is not one JSON object.",
                        "line 3 is left out: it is not one JSON object.",
                        "line 4 is left out: it is not one JSON object.",
                        "line 5 is left out: it is not one JSON object.",
                        "line 6 is left out: it has none of the fields that --map names.",
                        "line 7 is left out: its field 'email' is neither a text nor a number.",
                        "line 8 is left out: it is not UTF-8.",
                        "line 9 is left out: it is longer than 65,536 bytes.",
                        "line 10 is left out: it is blank.");
    }

    @Test
    void areNotAllNamedIfManyAreBad() throws Exception {
        Path file = file("{\"email\": \"a@x.org\"}\n" + "bad\n".repeat(Progress.LISTED + 30));

        assertThat(summary(file)).endsWith("rows=1");
        assertThat(console.err().lines())
                .hasSize(Progress.LISTED + 1)
                .last()
                .isEqualTo("and 30 more lines are left out: 50 in all.");
    }

    @Test
    void ofWhichThereAreNoneAreAMistake() throws Exception {
        assertThat(console.run("--input", file("").toString(), "--map", MAP)).isEqualTo(1);
        assertThat(console.err())
                .isEqualToIgnoringNewLines("quickstart: " + folder.resolve("people.jsonl") + " is empty.");

        Console nothing = Console.given("");
        assertThat(nothing.run("--input", "-", "--map", MAP)).isEqualTo(1);
        assertThat(nothing.err()).startsWith("quickstart: standard input is empty");
    }
}
