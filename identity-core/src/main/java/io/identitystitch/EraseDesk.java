package io.identitystitch;

import io.identitystitch.model.Digest;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.StewardDecision;
import io.identitystitch.plan.StewardWords;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.spi.IdentityStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** The way of an erasure: lock, facts in parts, the rest at once; and the way back of an identifier that it left refused. */
final class EraseDesk {
    private static final int PART = 2_000;
    private static final List<String> FACTS = List.of("touches", "traits", "evidence", "signals");

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final StewardDesk desk;
    private final boolean preview;

    EraseDesk(ResolverCore core, TenantId tenant, IdentityStore store, StewardDesk desk, boolean preview) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.desk = desk;
        this.preview = preview;
    }

    EraseResult erase(ProfileId profile, StewardWords words) {
        SortedMap<String, Long> records = store.reads().records(tenant, profile);
        Optional<Component> locked = step(
                profile,
                person -> core.stewardPlanner.lockToErase(tenant, person),
                person -> !person.state().locked());
        if (locked.isEmpty()) {
            return missing(profile);
        }
        long facts = preview
                ? 0
                : FACTS.stream()
                        .mapToLong(kind -> records.getOrDefault(kind, 0L))
                        .sum();
        if (!preview) {
            new ColdErasure(core, tenant, store).erase(profile);
        }
        for (long left = facts; left > PART; left -= PART) {
            step(profile, person -> core.stewardPlanner.eraseFacts(tenant, person, PART), any -> true);
        }
        return step(profile, person -> core.stewardPlanner.erase(tenant, person, words), any -> true)
                .<EraseResult>map(person ->
                        new EraseResult.Erased(List.copyOf(person.owners().keySet()), records))
                .orElseGet(() -> missing(profile));
    }

    boolean readmit(Identifier identifier) {
        ErasedIdentifiers erased = core.policy.erasedIdentifiers();
        IdentifierKey key = desk.key(identifier);
        if (key == null || !erased.refuses()) {
            return false;
        }
        Digest mark = erased.mark(tenant, key);
        return desk.act(() -> {
            LoadQuery query = LoadQuery.ofMarks(tenant, Map.of(key, mark), core.now());
            boolean refused = store.load(query).refused().contains(key);
            ResolutionPlan plan = refused ? core.stewardPlanner.readmit(tenant, mark) : ResolutionPlan.nothing(tenant);
            return Optional.of(new StewardDecision<>(refused, plan));
        });
    }

    private EraseResult missing(ProfileId profile) {
        return store.reads()
                .erasure(tenant, profile)
                .<EraseResult>map(EraseResult.AlreadyErased::new)
                .orElseGet(EraseResult.Unknown::new);
    }

    /** One transaction; empty where there is no such person. */
    private Optional<Component> step(
            ProfileId profile, Function<Component, ResolutionPlan> plan, Function<Component, Boolean> due) {
        return desk.act(core.stewardPlanner.aboutAll(tenant, List.of(profile)), snapshot -> {
            Component person = snapshot.of(profile);
            ResolutionPlan nothing = ResolutionPlan.nothing(tenant);
            return Optional.of(new StewardDecision<>(
                    Optional.ofNullable(person), person == null || !due.apply(person) ? nothing : plan.apply(person)));
        });
    }
}
