package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
    private final Console console = Console.plain();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "--frobnicate | there is no argument '--frobnicate'",
                "story | there is no argument 'story'",
                "--help=yes | there is no argument '--help=yes'",
                "--input | --input needs a value",
                "--input= --map a=email | --input needs the name of a file",
                "--db x --db y | --db is given twice",
                "--db a;INIT=x | no semicolon",
                "--map a=email | --map needs --input",
                "--out x | --out needs --input or --generate",
                "--input x | --input needs --map",
                "--input x --map a=email --format xml | --format is csv or jsonl",
                "--format csv | --format needs --input or --to",
                "--input - | --input needs --map",
                "--generate | --generate needs a value",
                "--generate many | needs a whole number, not 'many'",
                "--generate 0 | --generate is from 1 to 1000000000",
                "--generate -5 | --generate is from 1 to 1000000000",
                "--generate 5 --seed x | needs a whole number, not 'x'",
                "--generate 5 --input x --map a=email | --input and --generate exclude each other",
                "--generate 5 --to x --out y | --to and --out exclude each other",
                "--generate 5 --to x --db y | --to and --db exclude each other",
                "--generate 5 --map a=email | --map needs --input",
                "--seed 5 | --seed needs --generate",
                "--to x | --to needs --generate",
                "--url postgresql://x | --url is a JDBC URL",
                "--url jdbc:h2:mem:x --db y | --db and --url exclude each other",
                "--input x --map email | column=type",
                "--input x --map =email | column=type",
                "--input x --map email= | column=type",
                "--input x --map a=email, | column=type",
                "--input x --map a=mail | there is no type 'mail'",
                "--input x --map a=new:email | the type 'email' exists",
                "--input x --map a=new:E-Mail | 'E-Mail' cannot be a type",
                "--input x --map a=E-Mail | 'E-Mail' cannot be a type",
            })
    void refusesABadArgumentWithCode2(String args, String message) {
        assertThat(console.run(args.split(" "))).isEqualTo(2);

        assertThat(console.err()).startsWith("quickstart: ").contains(message, "Try --help.");
        assertThat(console.out()).isEmpty();
    }

    @Test
    void endsWithCode1IfTheInputCannotBeRead(@TempDir Path folder) throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.csv"));
        for (Path input : new Path[] {folder, folder.resolve("missing.csv"), empty}) {
            Console each = Console.plain();
            assertThat(each.run("--input", input.toString(), "--map", "a=email"))
                    .isEqualTo(1);
            assertThat(each.err()).startsWith("quickstart: ").contains(input.toString());
            assertThat(each.out()).isEmpty();
        }
    }

    @Test
    void endsWithCode1IfTheDatabaseCannotBeOpened(@TempDir Path folder) throws Exception {
        Path damaged = folder.resolve("damaged.mv.db");
        Files.writeString(damaged, "this is no database");

        assertThat(console.run("--db", damaged.toString())).isEqualTo(1);
        assertThat(console.err()).contains("cannot open the H2 database");
    }

    @Test
    void endsWithCode1AndWithoutThePasswordIfTheDatabaseCannotBeReached() {
        assertThat(console.run(
                        "--generate", "5", "--url", "jdbc:postgresql://127.0.0.1:1/none?user=nora&password=canary"))
                .isEqualTo(1);
        assertThat(console.err())
                .startsWith("quickstart: cannot open the database of --url")
                .doesNotContain("canary");
    }

    @Test
    void endsWithCode1IfRowsCannotBeWritten(@TempDir Path folder) {
        assertThat(console.run("--generate", "5", "--to", folder.toString())).isEqualTo(1);
        assertThat(console.run(
                        "--generate",
                        "5",
                        "--to",
                        folder.resolve("no/where.csv").toString()))
                .isEqualTo(1);
        assertThat(console.err()).contains("its directory does not exist");
    }

    @Test
    void tellsTheNamesOfTheColumnsIfOneIsMissing(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, "id, name , mail,mail\n1,Nora,nora@example.com,\n");

        assertThat(run(file, "--map", "email=email")).isEqualTo(2);
        assertThat(console.err()).contains("has no column 'email'. It has id, name, mail, mail.");
        assertThat(run(file, "--map", "mail=email")).isEqualTo(2);
        assertThat(console.err()).contains("has two columns 'mail'");
    }

    @Test
    void refusesToWriteWhereItCannotOrShouldNot(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("people.csv");
        Files.writeString(file, "mail\nnora@example.com\n");

        assertThat(run(file, "--map", "mail=email", "--out", file.toString())).isEqualTo(2);
        assertThat(run(file, "--map", "mail=email", "--out", folder.toString())).isEqualTo(1);
        assertThat(run(
                        file,
                        "--map",
                        "mail=email",
                        "--out",
                        folder.resolve("no/where.csv").toString()))
                .isEqualTo(1);
        assertThat(console.out()).isEmpty();
        assertThat(file).hasContent("mail\nnora@example.com\n");
    }

    @Test
    void explainsItself() {
        assertThat(console.run("--help")).isZero();

        assertThat(console.out()).contains("--input", "--map", "--out", "--db", "--no-color", "persons=N largest=N");
        assertThat(console.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(90));
    }

    private int run(Path input, String... more) {
        return console.run(Stream.concat(Stream.of("--input", input.toString()), Arrays.stream(more))
                .toArray(String[]::new));
    }
}
