package io.identitystitch.plan;

import io.identitystitch.model.ConflictId;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Decides what those acts of a steward mean that move identifiers, as {@link StewardPlanner} does for whole persons: pure, with
 * every root concerned locked exclusively, at its version, and every identifier expected where it was found.
 *
 * <p>Thread-safe.
 */
public final class IdentifierPlanner {
    private final IdentityPolicy policy;
    private final Set<IdentifierType> persistent;

    /**
     * A planner.
     *
     * @param policy the rules
     */
    public IdentifierPlanner(IdentityPolicy policy) {
        this.policy = policy;
        persistent = policy.rules().stream()
                .filter(TypeRule::isPersistent)
                .map(TypeRule::type)
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * What has to be known of some persons to move identifiers between them.
     *
     * @param tenant the tenant
     * @param profiles profiles of the persons
     * @param moved how many identifiers move at most
     * @return the query
     */
    public StewardQuery about(TenantId tenant, Collection<ProfileId> profiles, int moved) {
        return new StewardQuery(
                tenant, new TreeSet<>(profiles), Optional.empty(), Optional.empty(), false, counted(moved), persistent);
    }

    /**
     * What has to be known to decide a conflict by moving its identifier.
     *
     * @param tenant the tenant
     * @param conflict the conflict
     * @return the query
     */
    public StewardQuery about(TenantId tenant, ConflictId conflict) {
        return new StewardQuery(
                tenant, new TreeSet<>(), Optional.empty(), Optional.of(conflict), false, counted(1), persistent);
    }

    /** Far enough to see a limit reached, and a persistent identifier left after those that go. */
    private Map<IdentifierType, Integer> counted(int moved) {
        Map<IdentifierType, Integer> bounds = new HashMap<>();
        for (TypeRule rule : policy.rules()) {
            if (rule.isLimited()) {
                bounds.put(rule.type(), rule.limit() + 1);
            }
            if (rule.isPersistent()) {
                bounds.merge(rule.type(), moved + 1, Math::max);
            }
        }
        return bounds;
    }

    /**
     * Gives an identifier to another profile.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the two and of the holder
     * @param stored the identifier
     * @param from a profile of the person who has it
     * @param to the profile that shall own it
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<IdentifierResult> reassign(
            TenantId tenant,
            StewardSnapshot snapshot,
            StoredIdentifier stored,
            ProfileId from,
            ProfileId to,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        return new IdentifierRule(tenant, policy, snapshot, ids, words, now).reassign(stored, from, to);
    }

    /**
     * Puts an identifier in the place of another one of its type.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the holders of both
     * @param old the one that goes
     * @param replacement the one that comes
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<IdentifierResult> change(
            TenantId tenant,
            StewardSnapshot snapshot,
            StoredIdentifier old,
            StoredIdentifier replacement,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        return new IdentifierRule(tenant, policy, snapshot, ids, words, now).change(old, replacement);
    }

    /**
     * Takes an identifier away, so that nobody has it.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the holder
     * @param stored the identifier
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<IdentifierResult> unlink(
            TenantId tenant,
            StewardSnapshot snapshot,
            StoredIdentifier stored,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        return new IdentifierRule(tenant, policy, snapshot, ids, words, now).unlink(stored);
    }

    /**
     * Makes a person of some identifiers of another.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the holders
     * @param identifiers the identifiers, at least one
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<SplitResult> split(
            TenantId tenant,
            StewardSnapshot snapshot,
            Collection<StoredIdentifier> identifiers,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        return new SplitRule(tenant, policy, snapshot, ids, words, now).split(identifiers);
    }

    /**
     * Decides a refused merge by giving the refused person's identifier to the other one.
     *
     * @param tenant the tenant
     * @param snapshot what the store knows of the conflict and its persons
     * @param evidence the identifier of the conflict as it is now; null where the conflict names none
     * @param words who says so, and why
     * @param now when
     * @param ids gives new ids, each greater than the ones before
     * @return the answer and the plan
     */
    public StewardDecision<ConflictResult> resolveConflict(
            TenantId tenant,
            StewardSnapshot snapshot,
            @Nullable StoredIdentifier evidence,
            StewardWords words,
            Instant now,
            Supplier<UUID> ids) {
        StoredConflict conflict = snapshot.conflict().orElse(null);
        return conflict == null
                ? new StewardDecision<>(new ConflictResult.Unknown(), ResolutionPlan.nothing(tenant))
                : new IdentifierRule(tenant, policy, snapshot, ids, words, now).decide(conflict, evidence);
    }
}
