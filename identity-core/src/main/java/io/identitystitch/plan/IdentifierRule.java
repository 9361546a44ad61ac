package io.identitystitch.plan;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.ConflictReason;
import io.identitystitch.model.ConflictResult;
import io.identitystitch.model.ConflictStatus;
import io.identitystitch.model.IdentifierResult;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What it changes when a human gives an identifier to another profile, puts one in the place of another, or takes one away.
 * Facts recorded before stay where they are. Limits are obeyed, and nobody takes anything from or gives it to a locked person.
 */
final class IdentifierRule {
    private final TenantId tenant;
    private final IdentityPolicy policy;
    private final StewardSnapshot snapshot;
    private final Supplier<UUID> ids;
    private final StewardWords words;
    private final Moving moving;

    IdentifierRule(
            TenantId tenant,
            IdentityPolicy policy,
            StewardSnapshot snapshot,
            Supplier<UUID> ids,
            StewardWords words,
            Instant now) {
        this.tenant = tenant;
        this.policy = policy;
        this.snapshot = snapshot;
        this.ids = ids;
        this.words = words;
        this.moving = new Moving(tenant, policy, snapshot, now);
    }

    StewardDecision<IdentifierResult> reassign(StoredIdentifier stored, ProfileId from, ProfileId to) {
        Component one = snapshot.of(from);
        Component other = snapshot.of(to);
        if (one == null || other == null) {
            return nothing(new IdentifierResult.Unknown());
        }
        ProfileId holder = stored.holder();
        if (holder == null) {
            return nothing(new IdentifierResult.NotHeld());
        }
        Component held = snapshot.of(holder);
        if (held == null || held.root().equals(other.root())) {
            boolean within = one.root().equals(other.root());
            if (!within || to.equals(holder)) {
                return nothing(new IdentifierResult.Unchanged());
            }
        } else if (!held.root().equals(one.root())) {
            return nothing(new IdentifierResult.HeldByOther(held.root()));
        }
        return hindrance(stored, List.of(one, other), other, one)
                .orElseGet(() -> new StewardDecision<>(
                        new IdentifierResult.Moved(stored.key(), holder, to),
                        reassign(stored, holder, to, ActKind.REASSIGNED, null)));
    }

    StewardDecision<ConflictResult> decide(StoredConflict conflict, @Nullable StoredIdentifier evidence) {
        ProfileId to = conflict.record().returned();
        Component one = Objects.requireNonNull(snapshot.of(conflict.record().refused()));
        Component other = Objects.requireNonNull(snapshot.of(to));
        if (one.root().equals(other.root())) {
            return nothing(new ConflictResult.UndoOrSplitFirst(one.root()));
        }
        ProfileId holder = evidence == null ? null : evidence.holder();
        Component held = holder == null ? null : snapshot.of(holder);
        if (evidence == null || holder == null || held == null || !held.root().equals(one.root())) {
            boolean decided = conflict.record().status() != ConflictStatus.OPEN;
            return nothing(
                    decided
                            ? new ConflictResult.AlreadyDecided(
                                    conflict.record().status())
                            : new ConflictResult.NothingToMove());
        }
        Optional<StewardDecision<IdentifierResult>> hindrance = hindrance(evidence, List.of(one, other), other, one);
        if (hindrance.isPresent()) {
            return nothing(
                    hindrance.get().answer() instanceof IdentifierResult.Refused no
                            ? new ConflictResult.Refused(no.reason(), no.type())
                            : new ConflictResult.Locked(
                                    ((IdentifierResult.Locked) hindrance.get().answer()).root()));
        }
        return new StewardDecision<>(
                new ConflictResult.IdentifierMoved(evidence.key(), holder, to),
                reassign(evidence, holder, to, ActKind.CONFLICT_IDENTIFIER_MOVED, conflict));
    }

