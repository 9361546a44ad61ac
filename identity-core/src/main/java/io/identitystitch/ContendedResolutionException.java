package io.identitystitch;

/**
 * Other writers changed the same persons each time this call tried. Nothing was changed; the same call is safe to repeat.
 *
 * <p>Not thread-safe.
 */
public final class ContendedResolutionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** How often it was tried. */
    private final int attempts;

    ContendedResolutionException(int attempts) {
        super("gave up after " + attempts + " attempts: other writers changed the same persons; safe to call again");
        this.attempts = attempts;
    }

    /**
     * How often it was tried.
     *
     * @return the number of attempts
     */
    public int attempts() {
        return attempts;
    }
}
