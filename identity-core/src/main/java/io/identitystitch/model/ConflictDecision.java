package io.identitystitch.model;

/** What a human decides on a refused merge. Immutable and thread-safe. */
public enum ConflictDecision {
    /** The two are one person, as far as the limits allow it by now. */
    MERGE,
    /** The two stay apart for ever. */
    KEEP_APART,
    /** The refused person's identifier of that call goes over to the other one, and the two stay apart for ever. */
    MOVE_IDENTIFIER
}
