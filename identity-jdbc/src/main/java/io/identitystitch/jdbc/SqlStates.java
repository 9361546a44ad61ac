package io.identitystitch.jdbc;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The SQLSTATEs that are told apart. */
final class SqlStates {
    /** A unique key was met. */
    static final String DUPLICATE = "23505";
    /** The transaction has to be repeated; H2 says this of deadlocks too. */
    static final String SERIALIZATION = "40001";
    /** What is stored is not what it should be. */
    static final String BROKEN = "XX001";
    /** The isolation level was to be changed after a snapshot was taken. */
    static final String ISOLATION_FIXED = "25001";

    /** A statement of the transaction has failed before, and nobody has rolled it back. */
    static final String FAILED_BEFORE = "25P02";

    /** A unique key, a foreign key, a serialisation failure, a deadlock, H2's concurrent update. */
    private static final Set<String> RACES = Set.of(DUPLICATE, "23503", "23506", SERIALIZATION, "40P01", "90131");
    /** A serialisation failure, a deadlock, H2's concurrent update, a transaction that has failed before. */
    private static final Set<String> LOST = Set.of(SERIALIZATION, "40P01", "90131", FAILED_BEFORE);
    /** Cancelled, lock not to be had (PostgreSQL, H2), the server's time limits. */
    private static final Set<String> TIMEOUTS = Set.of("57014", "55P03", "HYT00", "25P03", "25P04");
    /** Shut down, crashed, starting, read-only after a fail-over; H2: connection broken, database closed, out of memory. */
    private static final Set<String> GONE =
            Set.of("57P01", "57P02", "57P03", "57P05", "25006", "90067", "90098", "90121", "90108");
    /** No such table or schema, on PostgreSQL and H2. */
    private static final Set<String> NO_TABLE = Set.of("42P01", "3F000", "42S02", "42S03", "42S04", "90079");

    /** What a new row refers to is not there. */
    private static final Set<String> NO_PARENT = Set.of("23503", "23506");

    private SqlStates() {}

    /** Whether loading and planning again is the right answer to a commit that failed so. */
    static boolean isRace(@Nullable String state) {
        return state != null && RACES.contains(state);
    }

    /** Whether a host's transaction cannot go on. */
    static boolean isLost(@Nullable String state) {
        return state != null && LOST.contains(state);
    }

    static boolean isTimeout(@Nullable String state) {
        return state != null && TIMEOUTS.contains(state);
    }

    static boolean isGone(@Nullable String state) {
        return state != null && (GONE.contains(state) || state.startsWith("08") || state.startsWith("53"));
    }

    static boolean isNoTable(@Nullable String state) {
        return state != null && NO_TABLE.contains(state);
    }

    static boolean isNoParent(@Nullable String state) {
        return state != null && NO_PARENT.contains(state);
    }
}
