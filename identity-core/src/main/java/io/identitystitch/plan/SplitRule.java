package io.identitystitch.plan;

import io.identitystitch.model.ActKind;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.SplitResult;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What it changes when a human says that some identifiers of a person are somebody else's: they get a profile of their own,
 * with the facts that came with them alone, and it is kept apart from every owner that they left. Merges stay as they are.
 */
final class SplitRule {
    private final TenantId tenant;
    private final StewardSnapshot snapshot;
    private final Supplier<UUID> ids;
    private final StewardWords words;
    private final Moving moving;

    SplitRule(
            TenantId tenant,
            IdentityPolicy policy,
            StewardSnapshot snapshot,
            Supplier<UUID> ids,
            StewardWords words,
            Instant now) {
        this.tenant = tenant;
        this.snapshot = snapshot;
        this.ids = ids;
        this.words = words;
        this.moving = new Moving(tenant, policy, snapshot, now);
    }

    StewardDecision<SplitResult> split(Collection<StoredIdentifier> identifiers) {
        SortedMap<IdentifierKey, StoredIdentifier> taken = new TreeMap<>();
        Set<ProfileId> roots = new TreeSet<>();
        Set<ProfileId> left = new TreeSet<>();
        for (StoredIdentifier stored : identifiers) {
            ProfileId holder = stored.holder();
            Component person = holder == null ? null : snapshot.of(holder);
            if (holder == null || person == null) {
                return nothing(new SplitResult.NotHeld());
            }
            taken.put(stored.key(), stored);
            roots.add(person.root());
            left.add(holder);
        }
        if (roots.size() > 1) {
            return nothing(new SplitResult.SeveralPersons(List.copyOf(roots)));
        }
        ProfileId root = roots.iterator().next();
        if (Objects.requireNonNull(snapshot.components().get(root)).state().locked()) {
            return nothing(new SplitResult.Locked(root));
        }
        ProfileId created = new ProfileId(ids.get());
        IdentifierKey first = taken.firstKey();
        for (Map.Entry<IdentifierKey, StoredIdentifier> entry : taken.entrySet()) {
            moving.move(entry.getValue(), created, entry.getKey().equals(first) ? null : first);
        }
        moving.create(created);
        left.forEach(owner -> moving.keepApart(created, owner, words));
        FactMove facts = new FactMove(new TreeSet<>(left), created, new TreeSet<>(taken.keySet()));
        List<IdentifierKey> keys = List.copyOf(taken.keySet());
        NewAct act = words.act(ids, ActKind.SPLIT, root, created, null, null, keys);
        return new StewardDecision<>(
                new SplitResult.Split(root, created, keys), moving.plan(roots, List.of(), List.of(facts), act));
    }

    private StewardDecision<SplitResult> nothing(SplitResult answer) {
        return new StewardDecision<>(answer, ResolutionPlan.nothing(tenant));
    }
}