    StewardDecision<IdentifierResult> unlink(StoredIdentifier stored) {
        ProfileId holder = stored.holder();
        Component person = holder == null ? null : snapshot.of(holder);
        if (holder == null || person == null) {
            return nothing(new IdentifierResult.NotHeld());
        }
        if (person.state().locked()) {
            return nothing(new IdentifierResult.Locked(person.root()));
        }
        moving.move(stored, null, null);
        NewAct act = words.act(ids, ActKind.UNLINKED, holder, holder, null, null, List.of(stored.key()));
        ResolutionPlan plan = moving.plan(Set.of(person.root()), List.of(), List.of(), act);
        return new StewardDecision<>(
                new IdentifierResult.Unlinked(stored.key(), holder, moving.isKnownAfterwards(person)), plan);
    }

    /** Both are of one type, so that no limit can be reached by it. */
    StewardDecision<IdentifierResult> change(StoredIdentifier old, StoredIdentifier now) {
        ProfileId newHolder = now.holder();
        ProfileId holder = old.holder();
        Component person = holder == null ? null : snapshot.of(holder);
        if (holder == null || person == null) {
            return nothing(new IdentifierResult.NotHeld());
        }
        if (old.key().equals(now.key())) {
            return nothing(new IdentifierResult.Unchanged());
        }
        if (person.state().locked()) {
            return nothing(new IdentifierResult.Locked(person.root()));
        }
        Component taker = newHolder == null ? null : snapshot.of(newHolder);
        if (taker != null && !taker.root().equals(person.root())) {
            return nothing(new IdentifierResult.HeldByOther(taker.root()));
        }
        Set<ProfileId> concerned = new TreeSet<>(Set.of(person.root()));
        moving.move(old, null, null);
        if (taker == null) {
            moving.move(now, holder, null);
            formerOf(now).ifPresent(former -> concerned.add(former.root()));
        }
        NewAct act =
                words.act(ids, ActKind.IDENTIFIER_CHANGED, holder, holder, null, null, List.of(old.key(), now.key()));
        return new StewardDecision<>(
                new IdentifierResult.Changed(old.key(), now.key(), newHolder == null ? holder : newHolder),
                moving.plan(concerned, List.of(), List.of(), act));
    }

    /** Who had it until its time was over. */
    private Optional<Component> formerOf(StoredIdentifier stored) {
        LinkState state = stored.state();
        return state == null || state.owner() == null
                ? Optional.empty()
                : Optional.ofNullable(snapshot.of(state.owner()));
    }

    private Optional<StewardDecision<IdentifierResult>> hindrance(
            StoredIdentifier stored, List<Component> persons, Component to, Component from) {
        for (Component person : persons) {
            if (person.state().locked()) {
                return Optional.of(nothing(new IdentifierResult.Locked(person.root())));
            }
        }
        TypeRule rule = policy.rule(stored.key().type());
        boolean full =
                !from.root().equals(to.root()) && rule.isLimited() && to.state().count(rule.type()) >= rule.limit();
        ConflictReason reason = rule.isExclusive() ? ConflictReason.EXCLUSIVE : ConflictReason.LIMIT;
        return full ? Optional.of(nothing(new IdentifierResult.Refused(reason, rule.type()))) : Optional.empty();
    }

    private ResolutionPlan reassign(
            StoredIdentifier stored, ProfileId holder, ProfileId to, ActKind kind, @Nullable StoredConflict conflict) {
        Component one = Objects.requireNonNull(snapshot.of(holder));
        Component other = Objects.requireNonNull(snapshot.of(to));
        boolean two = !one.root().equals(other.root());
        moving.move(stored, to, null);
        List<ConflictChange> decided = new ArrayList<>();
        if (two) {
            moving.keepApart(holder, to, words);
            snapshot.conflicts().stream()
                    .filter(each -> each.isBetween(one.root(), other.root()))
                    .filter(each -> each.record().status() != ConflictStatus.KEPT_APART)
                    .forEach(each -> decided.add(new ConflictChange(
                            each.record().id(),
                            each.owners(),
                            each.record().status(),
                            ConflictStatus.KEPT_APART,
                            null)));
        }
        NewAct act = words.act(ids, kind, holder, to, null, conflict, List.of(stored.key()));
        return moving.plan(new TreeSet<>(List.of(one.root(), other.root())), decided, List.of(), act);
    }

    private <T> StewardDecision<T> nothing(T answer) {
        return new StewardDecision<>(answer, ResolutionPlan.nothing(tenant));
    }
}
