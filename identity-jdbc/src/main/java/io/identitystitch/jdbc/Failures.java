package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what drivers throw into what the SPI promises. Nothing of a driver's message is kept: it quotes the values of keys.
 */
final class Failures {
    private Failures() {}

    /** Whether a failed commit is a lost race, to be answered by loading again. */
    static boolean isRace(Exception failure) {
        return SqlStates.isRace(state(failure));
    }

    static @Nullable String state(Exception failure) {
        SQLException found = sqlException(failure);
        return found == null ? null : found.getSQLState();
    }

    /** A connection could not be had. */
    static IdentityStoreException noConnection(SQLException failure) {
        boolean waited = failure instanceof SQLTransientConnectionException || isTimeout(failure);
        return waited
                ? exception(Kind.TIMEOUT, "no connection to the identity store became free in time", failure)
                : exception(Kind.UNAVAILABLE, "no connection to the identity store", failure);
    }

    /** Something failed on a connection of our own. */
    static IdentityStoreException own(Exception failure) {
        return translate(failure, Kind.UNAVAILABLE);
    }

    /** Something failed in a host's transaction. */
    static IdentityStoreException joined(Exception failure) {
        return translate(failure, Kind.TRANSACTION_LOST);
    }

    private static IdentityStoreException translate(Exception failure, Kind lost) {
        SQLException found = sqlException(failure);
        String state = found == null ? null : found.getSQLState();
        if (found != null && isTimeout(found)) {
            return exception(Kind.TIMEOUT, "the identity store did not answer in time", failure);
        }
        if (found != null && isGone(found)) {
            return exception(Kind.UNAVAILABLE, "the identity store went away", failure);
        }
        if (SqlStates.isLost(state)) {
            return exception(lost, "the transaction lost a race and has to be repeated", failure);
        }
        if (SqlStates.isNoTable(state)) {
            return exception(Kind.BROKEN, "the tables of the identity store are missing; " + Schema.ADVICE, failure);
        }
        if ("42501".equals(state)) {
            return exception(Kind.BROKEN, "the database user may not use the tables of the identity store", failure);
        }
        return exception(Kind.BROKEN, "the identity store failed with SQLSTATE " + state, failure);
    }

    static IdentityStoreException exception(Kind kind, String message, Exception failure) {
        return new IdentityStoreException(kind, message, stripped(failure));
    }

    /** What is left of a failure without its message: class, SQLSTATE, vendor's code and stack trace. */
    static SQLException stripped(Exception failure) {
        SQLException found = sqlException(failure);
        SQLException copy = found == null
                ? new SQLException(failure.getClass().getName())
                : new SQLException(found.getClass().getName(), found.getSQLState(), found.getErrorCode());
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    private static boolean isTimeout(SQLException failure) {
        if (failure instanceof SQLTimeoutException || SqlStates.isTimeout(failure.getSQLState())) {
            return true;
        }
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SocketTimeoutException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGone(SQLException failure) {
        return failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || SqlStates.isGone(failure.getSQLState());
    }

    private static @Nullable SQLException sqlException(Exception failure) {
        if (failure instanceof SQLException sql) {
            return sql;
        }
        return failure instanceof DataAccessException wrapped ? wrapped.getCause(SQLException.class) : null;
    }
}
