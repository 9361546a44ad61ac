package io.identitystitch.cache;

/**
 * When something was learned: its question was sent, and answered. What was changed is known to have been changed between the two or
 * before. By {@link System#nanoTime}.
 *
 * @param from when the question was sent
 * @param until when it was answered
 */
record Moment(long from, long until) {
    /** Whether an entry may show how it was before. */
    boolean concerns(CachedLink entry) {
        return entry.isSentBefore(until);
    }

    /** Whether an entry may as well show how it was afterwards, and what others changed since. */
    boolean isUnclear(CachedLink entry) {
        return !entry.isSentBefore(from);
    }
}
