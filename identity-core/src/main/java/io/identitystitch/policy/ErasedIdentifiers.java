package io.identitystitch.policy;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the identifiers of a person who was erased, when they are seen again: they begin afresh, or they are refused
 * for a time.
 *
 * <p>Refusing them takes something that remembers them. It is a mark for each: a keyed hash of its lookup key that names no
 * person and tells neither value nor type. Whoever has both the marks and their key can still test whether a value is among
 * them, so the marks are pseudonymous data, for as long as the time says.
 *
 * <p>Immutable and thread-safe.
 */
public final class ErasedIdentifiers {
    private static final Duration LONGEST = Duration.ofDays(36_500);
    private static final ErasedIdentifiers AFRESH = new ErasedIdentifiers(null, Duration.ZERO);

    private final @Nullable DerivedKeys keys;
    private final Duration time;

    private ErasedIdentifiers(@Nullable DerivedKeys keys, Duration time) {
        this.keys = keys;
        this.time = time;
    }

    /**
     * They begin afresh: nothing is remembered, and who brings one is a new person.
     *
     * @return the choice
     */
    public static ErasedIdentifiers beginAfresh() {
        return AFRESH;
    }

    /**
     * They are refused for a time after the erasure. A call that brings one does not get it, and a call that brings a
     * persistent one and names nobody else by a persistent one stores nothing at all.
     *
     * <p>Under another key than before, or with another hasher, nothing that was erased before is refused any more.
     *
     * @param key at least 32 bytes, copied; a secret of its own, not that of the lookup keys
     * @param time how long, by the clock of the store; above 0 and at most 36,500 days, cut to microseconds
     * @return the choice
     * @throws IllegalArgumentException if the key is shorter than 32 bytes, or the time is not within its bounds
     */
    public static ErasedIdentifiers refused(byte[] key, Duration time) {
        Duration exact = time.truncatedTo(ChronoUnit.MICROS);
        if (exact.isNegative() || exact.isZero() || exact.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a time of refusal is above 0 and at most 36,500 days: " + time);
        }
        return new ErasedIdentifiers(new DerivedKeys("erased", key), exact);
    }

    /**
     * Whether identifiers of erased persons are refused.
     *
     * @return false where they begin afresh
     */
    public boolean refuses() {
        return keys != null;
    }

    /**
     * How long they are refused.
     *
     * @return the time; zero where they begin afresh
     */
    public Duration time() {
        return time;
    }

    /**
     * By what an identifier is known again after its erasure: HMAC-SHA-256 over the digest of its key, under a key of its own
     * for each tenant and type, derived by HKDF (RFC 5869) with SHA-256 and the info {@code erased|tenant|type|v1}.
     *
     * @param tenant the tenant
     * @param key the identifier
     * @return its mark
     * @throws IllegalStateException if identifiers begin afresh, for then there are no marks
     */
    public Digest mark(TenantId tenant, IdentifierKey key) {
        if (keys == null) {
            throw new IllegalStateException("there are no marks where identifiers begin afresh");
        }
        return keys.mac(tenant, key.type(), key.digest());
    }

    /** What becomes of them, without the key. */
    @Override
    public String toString() {
        return "ErasedIdentifiers[" + (keys == null ? "begin afresh" : "refused for " + time) + "]";
    }
}
