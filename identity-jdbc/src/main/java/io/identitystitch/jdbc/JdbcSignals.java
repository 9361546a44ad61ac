package io.identitystitch.jdbc;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalCall;
import io.identitystitch.spi.SignalStore;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Signals in a database, always on connections of our own. Thread-safe. */
final class JdbcSignals implements SignalStore {
    private final SignalPages pages;
    private final SignalQueue queue;
    private final HandOvers handOvers;

    JdbcSignals(Database database, ValueCodec codec, OwnConnections connections, Names names) {
        SignalAccess access = new SignalAccess(database, connections, names);
        pages = new SignalPages(database, codec, access);
        queue = new SignalQueue(access);
        handOvers = new HandOvers(codec, access);
    }

    @Override
    public Page<SignalRecord> journey(TenantId tenant, ProfileId id, PageRequest page) {
        return pages.journey(tenant, id, page);
    }

    @Override
    public Page<SignalRecord> replay(TenantId tenant, PageRequest page) {
        return pages.replay(tenant, page);
    }

    @Override
    public Page<ParkedSignal> parked(TenantId tenant, PageRequest page) {
        return pages.parked(tenant, page);
    }

    @Override
    public void search(TenantId tenant, Collection<ProfileId> profiles, Instant asOf) {
        queue.search(tenant, profiles, asOf);
    }

    @Override
    public List<SignalTask> take(int most, Duration lease) {
        return queue.take(most, lease);
    }

    @Override
    public HandOver handOver(SignalTask task, int most, SignalCall call) {
        return handOvers.run(task, most, call);
    }

    @Override
    public void failed(SignalTask task, HandOver.Failed failed, boolean park) {
        queue.failed(task, failed, park);
    }

    @Override
    public void finish(SignalTask task) {
        queue.finish(task);
    }

    @Override
    public void release(SignalTask task, boolean searched, Duration delay) {
        queue.release(task, searched, delay);
    }

    @Override
    public int unpark(TenantId tenant, ProfileId id) {
        return queue.unpark(tenant, id);
    }
}
