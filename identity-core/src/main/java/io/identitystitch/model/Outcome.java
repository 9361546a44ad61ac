package io.identitystitch.model;

/** What a call did, in one word. Immutable and thread-safe. */
public enum Outcome {
    /** A profile was created. */
    CREATED,
    /** All identifiers belonged to one person already. */
    MATCHED,
    /** Identifiers were added to a person, or a device changed hands. */
    LINKED,
    /** Profiles that existed before turned out to be one person. */
    MERGED,
    /** A merge was refused; the rest of the call was done. */
    CONFLICT,
    /** Kept for later: the store could not be asked in time. */
    DEFERRED,
    /** No usable identifier, or nothing to keep. */
    UNIDENTIFIED
}
