package io.identitystitch.testkit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Values that break systems like this one: words that stand for nobody, invisible and bidirectional characters, texts that
 * look alike, texts that are code somewhere, and texts that are far too long. Whatever takes a value must survive each of
 * them: use it in one canonical form, or leave it out and say why.
 *
 * <p>Thread-safe.
 */
public final class PoisonCorpus {
    private static final List<String> NOBODY = List.of(
            "null",
            "NULL",
            "nil",
            "None",
            "none",
            "undefined",
            "NaN",
            "nan",
            "true",
            "false",
            "anonymous",
            "Anonymous",
            "guest",
            "unknown",
            "id",
            "distinct_id",
            "email",
            "[object Object]",
            "0",
            "-1",
            "(null)",
            "N/A",
            "test",
            "void",
            "abc123",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "00000000000000000000000000000000",
            "-",
            "0000",
            "---",
            "test@test.com");

    private PoisonCorpus() {}

    /**
     * Words that programs send when they have no value, plain, in quotes, in capitals and padded.
     *
     * @return the values, each of which stands for nobody
     */
    public static List<String> nobody() {
        Set<String> values = new LinkedHashSet<>();
        for (String word : NOBODY) {
            values.add(word);
            values.add('"' + word + '"');
            values.add("'" + word + "'");
            values.add(word.toUpperCase(Locale.ROOT));
            values.add("  " + word + "\t");
            values.add("\u00a0" + word + "\u200b");
        }
        return List.copyOf(values);
    }

    /**
     * Values that are empty to the eye.
     *
     * @return the values, each of which is blank
     */
    public static List<String> blank() {
        return List.of(
                "",
                " ",
                "\t",
                "\r\n",
                "\u00a0",
                "\u2003\u2003",
                "\u3000",
                "\u200b",
                "\ufeff",
                "\u2060",
                " \u200b \ufeff ");
    }

    /**
     * Everything, the values of {@link #nobody()} and {@link #blank()} included.
     *
     * @return more than 400 values, each once
     */
    public static List<String> values() {
        Set<String> values = new LinkedHashSet<>(nobody());
        values.addAll(blank());
        values.addAll(PoisonTexts.invisible());
        values.addAll(PoisonTexts.addresses());
        values.addAll(PoisonTexts.alike());
        values.addAll(PoisonTexts.code());
        values.addAll(PoisonTexts.numbers());
        values.addAll(PoisonTexts.names());
        values.addAll(PoisonTexts.large());
        return List.copyOf(new ArrayList<>(values));
    }
}
