package io.identitystitch.testkit.behaviour;

import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;

/** A store that answers and cannot be written to, at once or after some commits. */
final class FailingCommits extends ForwardingIdentityStore {
    private int left;

    FailingCommits(IdentityStore store) {
        super(store);
    }

    /** So many commits are carried out. */
    void failAfter(int commits) {
        left = commits;
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        if (left-- > 0) {
            return super.commit(plan);
        }
        throw new IdentityStoreException(IdentityStoreException.Kind.UNAVAILABLE, "went away", null);
    }
}
