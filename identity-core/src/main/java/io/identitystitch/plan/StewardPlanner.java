package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.Digest;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.LockResult;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.MergeRecord;
import io.identitystitch.model.MergeResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SeparationResult;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the acts of a steward mean, as {@link Planner} does for calls: pure, and with every tie broken.
 *
 * <p>Every plan locks the roots concerned exclusively, expects their versions, and makes a new version of each that stays, so
 * that no decision that was made before the act is carried out after it.
 *
 * <p>Thread-safe.
 */
public final class StewardPlanner {
    private final Limits limits;
    private final Map<IdentifierType, Integer> counted;
    private final Set<IdentifierType> persistent;
    private final ErasedIdentifiers erased;

    /**
     * A planner.
     *
     * @param policy the rules
     */
    public StewardPlanner(IdentityPolicy policy) {
        limits = new Limits(policy);
        Map<IdentifierType, Integer> bounds = new HashMap<>();
        policy.rules().stream().filter(TypeRule::isLimited).forEach(rule -> bounds.put(rule.type(), rule.limit() + 1));
        counted = Map.copyOf(bounds);
        persistent = policy.rules().stream()
                .filter(TypeRule::isPersistent)
                .map(TypeRule::type)
                .collect(Collectors.toUnmodifiableSet());
        erased = policy.erasedIdentifiers();
    }

    /**
     * What has to be known of some persons to merge them, or to keep them apart.
     *
     * @param tenant the tenant
     * @param profiles profiles of the persons
     * @return the query
     */
    public StewardQuery about(TenantId tenant, Collection<ProfileId> profiles) {
        return query(tenant, profiles, null, null, false);
    }

    /**
     * What has to be known of some persons to explain them.
     *
     * @param tenant the tenant
     * @param profiles profiles of the persons
     * @return the query
     */
    public StewardQuery aboutAll(TenantId tenant, Collection<ProfileId> profiles) {
        return query(tenant, profiles, null, null, true);
    }

    /**
     * What has to be known to undo a merge.
     *
     * @param tenant the tenant
     * @param merge the merge
     * @return the query
     */
    public StewardQuery about(TenantId tenant, MergeId merge) {
        return query(tenant, List.of(), merge, null, true);
    }

    /**
     * What has to be known to decide a conflict.
     *
     * @param tenant the tenant
     * @param conflict the conflict
     * @return the query
     */
    public StewardQuery about(TenantId tenant, ConflictId conflict) {
        return query(tenant, List.of(), null, conflict, false);
    }

    private StewardQuery query(
            TenantId tenant,
            Collection<ProfileId> profiles,
            @Nullable MergeId merge,
            @Nullable ConflictId conflict,
            boolean whole) {
        return new StewardQuery(
                tenant,
                new TreeSet<>(profiles),
                Optional.ofNullable(merge),
                Optional.ofNullable(conflict),
                whole,
                counted,
                persistent);
    }

    /**
     * Makes two profiles one person.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the two
     * @param into one of the two, as owner
     * @param from the other one, as owner
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<MergeResult> merge(
            TenantId tenant,
            StewardSnapshot snapshot,
            ProfileId into,
            ProfileId from,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        Component one = snapshot.of(into);
        Component other = snapshot.of(from);
        if (one == null || other == null) {
            return new StewardDecision<>(new MergeResult.Unknown(), ResolutionPlan.nothing(tenant));
        }
        return new JoinRule(limits, ids, words, now).merge(tenant, snapshot, one, other, into, from);
    }

    /**
     * Takes a merge back.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the merge and its person
     * @param merge the merge
     * @param words who says so, and why
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan; empty where the snapshot does not show one moment, so that it has to be read again
     */
    public Optional<StewardDecision<UndoResult>> undo(
            TenantId tenant, StewardSnapshot snapshot, MergeId merge, StewardWords words, Supplier<UUID> ids) {
        MergeRecord record = snapshot.merge().orElse(null);
        if (record == null) {
            return Optional.of(new StewardDecision<>(new UndoResult.Unknown(merge), ResolutionPlan.nothing(tenant)));
        }
        if (!record.isLive()) {
            return Optional.of(new StewardDecision<>(
                    new UndoResult.AlreadyUndone(merge, record.undoneAt().orElseThrow()),
                    ResolutionPlan.nothing(tenant)));
        }
        Component person = snapshot.of(record.a());
        if (person == null) {
            return Optional.empty();
        }
        return Sides.of(person, record)
                .map(sides ->
                        new UndoRule(persistent, ids).undo(tenant, person, record, sides, snapshot.conflicts(), words));
    }

