package io.identitystitch.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTest {
    private static final String ESCAPE = "\u001B";

    private static final Console TOLD = Console.plain();
    private static final Console COLOURED = Console.watched();

    @BeforeAll
    static void tell() {
        assertThat(TOLD.run()).isZero();
        assertThat(COLOURED.run()).isZero();
    }

    private static List<String> decisions(Console console) {
        return console.lines().stream()
                .map(String::strip)
                .filter(line -> line.startsWith("decided "))
                .map(line -> line.split(" +")[1])
                .toList();
    }

    /** The text without its line breaks. */
    private static String flat(Console console) {
        return console.out().replaceAll("\\s+", " ");
    }

    @Test
    void decidesEveryScene() {
        assertThat(decisions(TOLD))
                .containsExactly(
                        "created",
                        "created",
                        "merged",
                        "linked",
                        "linked",
                        "created",
                        "linked",
                        "conflict",
                        "created",
                        "merged",
                        "matched");
        assertThat(TOLD.err()).isEmpty();
    }

    @Test
    void givesTheAdOnThePhoneItsDue() {
        assertThat(flat(TOLD))
                .contains("The first touch is now Tuesday 3 March, 08:12: instagram, spring-boots.")
                .contains("first Tuesday 3 March, 08:12: instagram, spring-boots")
                .contains("last Sunday 8 March, 20:30: newsletter, march")
                .contains("traits city Leeds, name Nora");
    }

    @Test
    void tellsWhyTheTabletChangesHands() {
        assertThat(flat(TOLD))
                .containsPattern("The cookie says (\\w{6}), but \\1 has another account and address")
                .containsPattern("The cookie changes hands: from now on it is (\\w{6})\\. "
                        + "What happened on it before stays with \\w{6}\\.");
    }

    @Test
    void refusesTheWrongMergeAndListsIt() {
        assertThat(flat(TOLD))
                .containsPattern("decided conflict (\\w{6}), not merged with \\w{6}")
                .contains("a person has one account, and these two have one each")
                .containsPattern("exclusive since Tue 10 Mar, 07:55: (\\w{6}) and (\\w{6}) are two by their user_id");
    }

    @Test
    void aHumanIsToldWhyTwoBecameOne() {
        assertThat(flat(TOLD))
                .containsPattern(
                        "Nora\u2019s address is (\\w{6}), name Ruth\\. Ruth\u2019s address is \\1, name Ruth\\.")
                .containsPattern(
                        "explain (\\w{6}) is one with (\\w{6})\\. Their identifiers were seen together in one call\\."
                                + " It was on Wed 11 Mar, 16:45, by address and number\\.");
    }

    @Test
    void theWrongMergeIsUndoneAsItWasPreviewed() {
        assertThat(flat(TOLD))
                .containsPattern("preview ((\\w{6}) answers for itself again, (\\w{6}) for the rest\\.)"
                        + " That is what undo would do; nothing is written yet\\. undo \\1")
                .containsPattern("Ruth, herself again profile (\\w{6}), one person made of 1 profile"
                        + " by name email ruth@example\\.net since Wed 11 Mar, 11:20 traits name Ruth");
    }

    @Test
    void afterTheUndoTheTwoStayApart() {
        assertThat(flat(TOLD))
                .containsPattern("decided matched (\\w{6}) why The address is \\1\\. The number is (?!\\1)\\w{6}\\."
                        + " A human keeps the two apart");
    }

    @Test
    void endsWithOnePersonOverThreeDevices() {
        assertThat(flat(TOLD))
                .containsPattern("profile (\\w{6}), one person made of 2 profiles "
                        + "phone anonymous_id phone-58d1 since Tue 3 Mar, 08:12 "
                        + "laptop anonymous_id laptop-0c77 since Sat 7 Mar, 21:40 "
                        + "tablet anonymous_id tablet-e4a9")
                .contains("email nora@example.com since")
                .contains("email n.winter@example.org since")
                .contains("phone +442079460958 since");
    }

    @Test
    void addsNothingWhenItIsToldAgain(@TempDir Path folder) {
        String database = folder.resolve("story").toString();
        assertThat(Console.plain().run("--db", database)).isZero();

        Console again = Console.plain();
        assertThat(again.run("--db", database + ".mv.db")).isZero();

        assertThat(decisions(again)).hasSize(11);
        assertThat(decisions(again).get(7)).isEqualTo("conflict");
        assertThat(decisions(again))
                .filteredOn(decision -> !decision.equals("matched"))
                .hasSize(1);
        assertThat(flat(again))
                .contains("This database has seen the story before.")
                .containsPattern("The cookie stays with \\w{6}, who came back to it later than this\\.")
                .containsPattern(
                        "\\w{6} and \\w{6} are two persons, kept apart by Maya: \u201Ca telephone of two people\u201D\\.")
                .contains("It was undone before. Undone once more it changes nothing.")
                .containsOnlyOnce("exclusive since");
    }

    @Test
    void fitsANarrowWindow() {
        Console console = Console.watched();
        console.run();

        assertThat(console.lines())
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line.replaceAll(ESCAPE + "\\[[0-9;]*m", ""))
                        .hasSizeLessThanOrEqualTo(90)
                        .doesNotMatch(".*\\s"));
    }

    @Test
    void isInColourOnlyWhereColourIsWanted() {
        assertThat(COLOURED.out()).contains(Ink.JOIN.paint("merged"), Ink.REFUSED.paint("conflict"));
        assertThat(TOLD.out()).doesNotContain(ESCAPE);

        Console switchedOff = Console.watched();
        switchedOff.run("--no-color");
        assertThat(switchedOff.out()).isNotEmpty().doesNotContain(ESCAPE);
    }

    @Test
    void canBeReadWhereThereIsOnlyAscii() {
        Console console = Console.ascii();
        console.run();

        assertThat(console.out()).isNotEmpty();
        assertThat(console.out().chars()).allMatch(c -> c < 128);
    }
}
