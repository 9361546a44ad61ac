package io.identitystitch.plan;

/** How an observation reaches a person. */
enum Standing {
    /** By a persistent identifier, verified where the policy asks for it. */
    PROVEN,
    /** By a verified sighting of an identifier whose link never was verified. */
    CLAIMED,
    /** Known, and reached through a device only. */
    DEVICE,
    /** Anonymous. */
    ANONYMOUS,
    /** Only by unverified values that would have to be verified. */
    UNPROVEN
}
