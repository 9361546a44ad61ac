package io.identitystitch.testkit.behaviour;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import java.util.function.Supplier;

/** A store that answers and cannot be written to, at once or after some commits. */
final class FailingCommits implements IdentityStore {
    private final IdentityStore store;
    private int left;

    FailingCommits(IdentityStore store) {
        this.store = store;
    }

    /** So many commits are carried out. */
    void failAfter(int commits) {
        left = commits;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        return store.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        if (left-- > 0) {
            return store.commit(plan);
        }
        throw new IdentityStoreException(IdentityStoreException.Kind.UNAVAILABLE, "went away", null);
    }

    @Override
    public IdentityReads reads() {
        return store.reads();
    }

    @Override
    public <T> T attempt(Supplier<T> attempt) {
        return store.attempt(attempt);
    }
}
