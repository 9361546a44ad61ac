package io.identitystitch.spi;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A store that asks another one for everything: to be extended by those that add something to a store. What they do not override is as
 * the other store has it, methods of later versions included. What it tells at once ({@link KnownLinks}) is not forwarded, for then
 * nothing would come by here.
 *
 * <p>As thread-safe as the other store.
 */
public abstract class ForwardingIdentityStore implements IdentityStore {
    private final IdentityStore store;

    /**
     * Stands in front of a store.
     *
     * @param store the store that is asked
     */
    protected ForwardingIdentityStore(IdentityStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        return store.load(query);
    }

    @Override
    public boolean isFasterWithLinksOnly() {
        return store.isFasterWithLinksOnly();
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        return store.commit(plan);
    }

    @Override
    public IdentityReads reads() {
        return store.reads();
    }

    @Override
    public SignalStore signals() {
        return store.signals();
    }

    @Override
    public <T> T attempt(Supplier<T> attempt) {
        return store.attempt(attempt);
    }

    @Override
    public void afterCommit(Runnable action) {
        store.afterCommit(action);
    }
}
