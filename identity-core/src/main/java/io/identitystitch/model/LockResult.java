package io.identitystitch.model;

/** What became of a steward's {@code lock} or {@code unlock}. Immutable and thread-safe. */
public sealed interface LockResult {
    /**
     * The person is locked from now on.
     *
     * @param root its root
     */
    record Locked(ProfileId root) implements LockResult {}

    /**
     * The person is not locked any more.
     *
     * @param root its root
     */
    record Unlocked(ProfileId root) implements LockResult {}

    /** It was so already; nothing was written. */
    record Unchanged() implements LockResult {}

    /** The profile is unknown in this tenant; nothing was written. */
    record Unknown() implements LockResult {}
}
