package io.identitystitch;

/**
 * Hears of every answered request, after what it changed is committed; in a joined transaction after the host says so.
 *
 * <p>Called on the thread of the call. What it throws is logged once and dropped: a listener never fails a sign-in.
 * Implementations must be thread-safe.
 */
@FunctionalInterface
public interface ResolutionListener {
    /**
     * A request was answered.
     *
     * @param event what was answered, and at what cost
     */
    void resolved(ResolutionEvent event);
}
