package io.identitystitch;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A store in memory that counts, and whose reads and commits a test can spoil. */
final class SpoiltStore implements IdentityStore {
    final IdentityStore memory = InMemoryIdentityStore.create();
    final AtomicInteger loads = new AtomicInteger();
    final AtomicInteger commits = new AtomicInteger();
    volatile Function<LoadQuery, IdentitySnapshot> load = memory::load;
    volatile Function<ResolutionPlan, CommitResult> commit = memory::commit;

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        loads.incrementAndGet();
        return load.apply(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        commits.incrementAndGet();
        return commit.apply(plan);
    }

    @Override
    public IdentityReads reads() {
        return memory.reads();
    }

    void reset() {
        loads.set(0);
        commits.set(0);
    }
}
