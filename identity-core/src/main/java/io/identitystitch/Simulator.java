package io.identitystitch;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Simulation;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Component;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.StewardSnapshot;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Answers requests on a store of its own that nobody else sees, in a time of its own: that of the requests. Not thread-safe;
 * lives for one simulation.
 */
final class Simulator {
    /** What is dated beyond these is received at them, so that dates can be reckoned with. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store = InMemoryIdentityStore.create(this::now);
    private Instant now = EARLIEST;

    Simulator(ResolverCore core, TenantId tenant) {
        this.core = core;
        this.tenant = tenant;
    }

    private Instant now() {
        return now;
    }

    Simulation run(List<ResolveRequest> requests) {
        List<Resolution> resolutions = new ArrayList<>(requests.size());
        Set<ProfileId> profiles = new LinkedHashSet<>();
        for (ResolveRequest request : requests) {
            pass(request.observedAt());
            Resolution resolution = resolve(core.observations.observe(tenant, request, now));
            resolutions.add(resolution);
            if (resolution instanceof Resolution.Resolved answer) {
                // A call creates at most one profile, and that one owns what the call brought.
                profiles.add(answer.ownerId());
            }
        }
        return new Simulation(resolutions, persons(profiles));
    }

    private void pass(Instant moment) {
        if (moment.isAfter(now)) {
            now = moment.isBefore(LATEST) ? moment.truncatedTo(ChronoUnit.MICROS) : LATEST;
        }
    }

    private Resolution resolve(Observation observation) {
        Decision decision = core.planner.plan(observation, store.load(core.queries.write(observation)), core.ids);
        if (!decision.plan().isEmpty() && !(store.commit(decision.plan()) instanceof CommitResult.Committed)) {
            throw new IllegalStateException("a simulation met a writer beside it");
        }
        return decision.resolution();
    }

    private List<Simulation.Person> persons(Set<ProfileId> profiles) {
        StewardSnapshot snapshot = store.reads().persons(core.stewardPlanner.aboutAll(tenant, profiles));
        Map<ProfileId, List<ProfileId>> byRoot = new LinkedHashMap<>();
        for (ProfileId profile : profiles) {
            Component person = Objects.requireNonNull(snapshot.of(profile));
            byRoot.computeIfAbsent(person.root(), root -> new ArrayList<>()).add(profile);
        }
        Explainer explainer = new Explainer(snapshot);
        List<Simulation.Person> persons = new ArrayList<>(byRoot.size());
        byRoot.forEach((root, owners) -> persons.add(new Simulation.Person(root, owners, explainer.explain(root))));
        return persons;
    }
}
