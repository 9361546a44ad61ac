package io.identitystitch;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import io.identitystitch.spi.IdentityStore;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The signals of a resolver on a store. */
final class StoreSignals implements Signals {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final SignalIntake intake;

    StoreSignals(ResolverCore core, TenantId tenant, IdentityStore store, ResolutionLoop loop) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.intake = new SignalIntake(core, tenant, store, loop);
    }

    @Override
    public SignalResult accept(Signal signal) {
        return acceptAll(List.of(signal)).get(0);
    }

    @Override
    public boolean isIdentifiable(Signal signal) {
        return intake.isIdentifiable(signal);
    }

    @Override
    public List<SignalResult> acceptAll(Collection<Signal> signals) {
        core.requireOpen();
        return intake.accept(List.copyOf(signals));
    }

    @Override
    public Page<SignalRecord> journey(ProfileId id, PageRequest page) {
        core.requireOpen();
        return store.signals().journey(tenant, Objects.requireNonNull(id, "id"), page);
    }

    @Override
    public Page<SignalRecord> replay(PageRequest page) {
        core.requireOpen();
        return store.signals().replay(tenant, page);
    }

    @Override
    public Page<ParkedSignal> parked(PageRequest page) {
        core.requireOpen();
        return store.signals().parked(tenant, page);
    }

    @Override
    public int retry(ProfileId id) {
        core.requireOpen();
        int waiting = store.signals().unpark(tenant, Objects.requireNonNull(id, "id"));
        if (waiting > 0) {
            core.signals.wake();
        }
        return waiting;
    }

    @Override
    public int work() {
        core.requireOpen();
        return core.signals.work();
    }

    @Override
    public int expire() {
        core.requireOpen();
        return core.signals.expire(tenant);
    }

    @Override
    public SignalStatistics statistics() {
        return core.signals.counts.now();
    }

    /** The tenant. */
    @Override
    public String toString() {
        return "Signals[" + tenant + "]";
    }
}
