package io.identitystitch.plan;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The changes that an observation requires, and what must still be true for them to be right. A plan without root
 * expectations is right whatever happens meanwhile: its inserts are decided by the unique key alone.
 *
 * <p>Immutable and thread-safe.
 *
 * @param tenant the tenant
 * @param roots what is expected of roots, in the order in which they are locked
 * @param keys what is expected of identifiers, checked after the locks are held
 * @param changes what to change
 */
public record ResolutionPlan(
        TenantId tenant,
        SortedMap<ProfileId, RootExpectation> roots,
        SortedMap<IdentifierKey, KeyExpectation> keys,
        Changes changes) {
    /**
     * Copies the maps.
     *
     * @param tenant the tenant
     * @param roots what is expected of roots, in the order in which they are locked
     * @param keys what is expected of identifiers, checked after the locks are held
     * @param changes what to change
     */
    public ResolutionPlan {
        roots = Collections.unmodifiableSortedMap(new TreeMap<>(roots));
        keys = Collections.unmodifiableSortedMap(new TreeMap<>(keys));
    }

    /**
     * A plan that changes nothing.
     *
     * @param tenant the tenant
     * @return the empty plan
     */
    public static ResolutionPlan nothing(TenantId tenant) {
        return new ResolutionPlan(tenant, Collections.emptySortedMap(), Collections.emptySortedMap(), Changes.NONE);
    }

    /**
     * This plan, with tasks to search in cold storage for whomever it may identify.
     *
     * @param now the resolver's clock
     * @return the plan with the tasks; the same where it identifies nobody
     */
    public ResolutionPlan searching(Instant now) {
        return SearchRule.apply(this, now);
    }

    /**
     * Whether there is nothing to commit.
     *
     * @return whether nothing changes
     */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /**
     * Whether anonymous profiles are created, with identifiers that make nobody known and with facts, and nothing else happens:
     * no stored profile is named or counted on, and no identifier moves. Such a plan is right whatever happens to others
     * meanwhile, alone or together with further ones of other identifiers.
     *
     * @return whether nothing but new anonymous profiles is touched
     */
    public boolean isAnonymousCreation() {
        return roots.isEmpty()
                && keys.values().stream().noneMatch(KeyExpectation::linked)
                && changes.isAnonymousCreation();
    }
}
