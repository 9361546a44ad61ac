package io.identitystitch.testkit;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store that counts what another one is asked. As thread-safe as that one.
 */
public final class CountingStore extends ForwardingIdentityStore {
    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();

    /**
     * Counts from zero.
     *
     * @param store the store that answers
     */
    public CountingStore(IdentityStore store) {
        super(store);
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        loads.incrementAndGet();
        return super.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        commits.incrementAndGet();
        CommitResult result = super.commit(plan);
        if (result instanceof CommitResult.Conflicted) {
            conflicts.incrementAndGet();
        }
        return result;
    }

    /**
     * How often it was asked to load.
     *
     * @return the number of loads
     */
    public long loads() {
        return loads.get();
    }

    /**
     * How often it was asked to commit, whatever became of it.
     *
     * @return the number of commits
     */
    public long commits() {
        return commits.get();
    }

    /**
     * How many commits met a conflict.
     *
     * @return the number of conflicts
     */
    public long conflicts() {
        return conflicts.get();
    }

    /** Counts from zero again. */
    public void reset() {
        loads.set(0);
        commits.set(0);
        conflicts.set(0);
    }

    /** The counts. */
    @Override
    public String toString() {
        return "CountingStore[" + loads + " loads, " + commits + " commits, " + conflicts + " conflicts]";
    }
}
