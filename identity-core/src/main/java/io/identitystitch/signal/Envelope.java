package io.identitystitch.signal;

import io.identitystitch.model.Digest;
import java.time.Instant;

/**
 * What makes a signal the one it is, as one canonical JSON object. Two deliveries of one signal have the same envelope and so the same
 * {@linkplain #contentHash() content hash}; signals that differ in any of its members have another.
 *
 * <p>The format is stable. Version 1 has these members, in this order, which is that of RFC 8785:
 *
 * <table>
 * <caption>Members of an envelope</caption>
 * <tr><th>member</th><th>value</th></tr>
 * <tr><td>{@code anonymous_id}</td><td>array of the values of type {@code anonymous_id}, sorted, each one once</td></tr>
 * <tr><td>{@code context}</td><td>object of strings</td></tr>
 * <tr><td>{@code event_id}</td><td>string; only if there is one</td></tr>
 * <tr><td>{@code identifiers}</td><td>array of {@code [type, value]} of all other identifiers, sorted by type, then value, each one
 *     once</td></tr>
 * <tr><td>{@code occurred_at}</td><td>string, UTC with six digits of a second: {@code 2026-03-02T09:00:00.000000Z}</td></tr>
 * <tr><td>{@code payload}</td><td>the canonical payload; null if there is none</td></tr>
 * <tr><td>{@code sequence}</td><td>whole number; only if there is one</td></tr>
 * <tr><td>{@code type}</td><td>string</td></tr>
 * <tr><td>{@code v}</td><td>the number 1</td></tr>
 * </table>
 *
 * <p>Strings are sorted by UTF-16 code units. Whatever is changed here gets another version, for a signal that is known by an old hash would
 * come as a new one.
 *
 * <p>The hash has no key: whoever can guess a whole signal can see whether it was this one. The text form shows nothing else than the hash.
 * Immutable and thread-safe.
 */
public final class Envelope {
    private final CanonicalJson canonical;
    private final Digest contentHash;

    Envelope(CanonicalJson canonical) {
        this.canonical = canonical;
        contentHash = canonical.sha256();
    }

    /**
     * The envelope of a signal.
     *
     * @param type what happened, such as {@code page_viewed}
     * @param occurredAt when; what is finer than a microsecond is dropped
     * @return a builder, which asks for an event id or a sequence number too
     * @throws IllegalArgumentException if the type has a NUL or a lone surrogate, or the year has more than four digits
     */
    public static EnvelopeBuilder builder(String type, Instant occurredAt) {
        return new EnvelopeBuilder(type, occurredAt);
    }

    /**
     * The object itself.
     *
     * @return canonical JSON
     */
    public CanonicalJson canonical() {
        return canonical;
    }

    /**
     * What tells the signal from every other one.
     *
     * @return the SHA-256 of the canonical bytes
     */
    public Digest contentHash() {
        return contentHash;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Envelope other && canonical.equals(other.canonical);
    }

    @Override
    public int hashCode() {
        return contentHash.hashCode();
    }

    /** The first digits of the hash. */
    @Override
    public String toString() {
        return "Envelope[" + contentHash + "]";
    }
}
