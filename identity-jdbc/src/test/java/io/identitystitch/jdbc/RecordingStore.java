package io.identitystitch.jdbc;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Keeps what a store was asked to load, and what it would have been asked to commit. */
final class RecordingStore extends ForwardingIdentityStore {
    final List<LoadQuery> queries = new ArrayList<>();
    final List<ResolutionPlan> plans = new ArrayList<>();

    RecordingStore(IdentityStore store) {
        super(store);
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        queries.add(query);
        return super.load(query);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        plans.add(plan);
        return new CommitResult.Committed(Map.of());
    }
}
