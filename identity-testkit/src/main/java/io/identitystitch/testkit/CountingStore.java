package io.identitystitch.testkit;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A store that counts what another one is asked. As thread-safe as that one.
 */
public final class CountingStore implements IdentityStore {
    private final IdentityStore store;
    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong commits = new AtomicLong();
    private final AtomicLong conflicts = new AtomicLong();

    /**
     * Counts from zero.
     *
     * @param store the store that answers
     */
    public CountingStore(IdentityStore store) {
        this.store = Objects.requireNonNull(store, "store");
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        loads.incrementAndGet();
        return store.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        commits.incrementAndGet();
        CommitResult result = store.commit(plan);
        if (result instanceof CommitResult.Conflicted) {
            conflicts.incrementAndGet();
        }
        return result;
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
