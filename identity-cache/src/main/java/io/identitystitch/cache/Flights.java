package io.identitystitch.cache;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.LoadQuery;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;

/** Of many that miss the same identifiers at once, one asks the store while the others wait for it. Thread-safe. */
final class Flights {
    /**
     * What is asked for.
     *
     * @param tenant the tenant
     * @param keys the identifiers
     */
    private record Flight(TenantId tenant, List<IdentifierKey> keys) {
        static Flight of(LoadQuery query) {
            return new Flight(query.tenant(), query.keys());
        }
    }

    private final ConcurrentMap<Flight, CountDownLatch> running = new ConcurrentHashMap<>();

    /** True at once for the first one, which has to {@link #land}; false for the others, once it has. */
    boolean isLeader(LoadQuery query) {
        CountDownLatch ahead = running.putIfAbsent(Flight.of(query), new CountDownLatch(1));
        if (ahead == null) {
            return true;
        }
        try {
            ahead.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    void land(LoadQuery query) {
        CountDownLatch landed = running.remove(Flight.of(query));
        if (landed != null) {
            landed.countDown();
        }
    }
}
