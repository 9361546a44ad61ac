package io.identitystitch;

import io.identitystitch.model.Outcome;
import io.identitystitch.spi.IdentityStoreException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;

/**
 * An import stopped before its end. What was answered stays; the requests from {@code summary().answered()} on are to be
 * imported again. Those among them that were carried out all the same are answered as known and change nothing.
 *
 * <p>The cause is what stopped it. The message holds no value of a request.
 *
 * <p>Not thread-safe.
 */
public final class ImportFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What stopped it, and so what the caller can do next. */
    public enum Kind {
        /**
         * The iterator threw or gave null, or a request has an identifier type that the policy has no rule for. All requests
         * before it are answered: to go on without it, begin behind the index {@code summary().answered()}.
         */
        REQUEST("the next request could not be taken"),
        /** The store failed, or other writers were faster too often: go on later where that may help. */
        STORE("the next part could not be carried out"),
        /**
         * The listener threw. The part that it was told of is carried out but not counted as answered, for the listener has not
         * taken it.
         */
        LISTENER("the listener did not take the answers"),
        /** The resolver was closed in the middle. */
        CLOSED("the resolver was closed");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    /** What stopped it. */
    private final Kind kind;

    /** How many requests were read. */
    private final long read;

    /** How those that count were answered. */
    private final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);

    /** How long it took until then. */
    private final Duration elapsed;

    ImportFailedException(Kind kind, ImportSummary summary, RuntimeException cause) {
        super(
                String.format(
                        Locale.ROOT,
                        "the import stopped after %d answered requests: %s (%s)",
                        summary.answered(),
                        kind.words,
                        cause.getClass().getName()),
                cause);
        this.kind = kind;
        this.read = summary.read();
        this.outcomes.putAll(summary.outcomes());
        this.elapsed = summary.elapsed();
    }

    /**
     * What stopped it.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * How far it was.
     *
     * @return what was answered and taken by the listener until then
     */
    public ImportSummary summary() {
        return new ImportSummary(read, outcomes, elapsed);
    }

    /**
     * Whether to go on later may help without a change to the requests, the listener or the store.
     *
     * @return whether a retry may help
     */
    public boolean isRetryable() {
        return getCause() instanceof ContendedResolutionException
                || (getCause() instanceof IdentityStoreException store && store.isRetryable());
    }
}
