package io.identitystitch.model;

/** What became of a profile id. Immutable and thread-safe. */
public enum ProfileStatus {
    /** It answers for its person. */
    ACTIVE,
    /** It was absorbed: another profile answers for it, and its row stays. */
    MERGED,
    /** Its person was erased: nothing but the id is left. */
    ERASED
}
