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
    CONFLICT_KEPT_APART
}
