package io.identitystitch.plan;

/**
 * What must still be true of a root for a plan to hold, and how it is locked meanwhile. In any case it must still be a
 * root.
 *
 * <p>Immutable and thread-safe.
 *
 * @param lock how it is locked
 * @param version the version that it must have; -1 where only its being a root counts
 */
public record RootExpectation(Lock lock, long version) {
    /** How a root is locked. */
    public enum Lock {
        /** Against being absorbed only: others may absorb into it at the same time. */
        SHARED,
        /** Against every other plan that locks it. */
        EXCLUSIVE
    }

    /** Any version. */
    public static final long ANY_VERSION = -1;
}
