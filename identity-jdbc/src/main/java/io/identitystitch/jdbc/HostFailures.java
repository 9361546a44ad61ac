package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a failure on the host's table means. */
final class HostFailures {
    private static final Set<String> PRIVILEGE = Set.of("42501", "90096");
    private static final Set<String> NO_COLUMN = Set.of("42703", "42S22");
    private static final Set<String> WRONG_VALUE =
            Set.of("22001", "22003", "23502", "23503", "23505", "23506", "23513", "23514");

    private HostFailures() {}

    static IdentityStoreException of(Exception failure) {
        String state = Failures.state(failure);
        String what = what(state);
        return what == null ? Failures.own(failure) : Failures.exception(Kind.BROKEN, what, failure);
    }

    /** In a transaction of the host. */
    static IdentityStoreException joined(Exception failure) {
        String what = what(Failures.state(failure));
        return what == null ? Failures.joined(failure) : Failures.exception(Kind.BROKEN, what, failure);
    }

    private static @Nullable String what(@Nullable String state) {
        if (state == null) {
            return null;
        }
        if (PRIVILEGE.contains(state)) {
            return "the database user may not read and update the table that is to be stamped";
        }
        if (SqlStates.isNoTable(state) || NO_COLUMN.contains(state)) {
            return "the table that is to be stamped, a column of it, or a table of the identity store is missing";
        }
        return WRONG_VALUE.contains(state)
                ? "the table that is to be stamped refuses the user id, with SQLSTATE " + state
                : null;
    }
}
