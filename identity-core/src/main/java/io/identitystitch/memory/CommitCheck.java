package io.identitystitch.memory;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.plan.Changes;
import io.identitystitch.plan.KeyExpectation;
import io.identitystitch.plan.LinkChange;
import io.identitystitch.plan.NewTrait;
import io.identitystitch.plan.ProfilePair;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.RootExpectation;
import io.identitystitch.spi.IdentityStoreException;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Whether everything that a plan relies on is still true, so that it can be carried out as a whole. */
final class CommitCheck {
    private final Tenant tenant;
    private final ResolutionPlan plan;
    private final Changes changes;

    CommitCheck(Tenant tenant, ResolutionPlan plan) {
        this.tenant = tenant;
        this.plan = plan;
        this.changes = plan.changes();
    }

    boolean holds() {
        return named().stream().noneMatch(tenant.erased::containsKey)
                && plan.roots().entrySet().stream().allMatch(entry -> holds(entry.getKey(), entry.getValue()))
                && plan.keys().entrySet().stream().allMatch(entry -> holds(entry.getKey(), entry.getValue()))
                && changes.profiles().stream().noneMatch(profile -> tenant.profiles.containsKey(profile.id()))
                && changes.links().stream().allMatch(this::holds)
                && changes.absorbed().entrySet().stream()
                        .allMatch(entry -> isRootAfterwards(entry.getValue()) && canBeAbsorbed(entry.getKey()))
                && changes.edges().stream().noneMatch(edge -> tenant.edges.containsKey(edge.id()))
                && changes.conflicts().stream()
                        .noneMatch(conflict ->
                                tenant.conflicts.containsKey(ProfilePair.of(conflict.returned(), conflict.refused())))
                && changes.traits().stream().allMatch(this::holds)
                && new StewardCheck(tenant).holds(changes);
    }

    /** Refuses a plan that no planner makes, before anything of it is written. */
    void requireProfiles() {
        if (!named().stream().allMatch(id -> tenant.profiles.containsKey(id) || isCreated(id))) {
            throw new IdentityStoreException(
                    IdentityStoreException.Kind.BROKEN, "the plan names a profile that does not exist", null);
        }
    }

    private Set<ProfileId> named() {
        Set<ProfileId> named = new HashSet<>(changes.roots().keySet());
        changes.links().stream()
                .map(link -> link.after().owner())
                .filter(Objects::nonNull)
                .forEach(named::add);
        changes.closed().forEach(interval -> named.add(interval.owner()));
        changes.edges().forEach(edge -> named.addAll(List.of(edge.a(), edge.b())));
        changes.conflicts().forEach(conflict -> named.addAll(List.of(conflict.returned(), conflict.refused())));
        changes.neverLinks()
                .forEach(pair ->
                        named.addAll(List.of(pair.owners().low(), pair.owners().high())));
        changes.touches().forEach(touch -> named.add(touch.owner()));
        changes.traits().forEach(trait -> named.add(trait.owner()));
        changes.evidence().forEach(change -> named.add(change.after().owner()));
        return named;
    }

    private boolean holds(ProfileId id, RootExpectation expectation) {
        ProfileRow row = tenant.profiles.get(id);
        return row != null
                && row.isRoot()
                && (expectation.version() == RootExpectation.ANY_VERSION || expectation.version() == row.version);
    }

    private boolean holds(IdentifierKey key, KeyExpectation expectation) {
        LinkRow row = tenant.links.get(key);
        if (row == null || !expectation.linked()) {
            return row == null && !expectation.linked();
        }
        ProfileId owner = row.state().owner();
        return Objects.equals(owner, expectation.owner())
                && Objects.equals(row.state().settledAt(), expectation.settledAt())
                && (owner == null || tenant.profile(owner).root.equals(expectation.root()));
    }

    private boolean holds(LinkChange change) {
        LinkRow row = tenant.links.get(change.key());
        if (change.before() == null || row == null) {
            return change.before() == null && row == null;
        }
        return Objects.equals(row.state().owner(), change.before().owner());
    }

    private boolean holds(NewTrait trait) {
        ProfileRow owner = tenant.profiles.get(trait.owner());
        NewTrait stored = owner == null ? null : owner.traits().get(trait.ref());
        return Objects.equals(stored == null ? null : stored.trait(), trait.replaces());
    }

    private boolean canBeAbsorbed(ProfileId id) {
        ProfileRow row = tenant.profiles.get(id);
        return row == null ? isCreated(id) : row.isRoot();
    }

    private boolean isRootAfterwards(ProfileId id) {
        return canBeAbsorbed(id) && !changes.absorbed().containsKey(id);
    }

    private boolean isCreated(ProfileId id) {
        return changes.profiles().stream().anyMatch(profile -> profile.id().equals(id));
    }
}
