package io.identitystitch.policy;

/** What a call that brings only unknown ephemeral identifiers leaves behind. Immutable and thread-safe. */
public enum AnonymousTraffic {
    /** A light anonymous profile. */
    PROFILE,
    /** No row at all. */
    NO_ROW
}
