package io.identitystitch;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedSignal;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.StagedSignal;
import io.identitystitch.model.TenantId;
import io.identitystitch.signal.EnvelopeFields;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.SignalTask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings back what the visitors of a person left in cold storage. It links nobody: a signal goes to whoever had its identifier when it
 * happened, and one whose identifier is nobody's any more stays where it is. Bringing it back twice is keeping it once. Not thread-safe.
 */
final class SignalSearch {
    private static final int PART = 500;

    /** Clocks of nodes may differ by so much. */
    private static final Duration SKEW = Duration.ofDays(1);

    private final ResolverCore core;
    private final IdentityStore store;
    private final SignalTask task;
    private final TenantId tenant;
    private final ResolutionLoop loop;
    private final List<Observation> found = new ArrayList<>();
    private final Set<IdentifierKey> visitors = new HashSet<>();

    SignalSearch(ResolverCore core, IdentityStore store, SignalTask task) {
        this.core = core;
        this.store = store;
        this.task = task;
        tenant = task.tenant();
        loop = new ResolutionLoop(core, tenant, store);
    }

    void run() {
        ColdStore cold = core.signals.options.coldStore;
        PersonVisitors person = PersonVisitors.read(store.reads(), core.policy, tenant, task.profile());
        if (cold == null || !person.known() || person.keys().isEmpty()) {
            return;
        }
        visitors.addAll(person.keys());
        Instant now = core.now();
        Instant from = task.searchAsOf().orElse(now).minus(core.signals.options.lookBack);
        ColdQuery query = new ColdQuery(
                tenant,
                visitors,
                from,
                now.plus(core.policy.maxFuture()),
                from.minus(core.policy.maxFuture()),
                now.plus(SKEW));
        cold.scan(query, this::found);
        stage();
    }

    private void found(ColdSignal signal) {
        EnvelopeFields fields = EnvelopeFields.read(signal.body()).orElse(null);
        if (fields == null || !StagedSignal.isType(fields.type())) {
            core.signals.counts.unreadable.increment();
            return;
        }
        StagedSignal staged = new StagedSignal(
                signal.contentHash(),
                fields.type(),
                fields.eventId(),
                signal.occurredAt(),
                signal.receivedAt(),
                true,
                new String(signal.body(), StandardCharsets.UTF_8));
        ResolveRequest.Builder request = ResolveRequest.builder(core.clock())
                .observedAt(signal.occurredAt())
                .imported();
        for (Identifier identifier : fields.identifiers()) {
            request.identifier(identifier.type(), identifier.value());
        }
        Observation observation = core.observations
                .observe(tenant, request.build(), core.now())
                .only(visitors)
                .with(List.of(new ObservedSignal(staged, !core.signals.options.handlers.isEmpty())));
        core.signals.counts.rehydrated.increment();
        found.add(observation);
        if (found.size() == PART) {
            stage();
        }
    }

    private void stage() {
        if (!found.isEmpty()) {
            loop.resolveKnown(List.copyOf(found));
            found.clear();
        }
    }
}
