package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.Sighting;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the links alone before it asks for more, where a store says that this is much cheaper: most calls bring what is known, or
 * what nobody has. Thread-safe where the store is.
 */
final class FirstLook {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final boolean pays;

    FirstLook(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.pays = store.isFasterWithLinksOnly();
    }

    /** What becomes of one observation, where the links or their absence are enough to tell; null otherwise. */
    @Nullable
    Decision decide(Observation observation) {
        Sighting sighting = pays ? Sighting.of(observation, core.policy) : null;
        if (sighting == null) {
            return null;
        }
        IdentitySnapshot links = links(sighting.keys(), observation.receivedAt());
        Resolution known = core.known.answer(sighting, links);
        if (known != null) {
            return new Decision(known, ResolutionPlan.nothing(tenant));
        }
        LoadQuery query = core.queries.write(observation);
        if (!query.isAnsweredBy(links)) {
            return null;
        }
        boolean mayBeRefused = links.links().isEmpty() && !query.marks().isEmpty();
        IdentitySnapshot snapshot =
                mayBeRefused ? store.load(LoadQuery.ofMarks(tenant, query.marks(), query.now())) : links;
        return core.planner.plan(observation, snapshot, core.ids);
    }

    /** The answers, where nothing is to be done for any of the observations; otherwise none. */
    List<Resolution> known(List<Observation> observations) {
        if (!pays) {
            return List.of();
        }
        List<Sighting> sightings = new ArrayList<>(observations.size());
        SortedSet<IdentifierKey> keys = new TreeSet<>();
        for (Observation observation : observations) {
            Sighting sighting = Sighting.of(observation, core.policy);
            if (sighting == null) {
                return List.of();
            }
            sightings.add(sighting);
            keys.addAll(sighting.keys());
        }
        IdentitySnapshot links =
                links(new ArrayList<>(keys), observations.get(0).receivedAt());
        List<Resolution> answers = new ArrayList<>(sightings.size());
        for (Sighting sighting : sightings) {
            Resolution answer = core.known.answer(sighting, links);
            if (answer == null) {
                return List.of();
            }
            answers.add(answer);
        }
        return answers;
    }

    private IdentitySnapshot links(List<IdentifierKey> keys, Instant now) {
        return store.load(LoadQuery.ofLinks(tenant, keys, List.of(), now));
    }
}
