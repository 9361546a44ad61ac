package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.KnownLink;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.KnownLinks;
import io.identitystitch.spi.SignalStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Identities in the memory of one process. They are gone when the store is.
 *
 * <p>Keeps readable values. Every read and every commit is atomic within its tenant; commits of one tenant wait for each
 * other. Nothing is ever dropped to save room.
 *
 * <p>Thread-safe.
 */
public final class InMemoryIdentityStore implements IdentityStore, KnownLinks {
    private final InstantSource clock;
    private final ConcurrentMap<TenantId, Tenant> tenants = new ConcurrentHashMap<>();
    private final IdentityReads reads = new MemoryReads(this);
    private final SignalStore signals = new MemorySignals(this);

    private InMemoryIdentityStore(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * An empty store that stamps with the system's clock.
     *
     * @return a new store
     */
    public static InMemoryIdentityStore create() {
        return create(InstantSource.system());
    }

    /**
     * An empty store.
     *
     * @param clock what it stamps profiles, links, merges and conflicts with, and by which times of refusal end; cut to
     *     microseconds
     * @return a new store
     */
    public static InMemoryIdentityStore create(InstantSource clock) {
        return new InMemoryIdentityStore(Objects.requireNonNull(clock, "clock"));
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        return read(query.tenant(), tenant -> new SnapshotReader(tenant, query, this::now).read());
    }

    @Override
    public @Nullable KnownLink known(TenantId tenant, IdentifierKey key) {
        return tenants.containsKey(tenant) ? read(tenant, data -> data.known(key)) : null;
    }

    @Override
    public List<KnownLink> known(TenantId tenant, List<IdentifierKey> keys) {
        return read(tenant, data -> data.known(keys));
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        Tenant tenant = tenants.computeIfAbsent(plan.tenant(), Tenant::new);
        tenant.lock.writeLock().lock();
        try {
            CommitCheck check = new CommitCheck(tenant, plan);
            if (!check.holds()) {
                return new CommitResult.Conflicted();
            }
            check.requireProfiles();
            return new CommitResult.Committed(new CommitWriter(tenant, plan.changes(), now()).write());
        } finally {
            tenant.lock.writeLock().unlock();
        }
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public IdentityReads reads() {
        return reads;
    }

    @Override
    public SignalStore signals() {
        return signals;
    }

    List<TenantId> tenantIds() {
        return List.copyOf(tenants.keySet());
    }

    /** Changes something of a tenant. */
    <T> T write(TenantId id, Function<Tenant, T> writer) {
        Tenant tenant = tenants.computeIfAbsent(id, Tenant::new);
        tenant.lock.writeLock().lock();
        try {
            return writer.apply(tenant);
        } finally {
            tenant.lock.writeLock().unlock();
        }
    }

    /** Reads at one moment; a tenant that was never written to is an empty one. */
    <T extends @Nullable Object> T read(TenantId id, Function<Tenant, T> reader) {
        Tenant tenant = tenants.get(id);
        if (tenant == null) {
            return reader.apply(new Tenant(id));
        }
        tenant.lock.readLock().lock();
        try {
            return reader.apply(tenant);
        } finally {
            tenant.lock.readLock().unlock();
        }
    }

    /** The number of tenants. */
    @Override
    public String toString() {
        return "InMemoryIdentityStore[" + tenants.size() + " tenants]";
    }
}
