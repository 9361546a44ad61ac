package io.identitystitch.jdbc;

/** When the database says that a transaction is committed. Immutable and thread-safe. */
public enum Durability {
    /** As the server and the session are set for all transactions. */
    STANDARD,
    /**
     * Before it is on the disk of the server or at a standby: PostgreSQL's {@code synchronous_commit = off}, for the one
     * transaction. A crash of the server, not of the application, loses the last of them, those of up to about three times its
     * {@code wal_writer_delay} (0.6 seconds unless set otherwise). What is lost is lost whole, and whatever is committed
     * durably later is never there without what it builds on. On H2 without effect.
     */
    RELAXED
}
