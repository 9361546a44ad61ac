package io.identitystitch.model;

/** What became of a steward's merge. Immutable and thread-safe. */
public sealed interface MergeResult {
    /**
     * The two are one person now.
     *
     * @param merge the id of the merge, by which it can be undone
     * @param survivor the root that answers for the person
     * @param absorbed the root that does not any more
     */
    record Merged(MergeId merge, ProfileId survivor, ProfileId absorbed) implements MergeResult {}

    /**
     * The two were one person already; nothing was written.
     *
     * @param root the root that answers for the person
     */
    record AlreadyOne(ProfileId root) implements MergeResult {}

    /**
     * The person would have more identifiers of a type than a person may have; nothing was written.
     *
     * @param reason whether the type is one of which a person has a single value, or a limit was reached
     * @param type the type
     */
    record Refused(ConflictReason reason, IdentifierType type) implements MergeResult {}

    /**
     * A person concerned is locked; nothing was written.
     *
     * @param root its root
     */
    record Locked(ProfileId root) implements MergeResult {}

    /** One of the two is unknown in this tenant; nothing was written. */
    record Unknown() implements MergeResult {}
}
