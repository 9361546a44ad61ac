package io.identitystitch.example.spring;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.util.function.Supplier;

/**
 * A store between whose reads and writes somebody else does something.
 *
 * @param store the store
 * @param before what happens before each write
 */
record InterruptedStore(IdentityStore store, Runnable before) implements IdentityStore {
    @Override
    public IdentitySnapshot load(LoadQuery query) {
        return store.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        before.run();
        return store.commit(plan);
    }

    @Override
    public IdentityReads reads() {
        return store.reads();
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
