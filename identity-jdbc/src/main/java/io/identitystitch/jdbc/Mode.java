package io.identitystitch.jdbc;

/** How the connection stands on which statements run. */
enum Mode {
    /**
     * Our own connection in auto-commit mode: one statement, or one text of several statements, is a transaction. The
     * isolation level is the session's default and unknown; what needs READ COMMITTED must see to it.
     */
    AUTO_COMMIT,
    /** Our own connection in an explicit transaction at READ COMMITTED, ended by the caller of the statements. */
    OWN_TRANSACTION,
    /** A host's transaction at any isolation level, under a savepoint that the caller of the statements releases. */
    JOINED
}
