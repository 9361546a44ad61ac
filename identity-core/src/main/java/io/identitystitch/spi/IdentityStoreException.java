package io.identitystitch.spi;

import org.jspecify.annotations.Nullable;

/**
 * The store is down, slow, misconfigured or not what it should be. The message never carries the value of an identifier or
 * of a fact.
 *
 * <p>Not thread-safe.
 */
public final class IdentityStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the caller can do next. */
    public enum Kind {
        /** The store did not answer in time; a later call may succeed. */
        TIMEOUT,
        /** The store could not be reached or went away; a later call may succeed. */
        UNAVAILABLE,
        /** The caller's own transaction lost a race; the caller has to repeat that transaction. */
        TRANSACTION_LOST,
        /** Something is wrong that a repetition does not mend: schema, privilege, configuration. */
        BROKEN
    }

    /** What the caller can do next. */
    private final Kind kind;

    /**
     * A failure.
     *
     * @param kind what the caller can do next
     * @param message what happened, without values
     * @param cause the cause, stripped of values; null for none
     */
    public IdentityStoreException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /**
     * What the caller can do next.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Whether the same call may succeed later.
     *
     * @return whether a retry may help
     */
    public boolean isRetryable() {
        return kind == Kind.TIMEOUT || kind == Kind.UNAVAILABLE;
    }
}
