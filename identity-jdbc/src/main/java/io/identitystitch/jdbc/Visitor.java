package io.identitystitch.jdbc;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Whose events, and of when. Immutable and thread-safe.
 *
 * @param anonymousId as the host stored it
 * @param from the earliest event time, null for all
 * @param until the event time that is too late, null for none
 */
record Visitor(
        String anonymousId,
        @Nullable Instant from,
        @Nullable Instant until) {
    /** The order in which rows are locked. */
    static final Comparator<Visitor> ORDER = Comparator.comparing(Visitor::anonymousId)
            .thenComparing(Visitor::from, Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(Visitor::until, Comparator.nullsLast(Comparator.naturalOrder()));

    boolean isBounded() {
        return from != null || until != null;
    }

    /** No values. */
    @Override
    public String toString() {
        return isBounded() ? "Visitor[bounded]" : "Visitor[]";
    }
}
