package io.identitystitch.policy;

import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiFunction;
import javax.crypto.SecretKey;

/** Lends benches, each to one call at a time; calls beyond their number make their own. Thread-safe and free of locks. */
final class MacBenches {
    private static final int PLACES = 16;

    private final BiFunction<TenantId, IdentifierType, SecretKey> keys;
    private final AtomicReferenceArray<MacBench> benches = new AtomicReferenceArray<>(PLACES);

    MacBenches(BiFunction<TenantId, IdentifierType, SecretKey> keys) {
        this.keys = keys;
    }

    /** One that is free, or a new one. Calls begin to look at different places, by what they compute. */
    MacBench take(int first) {
        for (int i = 0; i < PLACES; i++) {
            int place = (first + i) & (PLACES - 1);
            MacBench bench = benches.get(place) == null ? null : benches.getAndSet(place, null);
            if (bench != null) {
                return bench;
            }
        }
        return new MacBench(keys);
    }

    /** To the first free place; where there is none, there are enough. One that failed is never given back. */
    void giveBack(MacBench bench, int first) {
        for (int i = 0; i < PLACES; i++) {
            int place = (first + i) & (PLACES - 1);
            if (benches.get(place) == null && benches.compareAndSet(place, null, bench)) {
                return;
            }
        }
    }
}
