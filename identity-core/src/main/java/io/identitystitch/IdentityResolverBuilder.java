package io.identitystitch;

import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.IdentityStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the settings of an {@link IdentityResolver}. Not thread-safe. */
public final class IdentityResolverBuilder {
    final IdentityStore store;
    TenantId tenant = TenantId.DEFAULT;
    IdentityPolicy policy = IdentityPolicy.defaults();

    @Nullable
    IdentifierHasher hasher;

    InstantSource clock = InstantSource.system();

    @Nullable
    Supplier<UUID> ids;

    @Nullable
    Executor executor;

    LastSeenUpdates lastSeenUpdates = LastSeenUpdates.IN_LINE;
    int maxAttempts = 16;
    SignalOptions signals = SignalOptions.NONE;
    final List<ResolutionListener> listeners = new ArrayList<>();

    IdentityResolverBuilder(IdentityStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    /**
     * Sets the tenant that the resolver is bound to. Default: {@link TenantId#DEFAULT}.
     *
     * @param tenant the tenant
     * @return this
     */
    public IdentityResolverBuilder tenant(TenantId tenant) {
        this.tenant = Objects.requireNonNull(tenant, "tenant");
        return this;
    }

    /**
     * Sets the rules. Default: {@link IdentityPolicy#defaults()}. Every resolver on one database must have the same.
     *
     * @param policy the rules
     * @return this
     */
    public IdentityResolverBuilder policy(IdentityPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
        return this;
    }

    /**
     * Sets the key under which lookup keys are hashed; see {@link IdentifierHasher#hmac}. Default: none, plain SHA-256,
     * with one warning in the log, for whoever has such a table can find short values by trying. Every resolver on one
     * database must have the same key; data written under another is not found.
     *
     * @param masterKey at least 32 bytes, copied
     * @return this
     * @throws IllegalArgumentException if the key is shorter than 32 bytes
     */
    public IdentityResolverBuilder key(byte[] masterKey) {
        return hasher(IdentifierHasher.hmac(masterKey));
    }

    /**
     * Sets how lookup keys are hashed. Default: plain SHA-256, with one warning in the log.
     *
     * @param hasher the hasher
     * @return this
     */
    public IdentityResolverBuilder hasher(IdentifierHasher hasher) {
        this.hasher = Objects.requireNonNull(hasher, "hasher");
        return this;
    }

    /**
     * Sets the clock. Default: the system's.
     *
     * @param clock the clock
     * @return this
     */
    public IdentityResolverBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * Sets where ids of profiles, merges and conflicts come from. Default: UUIDs of version 7.
     *
     * @param ids gives new ids, each greater than the ones before; thread-safe
     * @return this
     */
    public IdentityResolverBuilder ids(Supplier<UUID> ids) {
        this.ids = Objects.requireNonNull(ids, "ids");
        return this;
    }

    /**
     * Sets where background work runs. Default: at most 3 daemon threads named {@code identity-...}, started on first
     * use, ended by {@code close()}. A host's executor is never closed.
     *
     * @param executor the host's executor
     * @return this
     */
    public IdentityResolverBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /**
     * Sets when repeated sightings are written. Default: {@link LastSeenUpdates#IN_LINE}.
     *
     * @param lastSeenUpdates when
     * @return this
     */
    public IdentityResolverBuilder lastSeenUpdates(LastSeenUpdates lastSeenUpdates) {
        this.lastSeenUpdates = Objects.requireNonNull(lastSeenUpdates, "lastSeenUpdates");
        return this;
    }

    /**
     * Sets how often a call is tried while other writers change the same persons, with a random pause of at most 5 ms
     * times a power of two, up to 250 ms, in between. Default: 16.
     *
     * @param maxAttempts at least 1
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public IdentityResolverBuilder maxAttempts(int maxAttempts) {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("a call is tried at least once: " + maxAttempts);
        }
        this.maxAttempts = maxAttempts;
        return this;
    }

    /**
     * Sets how signals are kept and brought back. Default: no cold storage and no handlers.
     *
     * @param options the options
     * @return this
     */
    public IdentityResolverBuilder signals(SignalOptions options) {
        this.signals = Objects.requireNonNull(options, "options");
        return this;
    }

    /**
     * Adds a listener. Default: none.
     *
     * @param listener hears of every answered request and of every call that failed; those added first hear first
     * @return this
     */
    public IdentityResolverBuilder listener(ResolutionListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * The resolver.
     *
     * @return a new resolver
     */
    public IdentityResolver build() {
        return new StoreResolver(new ResolverCore(this), tenant, store, true);
    }
}
