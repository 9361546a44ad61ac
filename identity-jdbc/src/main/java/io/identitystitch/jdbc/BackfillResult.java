package io.identitystitch.jdbc;

import io.identitystitch.model.ProfileId;
import java.time.Duration;

/**
 * How a call that stamped rows ended. Immutable and thread-safe.
 *
 * @param profile the profile for which they were stamped
 * @param end why it ended
 * @param stamped how many rows the run has stamped, in earlier calls too
 * @param chunks how many transactions this call took
 * @param elapsed how long this call took
 * @param longestTransaction how long the longest of its transactions took, from its first statement to the end of its commit
 */
public record BackfillResult(
        ProfileId profile, End end, long stamped, int chunks, Duration elapsed, Duration longestTransaction) {
    /** Why a call ended. */
    public enum End {
        /** No row is left that it saw. */
        COMPLETE,
        /** Rows are left that others had locked all the while; the run is kept, and can be resumed after half a minute. */
        ROWS_LOCKED,
        /** The thread was interrupted; the run is kept, and can be resumed at once. */
        INTERRUPTED,
        /** Another node goes on with the run, for this one was silent for longer than half a minute. */
        TAKEN_OVER,
        /** The profile was erased, or was never there: nothing more is stamped, and nothing is kept of the run. */
        NO_PERSON,
        /** The codec of this store cannot read what the run is about; it is kept. */
        UNREADABLE
    }

    /**
     * Whether every row is stamped.
     *
     * @return whether the end is {@link End#COMPLETE}
     */
    public boolean isComplete() {
        return end == End.COMPLETE;
    }
}
