package io.identitystitch.spi;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Set;

/**
 * A signal of a visitor whom nobody knows yet, as a {@link ColdStore} keeps it: what it is found by, and the rest as bytes that only
 * those who wrote them understand.
 *
 * <p>Immutable and thread-safe. The text form shows nothing of the body.
 */
public final class ColdSignal {
    /** The largest body, in bytes. */
    public static final int MAX_BODY = 2 * 1024 * 1024;

    private final Digest contentHash;
    private final Instant occurredAt;
    private final Instant receivedAt;
    private final Set<IdentifierKey> visitors;
    private final byte[] body;

    /**
     * A signal.
     *
     * @param contentHash tells it from every other signal: two with the same hash are one that came twice
     * @param occurredAt when it happened, by the clock of whoever sent it; cut to microseconds
     * @param receivedAt when it was received, by this side's clock; cut to microseconds
     * @param visitors the keys of its anonymous identifiers, at least one
     * @param body all of it, at most {@link #MAX_BODY} bytes; not copied, and not to be changed any more
     * @throws IllegalArgumentException if there is no visitor or the body is too large
     */
    public ColdSignal(
            Digest contentHash, Instant occurredAt, Instant receivedAt, Set<IdentifierKey> visitors, byte[] body) {
        if (visitors.isEmpty()) {
            throw new IllegalArgumentException("a cold signal has the identifier of a visitor");
        }
        if (body.length > MAX_BODY) {
            throw new IllegalArgumentException("a cold signal has at most 2 MiB");
        }
        this.contentHash = contentHash;
        this.occurredAt = occurredAt.truncatedTo(ChronoUnit.MICROS);
        this.receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
        this.visitors = Set.copyOf(visitors);
        this.body = body;
    }

    /** {@return what tells it from every other signal} */
    public Digest contentHash() {
        return contentHash;
    }

    /** {@return when it happened, by the clock of whoever sent it} */
    public Instant occurredAt() {
        return occurredAt;
    }

    /** {@return when it was received, by this side's clock} */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** {@return the keys of its anonymous identifiers, unmodifiable, at least one} */
    public Set<IdentifierKey> visitors() {
        return visitors;
    }

    /** {@return all of it; the array itself, not to be changed} */
    public byte[] body() {
        return body;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof ColdSignal other
                && contentHash.equals(other.contentHash)
                && occurredAt.equals(other.occurredAt)
                && receivedAt.equals(other.receivedAt)
                && visitors.equals(other.visitors)
                && Arrays.equals(body, other.body);
    }

    @Override
    public int hashCode() {
        return contentHash.hashCode();
    }

    /** The hash and the moment. */
    @Override
    public String toString() {
        return "ColdSignal[" + contentHash + ", " + occurredAt + ", " + body.length + " bytes]";
    }
}
