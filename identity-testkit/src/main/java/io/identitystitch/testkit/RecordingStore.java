package io.identitystitch.testkit;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keeps every plan that was carried out, with the snapshot that it was made on. Thread-safe. */
final class RecordingStore extends ForwardingIdentityStore {
    record Carried(IdentitySnapshot before, ResolutionPlan plan) {}

    /** What the thread loaded last: a plan is made on it. */
    private static final ThreadLocal<IdentitySnapshot> LOADED = new ThreadLocal<>();

    private final Collection<Carried> carried = new ConcurrentLinkedQueue<>();

    RecordingStore(IdentityStore store) {
        super(store);
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        IdentitySnapshot snapshot = super.load(query);
        LOADED.set(snapshot);
        return snapshot;
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        CommitResult result = super.commit(plan);
        if (result instanceof CommitResult.Committed) {
            carried.add(new Carried(Objects.requireNonNull(LOADED.get()), plan));
        }
        return result;
    }

    Collection<Carried> carried() {
        return carried;
    }
}
