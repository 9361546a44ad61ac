package io.identitystitch.quickstart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of what is imported, or what is wrong with it.
 *
 * @param line the line on which it begins, from 1
 * @param values the values of the mapped columns, in the order of the mapping; empty where something is wrong
 * @param problem what is wrong, without the content; null for nothing
 */
record Row(long line, List<String> values, @Nullable String problem) {
    static final String BLANK = "it is blank";
    static final String TOO_LONG = "it is longer than 65,536 bytes";
    static final String NOT_UTF_8 = "it is not UTF-8";

    static Row bad(long line, String problem) {
        return new Row(line, List.of(), problem);
    }

    boolean isBlank() {
        return BLANK.equals(problem);
    }
}
