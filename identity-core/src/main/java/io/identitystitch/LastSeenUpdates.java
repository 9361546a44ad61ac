package io.identitystitch;

/** When a repeated sighting that is worth a write is written. Its failure never fails a call. Immutable and thread-safe. */
public enum LastSeenUpdates {
    /** Before the call returns. */
    IN_LINE,
    /** On the executor, after the call returned. A crash in between loses that date. */
    IN_BACKGROUND
}
