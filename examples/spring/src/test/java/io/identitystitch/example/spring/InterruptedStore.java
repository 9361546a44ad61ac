package io.identitystitch.example.spring;

import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;

/** A store between whose reads and writes somebody else does something. */
final class InterruptedStore extends ForwardingIdentityStore {
    private final Runnable before;

    /** {@code before} happens before each write. */
    InterruptedStore(IdentityStore store, Runnable before) {
        super(store);
        this.before = before;
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        before.run();
        return super.commit(plan);
    }
}
