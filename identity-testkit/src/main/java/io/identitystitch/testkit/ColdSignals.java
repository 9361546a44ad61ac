package io.identitystitch.testkit;

import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Made-up cold signals, the same for the same seed, and what is asked of a store again and again.
 *
 * <p>Not thread-safe.
 */
public final class ColdSignals {
    /** The first moment at which a made-up signal is received. */
    public static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

    private final Random random;
    private int made;

    /**
     * A source.
     *
     * @param seed the same seed gives the same signals
     */
    public ColdSignals(long seed) {
        random = new Random(seed);
    }

    /**
     * The key of a made-up visitor.
     *
     * @param visitor a number
     * @return the key
     */
    public static IdentifierKey visitor(int visitor) {
        byte[] value = ("visitor " + visitor).getBytes(StandardCharsets.US_ASCII);
        return new IdentifierKey(IdentifierType.ANONYMOUS_ID, Digest.sha256(value));
    }

    /**
     * A signal with a body of JSON that no other has.
     *
     * @param received when it is received
     * @param visitors the numbers of its visitors
     * @return the signal
     */
    public ColdSignal signal(Instant received, int... visitors) {
        made++;
        UUID id = new UUID(random.nextLong(), random.nextLong());
        String text = String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"at\":\"%s\",\"url\":\"https://example.com/%d?q=%x\",\"n\":%d,\"ok\":%b,\"tags\":[\"a\\\"b\",\"\",null]}",
                id,
                received.minusMillis(random.nextInt(5_000)),
                random.nextInt(100),
                random.nextLong(),
                made,
                random.nextBoolean());
        return signal(received, text.getBytes(StandardCharsets.UTF_8), visitors);
    }

    /**
     * A signal with a given body.
     *
     * @param received when it is received
     * @param body the body
     * @param visitors the numbers of its visitors
     * @return the signal
     */
    public ColdSignal signal(Instant received, byte[] body, int... visitors) {
        Set<IdentifierKey> keys = new HashSet<>();
        for (int visitor : visitors) {
            keys.add(visitor(visitor));
        }
        byte[] hash = new byte[Digest.LENGTH];
        random.nextBytes(hash);
        return new ColdSignal(
                Digest.of(hash), received.minusNanos(random.nextInt(3_000_000) * 1_000L), received, keys, body);
    }

    /**
     * Several signals, a second apart.
     *
     * @param count how many
     * @param visitors how many visitors they have, numbered from 0, each signal one of them by turns
     * @return the signals
     */
    public List<ColdSignal> some(int count, int visitors) {
        List<ColdSignal> signals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            signals.add(signal(START.plusSeconds(i), i % visitors));
        }
        return signals;
    }

    /**
     * All that a store has of some visitors.
     *
     * @param store the store
     * @param tenant the tenant
     * @param visitors the numbers of the visitors
     * @return the signals
     */
    public static List<ColdSignal> all(ColdStore store, TenantId tenant, int... visitors) {
        List<ColdSignal> found = new ArrayList<>();
        store.scan(query(tenant, visitors), found::add);
        return found;
    }

    /**
     * A query without bounds.
     *
     * @param tenant the tenant
     * @param visitors the numbers of the visitors
     * @return the query
     */
    public static ColdQuery query(TenantId tenant, int... visitors) {
        Set<IdentifierKey> keys = new HashSet<>();
        for (int visitor : visitors) {
            keys.add(visitor(visitor));
        }
        return new ColdQuery(tenant, keys, Instant.MIN, Instant.MAX, Instant.MIN, Instant.MAX);
    }
}
