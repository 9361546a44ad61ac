package io.identitystitch.policy;

/** What the identifiers of a type may do. Immutable and thread-safe. */
public enum IdentifierKind {
    /** Makes a profile known and joins known profiles: an e-mail address, an account id. */
    PERSISTENT,
    /** Joins anonymous profiles to each other and to at most one known person: a cookie, a device. */
    EPHEMERAL,
    /** Joins nothing; may recognise an anonymous profile where the policy uses evidence: a fingerprint. */
    EVIDENCE,
    /** Shared by many people: routes signals, never links. */
    CONTEXT
}
