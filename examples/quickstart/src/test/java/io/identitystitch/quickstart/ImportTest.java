package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportTest {
    private static final String ALL = "e-mail=email,mobile=phone,member=new:member";

    private final Console console = Console.plain();

    @TempDir
    Path folder;

    private Path customers;

    @BeforeEach
    void copyTheExample() throws Exception {
        customers = folder.resolve("customers.csv");
        try (var example = ImportTest.class.getResourceAsStream("/customers.csv")) {
            Files.write(customers, example.readAllBytes());
        }
    }

    private Path file(String content) throws Exception {
        return Files.writeString(folder.resolve("given.csv"), content);
    }

    private String summary(Path input, String map) {
        assertThat(console.run("--input", input.toString(), "--map", map)).isZero();
        List<String> lines = console.lines();
        return lines.get(lines.size() - 1);
    }

    private Map<Long, String> persons(Path input, String map) throws Exception {
        Path out = folder.resolve("out.csv");
        assertThat(console.run("--input", input.toString(), "--map", map, "--out", out.toString()))
                .isZero();
        List<String> lines = Files.readAllLines(out);
        assertThat(lines.get(0)).isEqualTo("row,profile_id");
        Map<Long, String> persons = new TreeMap<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split(",", -1);
            persons.put(Long.valueOf(fields[0]), fields[1]);
        }
        return persons;
    }

    @Nested
    class CountsPeople {
        @Test
        void byOneColumn() {
            assertThat(summary(customers, "e-mail=email"))
                    .isEqualTo("persons=9 largest=2 conflicts=0 ignored=1 rows=11");
            assertThat(console.err()).isEqualToIgnoringNewLines("line 11 is left out: it is blank.");
        }

        @Test
        void byAllThatIdentifies() {
            // The national number of row 5 and the "null" of row 11 are ignored beside the address of row 9.
            assertThat(summary(customers, ALL)).isEqualTo("persons=7 largest=3 conflicts=0 ignored=3 rows=11");
        }

        @Test
        void inAnyOrderOfRows() throws Exception {
            List<String> records =
                    new ArrayList<>(List.of(Files.readString(customers).split("\n(?=[0-9])")));
            String header = records.remove(0);
            Collections.reverse(records);
            records.replaceAll(String::stripTrailing);

            assertThat(summary(file(header + '\n' + String.join("\n", records)), ALL))
                    .isEqualTo("persons=7 largest=3 conflicts=0 ignored=3 rows=11");
        }

        @Test
        void alsoIfNobodyHasAnIdentifier() throws Exception {
            assertThat(summary(file("mail\n \n\"\"\n-\n"), "mail=email"))
                    .isEqualTo("persons=2 largest=1 conflicts=0 ignored=1 rows=2");
        }

        @Test
        void ofWhomThereAreNoneInAHeader() throws Exception {
            assertThat(summary(file("mail\n"), "mail=email"))
                    .isEqualTo("persons=0 largest=0 conflicts=0 ignored=0 rows=0");
        }

        @Test
        void beyondTheLimitsOfTheDefaultPolicy() throws Exception {
            StringBuilder rows = new StringBuilder("member,mail\n");
            for (int i = 0; i < 50; i++) {
                rows.append("M-1,n").append(i).append("@example.com\n");
            }
            assertThat(summary(file(rows.toString()), "member=new:member,mail=email"))
                    .isEqualTo("persons=1 largest=50 conflicts=0 ignored=0 rows=50");
        }

        @Test
        void andTellsAccountsApart() throws Exception {
            String rows = "account,mail\nu-1,a@example.com\nu-2,b@example.com\nu-2,a@example.com\n";
            assertThat(summary(file(rows), "account=user_id,mail=email"))
                    .isEqualTo("persons=2 largest=2 conflicts=1 ignored=1 rows=3");
        }
    }

    @Nested
    class Reads {
        @Test
        void utf8WithAndWithoutAByteOrderMark() throws Exception {
            String rows = "mail,name\n\u00E4@example.com,\u00C4\n\u00C4@EXAMPLE.com,\n";
            String expected = "persons=1 largest=2 conflicts=0 ignored=0 rows=2";
            assertThat(summary(file(rows), "mail=email")).isEqualTo(expected);
            assertThat(summary(file("\uFEFF" + rows), "mail=email")).isEqualTo(expected);
            assertThat(summary(file("\uFEFF\"mail\",name\nx@example.com,\n"), "mail=email"))
                    .endsWith("rows=1");
        }

        @Test
        void anyLineEnd() throws Exception {
            assertThat(summary(file("a,b\r\n1,x\r\n2,x"), "b=new:b")).startsWith("persons=1 ");
        }

        @Test
        void theSameTypeFromTwoColumns() throws Exception {
            assertThat(summary(file("home,work\na@x.org,b@x.org\nb@x.org,\n"), "home=email,work=email"))
                    .startsWith("persons=1 ");
        }

        @Test
        void andGoesOnBehindAMalformedRow() throws Exception {
            Path file = file("no,mail\n1,a@x.org\n2,\"b@x.org\n3,a@x.org\n4,a@x.org,\n5,\"a\"x\n6,a@x.org\n");

            assertThat(summary(file, "mail=email")).isEqualTo("persons=1 largest=3 conflicts=0 ignored=0 rows=3");
            assertThat(console.err().lines())
                    .containsExactly(
                            "line 3 is left out: the quotes do not match.",
                            "line 5 is left out: it has 3 fields, the header has 2.",
                            "line 6 is left out: the quotes do not match.");
        }

        @Test
        void andNamesARowThatIsNotUtf8() throws Exception {
            Path file = folder.resolve("latin.csv");
            Files.write(file, "mail\n\u00E4@x.org\na@x.org\n".getBytes(StandardCharsets.ISO_8859_1));

            assertThat(summary(file, "mail=email")).startsWith("persons=1 ").endsWith("rows=1");
            assertThat(console.err()).contains("line 2 is left out: it is not UTF-8.");
        }
    }

    @Nested
    class WritesThePersonOfEachRow {
        @Test
        void asItIsWhenAllRowsAreIn() throws Exception {
            Map<Long, String> persons = persons(customers, ALL);

            assertThat(persons.keySet()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
            assertThat(persons.get(1L)).isNotEmpty().isEqualTo(persons.get(2L)).isEqualTo(persons.get(3L));
            assertThat(persons.get(5L)).isNotEmpty().isEqualTo(persons.get(6L)).isEqualTo(persons.get(10L));
            assertThat(persons.get(8L)).isEmpty();
            assertThat(persons.get(9L)).isEmpty();
            assertThat(persons.get(11L)).isEmpty();
            assertThat(persons.values().stream().distinct()).hasSize(5);
        }

        @Test
        void alsoOfThoseThatWereMergedLater() throws Exception {
            Map<Long, String> persons = persons(file("a,b\n1@x.org,\n2@x.org,\n1@x.org,2@x.org\n"), "a=email,b=email");

            assertThat(persons.values().stream().distinct()).hasSize(1);
        }

        @Test
        void countingTheMalformedOnes() throws Exception {
            assertThat(persons(file("a,b\n1@x.org,\nbad\n\n2@x.org,\n"), "a=email"))
                    .containsOnlyKeys(1L, 3L);
        }

        @Test
        void whoStaysTheSameIfTheFileComesAgain() throws Exception {
            Path out = folder.resolve("out.csv");
            String[] args = {
                "--input",
                customers.toString(),
                "--map",
                ALL,
                "--out",
                out.toString(),
                "--db",
                folder.resolve("db").toString()
            };
            assertThat(console.run(args)).isZero();
            String first = Files.readString(out);

            assertThat(console.run(args)).isZero();

            assertThat(out).hasContent(first);
            assertThat(console.lines()).hasSize(2);
            assertThat(console.lines().get(1)).isEqualTo(console.lines().get(0));
        }
    }

    @Nested
    class ShowsProgress {
        @Test
        void toWhomIsWatching() throws Exception {
            StringBuilder rows = new StringBuilder("mail\n");
            for (int i = 0; i < 1001; i++) {
                rows.append('n').append(i).append("@example.com\n");
            }
            Path file = file(rows.toString());

            Console watched = Console.watched();
            assertThat(watched.run("--input", file.toString(), "--map", "mail=email"))
                    .isZero();
            assertThat(watched.err()).contains("1,000 rows").endsWith("\r");
            assertThat(watched.out())
                    .isEqualToIgnoringNewLines("persons=1001 largest=1 conflicts=0 ignored=0 rows=1001");
        }
    }
}
