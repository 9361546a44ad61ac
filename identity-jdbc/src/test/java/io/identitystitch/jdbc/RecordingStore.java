package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a store was asked. */
final class RecordingStore implements IdentityStore {
    final List<LoadQuery> queries = new ArrayList<>();
    final List<ResolutionPlan> plans = new ArrayList<>();
    private final IdentityStore store;

    RecordingStore(IdentityStore store) {
        this.store = store;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        queries.add(query);
        return store.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        plans.add(plan);
        return store.commit(plan);
    }

    @Override
    public IdentityReads reads() {
        return store.reads();
    }
}
