package io.identitystitch.model;

/** Why a call did not use an identifier. Immutable and thread-safe. */
public enum IgnoreReason {
    /** The value is null, empty or only white space. */
    BLANK,
    /** The value has another shape than its type asks for, or characters that no store can keep. */
    MALFORMED,
    /** The value is longer than its type allows. */
    TOO_LONG,
    /** A value that stands for nobody: {@code null}, {@code undefined}, {@code anonymous}, a nil UUID, ... */
    BLOCKED,
    /** The call brings more identifiers than one request may. */
    TOO_MANY,
    /** The call brings several values of a type of which a person has one. */
    AMBIGUOUS,
    /** The type routes signals and never links people: an organisation, a workspace. */
    ROUTES_ONLY,
    /** Device evidence, and the policy does not use evidence. */
    EVIDENCE_OFF,
    /** The identifier belongs to another known person whose device this is; it was not this call's to take. */
    SHARED_DEVICE,
    /** A human decided that the identifier's person and this one stay apart. */
    KEPT_APART,
    /** The identifier's person could not be merged: see the conflict. */
    CONFLICT,
    /** The value would have to be verified to reach its person. */
    UNVERIFIED,
    /** The type cannot create a profile, and there was none to attach to. */
    CANNOT_CREATE,
    /** The person has as many identifiers of this type as the policy allows. */
    LIMIT,
    /** A steward has locked the person: no rule adds to it, takes from it or merges it. */
    LOCKED,
    /** It was an identifier of a person who was erased, or came with one, and those are refused for a time. */
    ERASED,
    /** The policy keeps no row for anonymous traffic. */
    NOT_KEPT
}
