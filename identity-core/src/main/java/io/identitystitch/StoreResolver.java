package io.identitystitch;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The resolver on a store. */
final class StoreResolver implements IdentityResolver {
    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;
    private final boolean owner;
    private final ResolutionLoop loop;

    StoreResolver(ResolverCore core, TenantId tenant, IdentityStore store, boolean owner) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.owner = owner;
        this.loop = new ResolutionLoop(core, tenant, store);
    }

    @Override
    public Resolution resolve(ResolveRequest request) {
        core.requireOpen();
        return loop.resolve(request);
    }

    @Override
    public List<Resolution> resolveAll(Collection<ResolveRequest> requests) {
        core.requireOpen();
        List<Observation> observations = new ArrayList<>(requests.size());
        for (ResolveRequest request : requests) {
            observations.add(core.observations.observe(tenant, request, core.now()));
        }
        return loop.resolveAll(observations);
    }

    @Override
    public ImportSummary resolveAll(Iterator<? extends ResolveRequest> requests, ImportListener listener) {
        core.requireOpen();
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(listener, "listener");
        return new ImportRun(core, tenant, loop, requests, listener).run();
    }

    @Override
    public Resolution preview(ResolveRequest request) {
        core.requireOpen();
        return loop.preview(core.observations.observe(tenant, request, core.now()));
    }

    @Override
    public Optional<Match> find(Identifier identifier) {
        core.requireOpen();
        Instant now = core.now();
        Observation observation = core.observations.observe(tenant, identifier, now);
        if (observation.identifiers().isEmpty() && observation.evidence().isEmpty()) {
            return Optional.empty();
        }
        return new Finder(core.policy).find(observation, store);
    }

    @Override
    public Optional<Profile> profile(ProfileId id) {
        core.requireOpen();
        Objects.requireNonNull(id, "id");
        return store.reads()
                .profile(tenant, id, core.policy.firstTouch())
                .map(stored -> new ProfileFold(core.policy).fold(id, stored, core.now()))
                .or(() -> store.reads().erasure(tenant, id).map(ProfileFold::erased));
    }

    @Override
    public Optional<ProfileId> signedOut(@Nullable String anonymousId) {
        return signedOut(anonymousId, core.now());
    }

    @Override
    public Optional<ProfileId> signedOut(@Nullable String anonymousId, Instant at) {
        core.requireOpen();
        ResolveRequest request = ResolveRequest.builder()
                .identifier(IdentifierType.ANONYMOUS_ID, anonymousId)
                .observedAt(at)
                .build();
        Observation observation = core.observations.observe(tenant, request, core.now());
        return observation.identifiers().isEmpty() ? Optional.empty() : loop.signOut(observation);
    }

    @Override
    public Signals signals() {
        core.requireOpen();
        return new StoreSignals(core, tenant, store, loop);
    }

    @Override
    public Steward steward() {
        return new StoreSteward(core, tenant, store);
    }

    @Override
    public IdentityGraph graph() {
        return new IdentityGraph(core, tenant, store);
    }

    @Override
    public TenantId tenant() {
        return tenant;
    }

    @Override
    public IdentityResolver forTenant(TenantId tenant) {
        return new StoreResolver(core, Objects.requireNonNull(tenant, "tenant"), store, false);
    }

    @Override
    public IdentityResolver using(IdentityStore store) {
        return new StoreResolver(core, tenant, Objects.requireNonNull(store, "store"), false);
    }

    @Override
    public void close() {
        if (owner) {
            core.close();
        }
    }

    /** The tenant. */
    @Override
    public String toString() {
        return "IdentityResolver[" + tenant + "]";
    }
}
