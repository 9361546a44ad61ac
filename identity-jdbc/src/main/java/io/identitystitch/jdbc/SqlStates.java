package io.identitystitch.jdbc;

/** The SQLSTATEs that are told apart. */
final class SqlStates {
    /** A unique key was met. */
    static final String DUPLICATE = "23505";
    /** A foreign key was broken. */
    static final String MISSING_PARENT = "23503";
    /** The transaction has to be repeated; H2 says this of deadlocks too. */
    static final String SERIALIZATION = "40001";
    /** PostgreSQL broke a deadlock. */
    static final String DEADLOCK = "40P01";
    /** What is stored is not what it should be. */
    static final String BROKEN = "XX001";

    private SqlStates() {}
}
