package io.identitystitch.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.Erasing;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.IdentityChange;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What has changed since entries of the cache were read, laid over them at every read. Nothing is removed from the cache when a
 * change arrives: an entry that was read before the change may be put after it. So a change is kept longer than any entry that it
 * may concern, and concerns those that were sent for before it was learned. Thread-safe.
 */
final class Overlay {
    private static final int MOST_STEPS = 1_000;
    private static final long MOST = 500_000;

    /**
     * A profile of a tenant.
     *
     * @param tenant the tenant
     * @param id the profile
     */
    private record Place(TenantId tenant, ProfileId id) {}

    /**
     * That a root was absorbed.
     *
     * @param root by whom
     * @param learned when that was learned
     */
    private record Absorbed(ProfileId root, Moment learned) {}

    private final Cache<Place, Absorbed> absorbed;
    private final Cache<Place, Moment> broken;
    private final Cache<CacheKey, Moment> moved;
    private final Ticker ticker;
    private volatile long forgottenAt;

    /** When anything was learned last: an entry that was sent for later needs no look. */
    private volatile long learnedAt;

    Overlay(Duration life, Ticker ticker) {
        this.ticker = ticker;
        // Longer than an entry lives, which is counted from when it was sent for: whatever a change may concern is gone
        // by then.
        Duration kept = life.multipliedBy(2);
        absorbed = Caffeine.newBuilder().expireAfterWrite(kept).ticker(ticker).build();
        broken = Caffeine.newBuilder().expireAfterWrite(kept).ticker(ticker).build();
        moved = Caffeine.newBuilder().expireAfterWrite(kept).ticker(ticker).build();
        forgottenAt = ticker.read();
        learnedAt = forgottenAt;
    }

    /** The root of an entry by now; null where the entry says nothing any more. */
    @Nullable
    ProfileId root(CacheKey key, CachedLink entry) {
        return entry.isSentBefore(learnedAt)
                ? changedRoot(key, entry)
                : entry.link().root();
    }

    private @Nullable ProfileId changedRoot(CacheKey key, CachedLink entry) {
        if (entry.isSentBefore(forgottenAt)
                || concerns(moved.getIfPresent(key), entry)
                || concerns(
                        broken.getIfPresent(new Place(key.tenant(), entry.link().owner())), entry)) {
            return null;
        }
        ProfileId root = entry.link().root();
        for (int step = 0; step < MOST_STEPS; step++) {
            Place place = new Place(key.tenant(), root);
            if (concerns(broken.getIfPresent(place), entry)) {
                return null;
            }
            Absorbed by = absorbed.getIfPresent(place);
            if (by == null || !by.learned().concerns(entry)) {
                return root;
            }
            if (by.learned().isUnclear(entry)) {
                return null;
            }
            root = by.root();
        }
        return null;
    }

    private static boolean concerns(@Nullable Moment learned, CachedLink entry) {
        return learned != null && learned.concerns(entry);
    }

    /** What a read of the feed gave. */
    void learn(ChangeBatch batch, Moment moment) {
        if (batch.restarted()) {
            forget();
        }
        for (IdentityChange change : batch.changes()) {
            if (change instanceof IdentityChange.Merged merged) {
                absorb(merged.tenant(), merged.absorbed(), merged.root(), moment);
            } else if (change instanceof IdentityChange.Moved move) {
                move(move.tenant(), move.key(), moment);
            } else if (change instanceof IdentityChange.Undone undone) {
                sever(undone.tenant(), undone.root(), moment);
            } else if (change instanceof IdentityChange.Erased erased) {
                sever(erased.tenant(), erased.profile(), moment);
            }
        }
        if (!batch.changes().isEmpty()) {
            learned(moment);
        }
    }

    /** What this node has committed itself. What is new was in no answer yet. */
    void learn(ResolutionPlan plan, Moment moment) {
        TenantId tenant = plan.tenant();
        Changes changes = plan.changes();
        changes.absorbed().forEach((gone, root) -> absorb(tenant, gone, root, moment));
        // Those too whose dates only were renewed, or each call would renew them again.
        changes.links().stream()
                .filter(link -> link.before() != null)
                .forEach(link -> move(tenant, link.key(), moment));
        changes.stewardship().undone().forEach(undone -> sever(tenant, undone.root(), moment));
        changes.stewardship().erasing().stream()
                .filter(Erasing::isWhole)
                .flatMap(erasing -> erasing.owners().stream())
                .forEach(owner -> sever(tenant, owner, moment));
        learned(moment);
    }

    /** A plan that was not carried out, or of which that is not known: what it was made of may be out of date. */
    void doubt(ResolutionPlan plan, Moment moment) {
        plan.keys().keySet().forEach(key -> move(plan.tenant(), key, moment));
        plan.changes().links().forEach(link -> move(plan.tenant(), link.key(), moment));
        learned(moment);
    }

    private void absorb(TenantId tenant, ProfileId gone, ProfileId root, Moment moment) {
        Place place = new Place(tenant, gone);
        Absorbed before = absorbed.asMap().put(place, new Absorbed(root, moment));
        if (before != null && !before.root().equals(root)) {
            // It was somebody else's for a time, in which some of its profiles may have been taken from it.
            broken.put(place, moment);
        }
    }

    private void sever(TenantId tenant, ProfileId profile, Moment moment) {
        broken.put(new Place(tenant, profile), moment);
    }

    private void move(TenantId tenant, IdentifierKey key, Moment moment) {
        moved.put(new CacheKey(tenant, key), moment);
    }

    /** After the changes are there, so that whoever does not look for them has an entry that was sent for later. */
    private synchronized void learned(Moment moment) {
        if (moment.until() - learnedAt > 0) {
            learnedAt = moment.until();
        }
        if (absorbed.estimatedSize() + broken.estimatedSize() + moved.estimatedSize() > MOST) {
            forget();
        }
    }

    /** No entry that was sent for until now says anything any more. */
    synchronized void forget() {
        forgottenAt = ticker.read();
        learnedAt = forgottenAt;
        absorbed.invalidateAll();
        broken.invalidateAll();
        moved.invalidateAll();
        // Once more, for what others learned meanwhile may just have been thrown away.
        forgottenAt = ticker.read();
        learnedAt = forgottenAt;
    }
}
