package io.identitystitch.model;

/** What became of a refused merge. Immutable and thread-safe. */
public enum ConflictStatus {
    /** It waits for a human. */
    OPEN,
    /** A human decided that the two stay apart. */
    KEPT_APART,
    /** The two are one person now. */
    MERGED
}
