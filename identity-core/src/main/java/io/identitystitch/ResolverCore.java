package io.identitystitch;

import io.identitystitch.plan.IdentifierPlanner;
import io.identitystitch.plan.KnownRule;
import io.identitystitch.plan.ObservationFactory;
import io.identitystitch.plan.Planner;
import io.identitystitch.plan.QueryWriter;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardPlanner;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the resolvers of all tenants share. Thread-safe. */
final class ResolverCore {
    static final Logger LOG = LoggerFactory.getLogger("io.identitystitch.core");

    private static final AtomicBoolean WARNED_OF_PLAIN_KEYS = new AtomicBoolean();

    final IdentityPolicy policy;
    final ObservationFactory observations;
    final KnownRule known;
    final QueryWriter queries;
    final Planner planner;
    final StewardPlanner stewardPlanner;
    final IdentifierPlanner identifierPlanner;
    final Supplier<UUID> ids;
    final Backoff backoff;
    final Background background;
    final LastSeenUpdates lastSeenUpdates;
    final SignalBackground signals;

    private final InstantSource clock;
    private final List<ResolutionListener> listeners;
    private final AtomicBoolean listenerFailed = new AtomicBoolean();
    private final AtomicBoolean renewalFailed = new AtomicBoolean();
    private volatile boolean closed;

    ResolverCore(IdentityResolverBuilder builder) {
        policy = builder.policy;
        IdentifierHasher hasher = builder.hasher;
        if (hasher == null) {
            hasher = IdentifierHasher.sha256();
            if (WARNED_OF_PLAIN_KEYS.compareAndSet(false, true)) {
                LOG.warn("no key is configured: lookup keys are plain SHA-256, which is for development only;"
                        + " see IdentityResolverBuilder.key");
            }
        }
        observations = new ObservationFactory(policy, hasher);
        known = new KnownRule(policy);
        queries = new QueryWriter(policy);
        planner = new Planner(policy);
        stewardPlanner = new StewardPlanner(policy);
        identifierPlanner = new IdentifierPlanner(policy);
        clock = builder.clock;
        ids = builder.ids != null ? builder.ids : new TimeOrderedIds(clock);
        backoff = new Backoff(builder.maxAttempts);
        background = new Background(builder.executor);
        lastSeenUpdates = builder.lastSeenUpdates;
        listeners = List.copyOf(builder.listeners);
        signals = new SignalBackground(this, builder.signals, builder.store);
        signals.start();
    }

    /** Carries out a plan, with tasks for those whom it identifies; whether it could be. */
    boolean commit(IdentityStore store, ResolutionPlan plan) {
        ResolutionPlan whole = signals.searches() ? plan.searching(now()) : plan;
        boolean done = store.commit(whole) instanceof CommitResult.Committed;
        if (done && !whole.changes().signals().isEmpty()) {
            store.afterCommit(signals::wake);
        }
        return done;
    }

    /** Now, as precise as stores are. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    InstantSource clock() {
        return clock;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the resolver is closed");
        }
    }

    boolean hasListeners() {
        return !listeners.isEmpty();
    }

    void tell(ResolutionEvent event) {
        tell(listener -> listener.resolved(event));
    }

    void tell(ResolutionFailure failure) {
        tell(listener -> listener.failed(failure));
    }

    private void tell(Consumer<ResolutionListener> news) {
        for (ResolutionListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException | LinkageError e) {
                if (listenerFailed.compareAndSet(false, true)) {
                    LOG.warn(
                            "a listener threw {}; this is logged once and the call went on",
                            e.getClass().getName());
                }
            }
        }
    }

    /** Losing a date is no reason to fail a sign-in. */
    void renewalFailed(RuntimeException e) {
        if (renewalFailed.compareAndSet(false, true)) {
            LOG.warn(
                    "a last-seen date could not be written ({}); this is logged once and the call went on",
                    e.getClass().getName());
        }
    }

    void close() {
        closed = true;
        signals.close();
        background.close();
    }
}
