package io.identitystitch.model;

/** Why two known persons were not merged. Immutable and thread-safe. */
public enum ConflictReason {
    /** One person would have two values of a type of which a person has one, such as two account ids. */
    EXCLUSIVE,
    /** One person would have more identifiers of a type than the policy allows. */
    LIMIT
}
