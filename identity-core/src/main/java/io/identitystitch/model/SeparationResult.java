package io.identitystitch.model;

/** What became of a steward's {@code neverLink} or {@code mayLink}. Immutable and thread-safe. */
public sealed interface SeparationResult {
    /**
     * The two persons are kept apart from now on.
     *
     * @param a the root of the one
     * @param b the root of the other
     */
    record KeptApart(ProfileId a, ProfileId b) implements SeparationResult {}

    /**
     * The two persons may become one again.
     *
     * @param a the root of the one
     * @param b the root of the other
     * @param pairs how many pairs of owners were kept apart until now
     */
    record MayLink(ProfileId a, ProfileId b, int pairs) implements SeparationResult {}

    /** It was so already; nothing was written. */
    record Unchanged() implements SeparationResult {}

    /**
     * The two are one person, so that they cannot be kept apart: undo the merge or split the person first. Nothing was written.
     *
     * @param root the root that answers for the person
     */
    record UndoOrSplitFirst(ProfileId root) implements SeparationResult {}

    /** One of the two is unknown in this tenant, or an identifier that nobody has; nothing was written. */
    record Unknown() implements SeparationResult {}
}
