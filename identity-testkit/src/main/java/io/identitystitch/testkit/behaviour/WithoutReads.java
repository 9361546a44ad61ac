package io.identitystitch.testkit.behaviour;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.util.function.Supplier;

/** A store whose profiles nobody may read. */
final class WithoutReads implements IdentityStore {
    private final IdentityStore store;

    WithoutReads(IdentityStore store) {
        this.store = store;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        return store.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        return store.commit(plan);
    }

    @Override
    public IdentityReads reads() {
        throw new AssertionError("a profile was read although nobody asked for it");
    }

    @Override
    public <T> T attempt(Supplier<T> attempt) {
        return store.attempt(attempt);
    }
}
