package io.identitystitch.jdbc;

/**
 * What PostgreSQL is told for one transaction, in the round trip of its first statement. Immutable and thread-safe.
 *
 * @param relaxed not to wait until its log is on the disk
 * @param hurried not to wait long for a lock, for it is the transaction of several calls
 */
record LocalSettings(boolean relaxed, boolean hurried) {
    /** Nothing. */
    static final LocalSettings NONE = new LocalSettings(false, false);

    private static final String PATIENCE = "100ms";

    /** To be run after the first statement of a transaction. */
    String statements() {
        return (relaxed ? "; set local synchronous_commit = off" : "")
                + (hurried ? "; set local lock_timeout = '" + PATIENCE + "'" : "");
    }

    /** Conditions that are true, for a text that is a transaction by itself. */
    String conditions() {
        return (relaxed ? " and set_config('synchronous_commit', 'off', true) = 'off'" : "")
                + (hurried ? " and set_config('lock_timeout', '" + PATIENCE + "', true) = '" + PATIENCE + "'" : "");
    }
}
