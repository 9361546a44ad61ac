package io.identitystitch.benchmarks;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What callers got instead of an answer, in a word that can be counted. */
final class Errors {
    private Errors() {}

    /** An answer that is not the one that the case is about. */
    static final class WrongAnswer extends Exception {
        private static final long serialVersionUID = 1L;

        WrongAnswer(String answer) {
            super(answer);
        }
    }

    static String kind(Throwable error) {
        if (error instanceof WrongAnswer) {
            return "answered " + error.getMessage();
        }
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return switch (sql.getSQLState()) {
                    case "40P01" -> "deadlock";
                    case "23505" -> "duplicate key";
                    default -> "SQL state " + sql.getSQLState();
                };
            }
        }
        return error.getClass().getSimpleName();
    }
}
