package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ObservedIdentifier;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.IdentityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Looks at the links alone before it asks for more, where a store says that this is much cheaper: most calls bring what is known, or
 * what nobody has. Only once for each call: a decision that comes too late is made anew from everything. Lives for one call; not
 * thread-safe.
 */
final class FirstLook {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private boolean open;

    FirstLook(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.open = store.isFasterWithLinksOnly();
    }

    /** What becomes of one observation. */
    Decision decide(Observation observation) {
        if (!mayDo(List.of(observation))) {
            return plan(observation, store.load(LoadQuery.of(List.of(observation), core.policy)));
        }
        IdentitySnapshot links = links(List.of(observation));
        Resolution known = core.known.answer(observation, links);
        if (known != null) {
            return new Decision(known, ResolutionPlan.nothing(tenant));
        }
        LoadQuery query = LoadQuery.of(List.of(observation), core.policy);
        if (!query.isAnsweredBy(links)) {
            return plan(observation, store.load(query));
        }
        boolean mayBeRefused = links.links().isEmpty() && !query.marks().isEmpty();
        return plan(
                observation, mayBeRefused ? store.load(LoadQuery.ofMarks(tenant, query.marks(), query.now())) : links);
    }

    /**
     * The answers, where nothing is to be done for any of them; otherwise none. After one batch that was not like that another one is not
     * looked at first, until one was: an import is new from its first row to its last.
     */
    List<Resolution> known(List<Observation> observations) {
        if (!core.lastBatchWasKnown || !mayDo(observations)) {
            return List.of();
        }
        IdentitySnapshot links = links(observations);
        List<Resolution> answers = new ArrayList<>(observations.size());
        for (Observation observation : observations) {
            Resolution answer = core.known.answer(observation, links);
            if (answer == null) {
                core.lastBatchWasKnown = false;
                return List.of();
            }
            answers.add(answer);
        }
        return answers;
    }

    private boolean mayDo(List<Observation> observations) {
        boolean may = open && observations.stream().allMatch(core.known::isSightingOnly);
        open = false;
        return may;
    }

    private IdentitySnapshot links(List<Observation> observations) {
        SortedSet<IdentifierKey> keys = new TreeSet<>();
        for (Observation observation : observations) {
            for (ObservedIdentifier identifier : observation.identifiers()) {
                keys.add(identifier.key());
            }
        }
        return store.load(LoadQuery.ofLinks(
                tenant, new ArrayList<>(keys), List.of(), observations.get(0).receivedAt()));
    }

    private Decision plan(Observation observation, IdentitySnapshot snapshot) {
        return core.planner.plan(observation, snapshot, core.ids);
    }
}
