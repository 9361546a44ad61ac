package io.identitystitch.policy;

/** Which touch of a person is the first. Immutable and thread-safe. */
public enum FirstTouchPolicy {
    /** The earliest by event time over the whole person. */
    EARLIEST,
    /** The earliest of the root's own, else that of the profile that was merged into it first. */
    FIRST_MERGED
}
