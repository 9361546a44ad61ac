package io.identitystitch;

/**
 * Hears how {@link IdentityResolver#resolve} and {@link IdentityResolver#resolveAll} ended: of every request that was answered, after
 * what it changed is committed, in a joined transaction after the host says so; and at once of every call that failed.
 *
 * <p>Called on the thread of the call. What it throws is logged once and dropped: a listener never fails a sign-in, and never
 * hides why one failed. Implementations must be thread-safe.
 */
@FunctionalInterface
public interface ResolutionListener {
    /**
     * A request was answered.
     *
     * @param event what was answered, and at what cost
     */
    void resolved(ResolutionEvent event);

    /**
     * A call ended with an exception, which its caller gets next. By default nothing is done. Arguments that are refused and calls
     * after {@code close()} are the caller's mistakes and not heard of. In a joined transaction this is called at once, whatever
     * becomes of the transaction.
     *
     * @param failure what kind of failure, and at what cost
     */
    default void failed(ResolutionFailure failure) {}
}
