package io.identitystitch.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Ticker;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.KnownLink;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.OwnerState;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.KnownLinks;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Answers known sign-ins and lookups without the store: those whose identifiers were read before, and are one person's.
 *
 * <p>Everything else goes to the store: calls that bring facts, evidence or something new, persons that meet, profiles, stewards'
 * reads. What is decided on an answer of the cache is checked by the store when it is committed, so a stale answer never writes
 * anything wrong. An answer that writes nothing may be as old as the bound: whatever another node changed before that has been
 * learned from the change feed. A node that cannot read the feed asks the store. What this node changed itself is known at once,
 * but for what was changed in a transaction of the host that was joined.
 *
 * <p>That an identifier is unknown is never kept.
 *
 * <p>Thread-safe. One thread, {@code identity-cache-feed}, is started when it is built and ended by {@link #close}; the store and
 * its connections are the host's.
 */
public final class CachedIdentityStore extends ForwardingIdentityStore implements KnownLinks, AutoCloseable {
    private final Cache<CacheKey, CachedLink> links;
    private final Overlay overlay;
    private final Fence fence;
    private final FeedFollower follower;
    private final Flights flights = new Flights();
    private final Ticker ticker;
    private final long lifeNanos;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder passes = new LongAdder();
    private final LongAdder dropped = new LongAdder();

    CachedIdentityStore(CachedIdentityStoreBuilder builder) {
        super(builder.store);
        ticker = builder.ticker;
        lifeNanos = builder.life.toNanos();
        links = builder.links();
        overlay = new Overlay(builder.life, ticker);
        fence = new Fence(builder.staleness, builder.wallMillis);
        follower = new FeedFollower(builder.feed, overlay, fence, ticker);
        follower.follow();
        if (!builder.byHand) {
            follower.repeat(builder.pollInterval);
        }
    }

    /**
     * A builder of a cache.
     *
     * @param store what it stands in front of
     * @param feed tells what any node changes there, a reader of this cache's own
     * @return a new builder
     */
    public static CachedIdentityStoreBuilder builder(IdentityStore store, ChangeFeed feed) {
        return new CachedIdentityStoreBuilder(
                Objects.requireNonNull(store, "store"), Objects.requireNonNull(feed, "feed"));
    }

    /** That of the cache, which may be as old as its bound. */
    @Override
    public @Nullable KnownLink known(TenantId tenant, IdentifierKey key) {
        long now = ticker.read();
        KnownLink link = fence.isOpen(now) ? find(new CacheKey(tenant, key), now) : null;
        if (link != null) {
            hits.increment();
        }
        return link;
    }

    /** Those of the cache, which may be as old as its bound. */
    @Override
    public List<KnownLink> known(TenantId tenant, List<IdentifierKey> keys) {
        long now = ticker.read();
        if (!fence.isOpen(now)) {
            return List.of();
        }
        KnownLink[] found = new KnownLink[keys.size()];
        for (int i = 0; i < found.length; i++) {
            KnownLink link = find(new CacheKey(tenant, keys.get(i)), now);
            if (link == null) {
                return List.of();
            }
            found[i] = link;
        }
        hits.increment();
        return List.of(found);
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        if (!isLight(query) || !fence.isOpen(ticker.read())) {
            passes.increment();
            return loadAndKeep(query);
        }
        IdentitySnapshot found = find(query);
        if (found != null) {
            return found;
        }
        // Who waits for somebody else's read takes nothing from it but what was kept, which may be older than this
        // call.
        found = flights.isLeader(query) ? lead(query) : find(query);
        return found != null ? found : loadAndKeep(query);
    }

    private IdentitySnapshot lead(LoadQuery query) {
        try {
            // Another one may have landed between the look into the cache and this flight.
            IdentitySnapshot found = find(query);
            if (found != null) {
                return found;
            }
            misses.increment();
            return loadAndKeep(query);
        } finally {
            flights.land(query);
        }
    }

    /** Whether the links and roots alone can answer it. */
    private static boolean isLight(LoadQuery query) {
        return !query.complete()
                && !query.keys().isEmpty()
                && query.evidence().isEmpty()
                && query.intervalsSince().isEmpty()
                && query.traitNames().isEmpty()
                && query.touches().isEmpty();
    }

    /** A lean snapshot; null where one of the identifiers is not held here, or they are not one person's and that is asked for. */
    private @Nullable IdentitySnapshot find(LoadQuery query) {
        List<KnownLink> known = known(query.tenant(), query.keys());
        IdentitySnapshot.Builder snapshot = IdentitySnapshot.builder();
        for (int i = 0; i < known.size(); i++) {
            KnownLink link = known.get(i);
            LinkState state = link.state();
            boolean fits = !state.isExpired(query.now())
                    && link.root().equals(known.get(0).root());
            if (!fits && !query.isOfLinksOnly()) {
                return null;
            }
            snapshot.link(query.keys().get(i), state).owner(link.owner(), new OwnerState(link.root(), null));
        }
        return known.isEmpty() ? null : snapshot.build();
    }

    private @Nullable KnownLink find(CacheKey place, long now) {
        CachedLink entry = links.getIfPresent(place);
        if (entry == null || now - entry.sentAt() > lifeNanos) {
            return null;
        }
        KnownLink link = entry.link();
        ProfileId root = overlay.root(place, entry);
        if (root == null || !link.isPossible()) {
            links.asMap().remove(place, entry);
            dropped.increment();
            return null;
        }
        return root.equals(link.root()) ? link : link.withRoot(root);
    }

    private IdentitySnapshot loadAndKeep(LoadQuery query) {
        long sentAt = ticker.read();
        IdentitySnapshot snapshot = super.load(query);
        for (IdentifierKey key : query.keys()) {
            LinkState state = snapshot.link(key);
            ProfileId owner = state == null ? null : state.owner();
            if (state != null && owner != null && !state.isExpired(query.now())) {
                KnownLink link = KnownLink.of(state, snapshot.rootOf(owner));
                keep(new CacheKey(query.tenant(), key), new CachedLink(link, sentAt));
            }
        }
        return snapshot;
    }

    /** The one that was sent for later stays. */
    void keep(CacheKey place, CachedLink entry) {
        links.asMap().merge(place, entry, (old, late) -> old.isSentBefore(late.sentAt()) ? late : old);
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        long from = ticker.read();
        CommitResult result;
        try {
            result = super.commit(plan);
        } catch (RuntimeException e) {
            overlay.doubt(plan, new Moment(from, ticker.read()));
            throw e;
        }
        if (result instanceof CommitResult.Committed) {
            overlay.learn(plan, new Moment(from, ticker.read()));
        } else {
            overlay.doubt(plan, new Moment(from, ticker.read()));
        }
        return result;
    }

    /** Reads the change feed now. */
    void follow() {
        follower.follow();
    }

    /**
     * What the cache has done so far.
     *
     * @return the counts of this moment
     */
    public CacheStatistics statistics() {
        return new CacheStatistics(
                hits.sum(),
                misses.sum(),
                passes.sum(),
                dropped.sum(),
                links.estimatedSize(),
                follower.failures(),
                fence.isOpen(ticker.read()));
    }

    /** Forgets everything, so that the next calls ask the store. */
    public void clear() {
        overlay.forget();
        links.invalidateAll();
    }

    /** Ends the thread that follows the change feed, within 5 seconds. From then on every call goes to the store. */
    @Override
    public void close() {
        follower.close();
    }
}
