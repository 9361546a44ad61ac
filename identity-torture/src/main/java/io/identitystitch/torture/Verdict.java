package io.identitystitch.torture;

import java.util.List;

/**
 * What a judge came to.
 *
 * @param judge the question that it asked
 * @param items how many things it checked; none proves nothing
 * @param violations how many were wrong
 * @param examples the first of them in words
 */
record Verdict(String judge, long items, long violations, List<String> examples) {
    /**
     * Copies the list.
     *
     * @param judge the question that it asked
     * @param items how many things it checked; none proves nothing
     * @param violations how many were wrong
     * @param examples the first of them in words
     */
    Verdict {
        examples = List.copyOf(examples);
    }
}
