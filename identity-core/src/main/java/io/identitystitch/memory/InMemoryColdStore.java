package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A cold store in the memory of one process: for the unit tests of hosts. What it keeps ends with it.
 *
 * <p>Thread-safe.
 */
public final class InMemoryColdStore implements ColdStore {
    private final Map<TenantId, NavigableMap<LocalDate, List<ColdSignal>>> tenants = new HashMap<>();
    private boolean closed;

    private InMemoryColdStore() {}

    /**
     * A new store.
     *
     * @return an empty store
     */
    public static InMemoryColdStore create() {
        return new InMemoryColdStore();
    }

    @Override
    public synchronized void append(TenantId tenant, List<ColdSignal> signals) {
        checkOpen();
        for (ColdSignal signal : signals) {
            tenants.computeIfAbsent(tenant, any -> new TreeMap<>())
                    .computeIfAbsent(LocalDate.ofInstant(signal.receivedAt(), ZoneOffset.UTC), any -> new ArrayList<>())
                    .add(signal);
        }
    }

    @Override
    public ColdScan scan(ColdQuery query, Consumer<ColdSignal> found) {
        List<ColdSignal> matching = new ArrayList<>();
        synchronized (this) {
            checkOpen();
            for (List<ColdSignal> day : days(query.tenant()).values()) {
                day.stream().filter(query::matches).forEach(matching::add);
            }
        }
        matching.forEach(found);
        return new ColdScan(
                matching.size(),
                matching.stream().mapToLong(signal -> signal.body().length).sum(),
                0);
    }

    @Override
    public synchronized int expire(TenantId tenant, LocalDate before) {
        checkOpen();
        NavigableMap<LocalDate, List<ColdSignal>> old = days(tenant).headMap(before, false);
        int count = old.size();
        old.clear();
        return count;
    }

    @Override
    public synchronized long erase(TenantId tenant, Set<IdentifierKey> visitors) {
        checkOpen();
        long count = 0;
        for (List<ColdSignal> day : days(tenant).values()) {
            int before = day.size();
            day.removeIf(signal -> !Collections.disjoint(signal.visitors(), visitors));
            count += before - day.size();
        }
        return count;
    }

    /** A segment is a day of a tenant. */
    @Override
    public synchronized ColdHealth health() {
        checkOpen();
        long segments = 0;
        long bytes = 0;
        for (NavigableMap<LocalDate, List<ColdSignal>> days : tenants.values()) {
            segments += days.size();
            for (List<ColdSignal> day : days.values()) {
                bytes += day.stream().mapToLong(signal -> signal.body().length).sum();
            }
        }
        return new ColdHealth(0, 0, 0, segments, bytes);
    }

    private NavigableMap<LocalDate, List<ColdSignal>> days(TenantId tenant) {
        return tenants.getOrDefault(tenant, new TreeMap<>());
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cold store is closed");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
