package io.identitystitch.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Why two are one person, or that they are not. Nothing in it is the value of an identifier or of a fact; only
 * {@link KeptApart#reason()} is what a human wrote.
 *
 * <p>Immutable and thread-safe.
 *
 * @param verdict what it comes to
 * @param links how the identifiers that were asked for came to their owners, empty where profiles were asked for
 * @param steps the merges that join the two owners, in order from the first to the second; for a whole person every merge,
 *     beginning at the root
 * @param apart the pairs by which the two persons are kept apart, empty for one person
 * @param complete whether these are all steps; a person has at most 1,000 of them here
 */
public record Explanation(
        Verdict verdict, List<LinkRecord> links, List<Step> steps, List<KeptApart> apart, boolean complete) {
    /** What an explanation comes to. */
    public enum Verdict {
        /** They are one person. */
        ONE_PERSON,
        /** They are two persons. */
        TWO_PERSONS,
        /** One of them is unknown in this tenant, or an identifier that nobody has. */
        UNKNOWN
    }

    /**
     * One merge on the way from one owner to another.
     *
     * <p>Immutable and thread-safe.
     *
     * @param from the owner that is nearer to the beginning
     * @param to the other one
     * @param merge the merge, by which it can be undone
     * @param evidence the identifiers that justified it, that of {@code from} first; empty for a human's decision
     * @param source who said so
     * @param observedAt the event time of the call
     * @param mergedAt when it was done, by the store's clock
     * @param rule the rule that applied, as a short sentence
     */
    public record Step(
            ProfileId from,
            ProfileId to,
            MergeId merge,
            List<IdentifierKey> evidence,
            LinkSource source,
            Instant observedAt,
            Instant mergedAt,
            String rule) {
        /**
         * Copies the list.
         *
         * @param from the owner that is nearer to the beginning
         * @param to the other one
         * @param merge the merge, by which it can be undone
         * @param evidence the identifiers that justified it, that of {@code from} first; empty for a human's decision
         * @param source who said so
         * @param observedAt the event time of the call
         * @param mergedAt when it was done, by the store's clock
         * @param rule the rule that applied, as a short sentence
         */
        public Step {
            evidence = List.copyOf(evidence);
        }

        /**
         * A merge seen from one of its owners.
         *
         * @param merge the merge
         * @param from one of its two owners
         * @return the step
         */
        public static Step of(MergeRecord merge, ProfileId from) {
            boolean forward = from.equals(merge.a());
            List<IdentifierKey> evidence = Stream.of(
                            forward ? merge.keyA() : merge.keyB(), forward ? merge.keyB() : merge.keyA())
                    .flatMap(Optional::stream)
                    .toList();
            return new Step(
                    from,
                    merge.other(from),
                    merge.id(),
                    evidence,
                    merge.source(),
                    merge.observedAt(),
                    merge.mergedAt(),
                    switch (merge.source()) {
                        case IDENTIFY -> "Their identifiers were seen together in one call.";
                        case INFERRED -> "Somebody signed in on a device that was left signed in.";
                        case MANUAL -> "A steward said so.";
                    });
        }
    }

    /**
     * Copies the lists.
     *
     * @param verdict what it comes to
     * @param links how the identifiers that were asked for came to their owners, empty where profiles were asked for
     * @param steps the merges that join the two owners, in order from the first to the second; for a whole person every merge,
     *     beginning at the root
     * @param apart the pairs by which the two persons are kept apart, empty for one person
     * @param complete whether these are all steps; a person has at most 1,000 of them here
     */
    public Explanation {
        links = List.copyOf(links);
        steps = List.copyOf(steps);
        apart = List.copyOf(apart);
    }

    /**
     * The explanation in English, one sentence a line: ids, types, short digests, dates, sources and names of stewards.
     *
     * @return the text, lines ended by a line feed
     */
    public String text() {
        return new ExplanationText(this).english();
    }

    /**
     * The explanation as a diagram for Mermaid.
     *
     * @return the text of a flow chart
     */
    public String mermaid() {
        return new ExplanationText(this).mermaid();
    }

    /**
     * The explanation as a diagram for Graphviz.
     *
     * @return the text of an undirected graph
     */
    public String dot() {
        return new ExplanationText(this).dot();
    }
}
