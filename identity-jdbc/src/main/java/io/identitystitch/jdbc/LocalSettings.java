package io.identitystitch.jdbc;

/** What PostgreSQL is told for one transaction, in the round trip of its first statement. Immutable and thread-safe. */
enum LocalSettings {
    /** Nothing. */
    NONE("", ""),
    /** Not to wait for its log. */
    RELAXED("; set local synchronous_commit = off", " and set_config('synchronous_commit', 'off', true) = 'off'");

    private final String statements;
    private final String conditions;

    LocalSettings(String statements, String conditions) {
        this.statements = statements;
        this.conditions = conditions;
    }

    /** To be run after the first statement of a transaction. */
    String statements() {
        return statements;
    }

    /** Conditions that are true, for a text that is a transaction by itself. */
    String conditions() {
        return conditions;
    }
}
