package io.identitystitch.policy;

/**
 * What a sign-in with new persistent identifiers makes of a known person that it reaches only through a device.
 *
 * <p>Immutable and thread-safe.
 */
public enum SharedDevicePolicy {
    /** The person is taken to be the same where it has no value of any of the new types; the guess can be undone. */
    BY_TYPE,
    /** Always another person: the only choice under which who is who never depends on the order of calls. */
    NEW_PERSON,
    /** Always the same person, unless that breaks an exclusive type. */
    ATTACH
}
