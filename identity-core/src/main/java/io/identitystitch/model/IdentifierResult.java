package io.identitystitch.model;

/** What became of a steward's act on one identifier. Immutable and thread-safe. */
public sealed interface IdentifierResult {
    /**
     * The identifier is another profile's now.
     *
     * @param key the identifier
     * @param from the profile that owned it
     * @param to the profile that owns it
     */
    record Moved(IdentifierKey key, ProfileId from, ProfileId to) implements IdentifierResult {}

    /**
     * One identifier stands in the place of another.
     *
     * @param old the one that nobody has any more
     * @param now the one that came in its place
     * @param owner the profile that had the one and has the other
     */
    record Changed(IdentifierKey old, IdentifierKey now, ProfileId owner) implements IdentifierResult {}

    /**
     * Nobody has the identifier any more.
     *
     * @param key the identifier
     * @param owner the profile that owned it
     * @param known whether its person still has a persistent identifier; if not, it is anonymous
     */
    record Unlinked(IdentifierKey key, ProfileId owner, boolean known) implements IdentifierResult {}

    /** It was so already; nothing was written. */
    record Unchanged() implements IdentifierResult {}

    /**
     * The identifier is somebody else's; nothing was written.
     *
     * @param holder the root of the person who has it
     */
    record HeldByOther(ProfileId holder) implements IdentifierResult {}

    /** Nobody has the identifier, or its value is unusable; nothing was written. */
    record NotHeld() implements IdentifierResult {}

    /**
     * The person would have more identifiers of the type than a person may have; nothing was written.
     *
     * @param reason whether the type is one of which a person has a single value, or a limit was reached
     * @param type the type
     */
    record Refused(ConflictReason reason, IdentifierType type) implements IdentifierResult {}

    /**
     * A person concerned is locked; nothing was written.
     *
     * @param root its root
     */
    record Locked(ProfileId root) implements IdentifierResult {}

    /** A profile is unknown in this tenant; nothing was written. */
    record Unknown() implements IdentifierResult {}
}
