package io.identitystitch.model;

/** What a steward did. Immutable and thread-safe. */
public enum ActKind {
    /** Said that two profiles are one person. */
    MERGED,
    /** Took a merge back. */
    UNDONE,
    /** Said that two persons are never one. */
    KEPT_APART,
    /** Took back that two persons are never one. */
    LET_LINK,
    /** Decided a conflict: the two are one person. */
    CONFLICT_MERGED,
    /** Decided a conflict: the two stay apart. */
    CONFLICT_KEPT_APART,
    /** Decided a conflict: an identifier went over, and the two stay apart. */
    CONFLICT_IDENTIFIER_MOVED,
    /** Gave an identifier to another profile. */
    REASSIGNED,
    /** Put one identifier in the place of another. */
    IDENTIFIER_CHANGED,
    /** Took an identifier away, so that nobody has it. */
    UNLINKED,
    /** Made a person of some identifiers of another. */
    SPLIT,
    /** Locked a person. */
    LOCKED,
    /** Unlocked a person. */
    UNLOCKED
}
