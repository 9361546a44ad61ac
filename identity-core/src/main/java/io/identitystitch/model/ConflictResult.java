package io.identitystitch.model;

/** What became of a steward's decision on a conflict. Immutable and thread-safe. */
public sealed interface ConflictResult {
    /**
     * The two are one person now.
     *
     * @param merge the id of the merge, by which it can be undone
     * @param survivor the root that answers for the person
     * @param absorbed the root that does not any more
     */
    record Merged(MergeId merge, ProfileId survivor, ProfileId absorbed) implements ConflictResult {}

    /**
     * The identifier for which they were thought to be one is the other's now, and the two stay apart, for ever.
     *
     * @param key the identifier
     * @param from the profile that owned it
     * @param to the profile that owns it
     */
    record IdentifierMoved(IdentifierKey key, ProfileId from, ProfileId to) implements ConflictResult {}

    /** The identifier for which they were thought to be one is not the refused person's any more; nothing was written. */
    record NothingToMove() implements ConflictResult {}

    /** The two stay apart, for ever. */
    record KeptApart() implements ConflictResult {}

    /**
     * It was decided so before, or overtaken by what happened since: the two became one person, or are kept apart.
     *
     * @param status what became of it
     */
    record AlreadyDecided(ConflictStatus status) implements ConflictResult {}

    /**
     * The person would still have more identifiers of a type than a person may have; nothing was written.
     *
     * @param reason whether the type is one of which a person has a single value, or a limit was reached
     * @param type the type
     */
    record Refused(ConflictReason reason, IdentifierType type) implements ConflictResult {}

    /**
     * The two are one person, so that they cannot be kept apart: undo the merge or split the person first. Nothing was written.
     *
     * @param root the root that answers for the person
     */
    record UndoOrSplitFirst(ProfileId root) implements ConflictResult {}

    /**
     * A person concerned is locked; nothing was written.
     *
     * @param root its root
     */
    record Locked(ProfileId root) implements ConflictResult {}

    /** There is no such conflict in this tenant; nothing was written. */
    record Unknown() implements ConflictResult {}
}
