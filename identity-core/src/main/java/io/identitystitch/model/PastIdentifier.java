package io.identitystitch.model;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * An identifier that a profile had at a moment. Ordered by when it got it, and then by the key.
 *
 * <p>The text form shows no value. Immutable and thread-safe.
 *
 * @param key the lookup key
 * @param value the normalised value, empty where the store keeps no readable values
 * @param ownerId the profile that had it
 * @param since since when the profile had it, by the store's clock
 */
public record PastIdentifier(IdentifierKey key, Optional<String> value, ProfileId ownerId, Instant since)
        implements Comparable<PastIdentifier> {
    private static final Comparator<PastIdentifier> ORDER =
            Comparator.comparing(PastIdentifier::since).thenComparing(PastIdentifier::key);

    @Override
    public int compareTo(PastIdentifier other) {
        return ORDER.compare(this, other);
    }

    /** The key. */
    @Override
    public String toString() {
        return key.toString();
    }
}