    /**
     * Keeps two profiles apart, for ever.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the two
     * @param a one of the two, as owner
     * @param b the other one, as owner
     * @param expected where the identifiers by which they were named must still be
     * @param words who says so, and why
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<SeparationResult> neverLink(
            TenantId tenant,
            StewardSnapshot snapshot,
            ProfileId a,
            ProfileId b,
            SortedMap<IdentifierKey, KeyExpectation> expected,
            StewardWords words,
            Supplier<UUID> ids) {
        return new SeparationRule(tenant, snapshot, expected, ids, words).neverLink(a, b);
    }

    /**
     * Takes back that two persons are kept apart, whichever of their owners that was said of.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the two
     * @param a a profile of the one
     * @param b a profile of the other
     * @param expected where the identifiers by which they were named must still be
     * @param words who says so, and why
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<SeparationResult> mayLink(
            TenantId tenant,
            StewardSnapshot snapshot,
            ProfileId a,
            ProfileId b,
            SortedMap<IdentifierKey, KeyExpectation> expected,
            StewardWords words,
            Supplier<UUID> ids) {
        return new SeparationRule(tenant, snapshot, expected, ids, words).mayLink(a, b);
    }

    /**
     * Locks a person, or unlocks it.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the person
     * @param profile a profile of the person
     * @param locked whether it is to be locked
     * @param words who says so, and why
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<LockResult> lock(
            TenantId tenant,
            StewardSnapshot snapshot,
            ProfileId profile,
            boolean locked,
            StewardWords words,
            Supplier<UUID> ids) {
        return new LockRule(tenant, snapshot, ids, words).set(profile, locked);
    }

    /**
     * Locks a person that is to be erased.
     *
     * @param tenant the tenant
     * @param person the person
     * @return the plan
     */
    public ResolutionPlan lockToErase(TenantId tenant, Component person) {
        return new EraseRule(tenant, person, erased).lock();
    }

    /**
     * Deletes a part of a person's facts.
     *
     * @param tenant the tenant
     * @param person the whole person
     * @param most how many facts at most
     * @return the plan
     */
    public ResolutionPlan eraseFacts(TenantId tenant, Component person, int most) {
        return new EraseRule(tenant, person, erased).facts(most);
    }

    /**
     * Deletes a person and whatever is left of its facts.
     *
     * @param tenant the tenant
     * @param person the whole person
     * @param words who says so, and why
     * @return the plan
     */
    public ResolutionPlan erase(TenantId tenant, Component person, StewardWords words) {
        return new EraseRule(tenant, person, erased).person(words);
    }

    /**
     * Lets an identifier begin afresh that is refused.
     *
     * @param tenant the tenant
     * @param mark the mark of the identifier
     * @return the plan
     */
    public ResolutionPlan readmit(TenantId tenant, Digest mark) {
        return new ResolutionPlan(
                tenant,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Changes.NONE.with(Stewardship.readmitting(mark)));
    }

    /**
     * Decides a refused merge, by merging or by keeping apart.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the conflict and its persons
     * @param merge whether the two are to be one person
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<ConflictResult> resolveConflict(
            TenantId tenant,
            StewardSnapshot snapshot,
            boolean merge,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        StoredConflict conflict = snapshot.conflict().orElse(null);
        if (conflict == null) {
            return new StewardDecision<>(new ConflictResult.Unknown(), ResolutionPlan.nothing(tenant));
        }
        return merge
                ? new JoinRule(limits, ids, words, now).decide(tenant, snapshot, conflict)
                : new SeparationRule(tenant, snapshot, Collections.emptySortedMap(), ids, words).decide(conflict);
    }
}
