package io.identitystitch.testkit;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LinkState;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ObservationFactory;
import io.identitystitch.plan.Planner;
import io.identitystitch.plan.QueryWriter;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.SignOutRule;
import io.identitystitch.plan.StoredIdentifier;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes the steps of a history one by one and shows of each what was loaded, decided and committed. Alone in its tenant, so
 * that every commit must succeed.
 */
final class Workbench {
    /** When everything is received: after all that happens. */
    static final Instant RECEIVED = Step.BEGIN.plus(Duration.ofHours(2));

    /** One call, taken apart. */
    record Applied(
            Observation observation,
            LoadQuery query,
            IdentitySnapshot before,
            @Nullable Decision decision,
            ResolutionPlan plan,
            Map<ProfileId, Instant> createdAt) {
        Decision decided() {
            return Objects.requireNonNull(decision);
        }
    }

    final IdentityStore store;
    final TenantId tenant;
    final IdentityPolicy policy;
    final Supplier<UUID> ids = SequentialIds.create();

    private final ObservationFactory observations;
    private final Planner planner;
    private final SignOutRule signOut;
    private final Stewarding stewarding;

    Workbench(IdentityStore store, TenantId tenant, IdentityPolicy policy) {
        this.store = store;
        this.tenant = tenant;
        this.policy = policy;
        observations = new ObservationFactory(policy, IdentifierHasher.sha256());
        planner = new Planner(policy);
        signOut = new SignOutRule(policy);
        stewarding = new Stewarding(store, tenant, policy, ids);
    }

    void run(History history) {
        history.steps().forEach(this::apply);
    }

    /** Takes a step and commits what it changes. */
    Applied apply(Step step) {
        Applied applied = plan(step);
        return applied.plan().isEmpty() ? applied : commit(applied);
    }

    /** What a step would change, from all that can be known. */
    Applied plan(Step step) {
        if (step instanceof Step.Seen seen) {
            Observation observation = observe(seen.request());
            LoadQuery query = new QueryWriter(policy).write(observation).toComplete();
            IdentitySnapshot before = store.load(query);
            Decision decision = decide(observation, before, ids);
            return new Applied(observation, query, before, decision, decision.plan(), Map.of());
        }
        Observation observation = observe(request(step));
        LoadQuery query = new QueryWriter(policy).write(observation).toComplete();
        IdentitySnapshot before = store.load(query);
        ResolutionPlan plan = plan(step, observation, before);
        return new Applied(observation, query, before, null, plan, Map.of());
    }

    private ResolutionPlan plan(Step step, Observation observation, IdentitySnapshot before) {
        if (step instanceof Step.KeptApart) {
            return Separation.plan(observation, before);
        }
        if (step instanceof Step.Joined) {
            return stewarding.join(observation, before);
        }
        if (step instanceof Step.Reassigned moved) {
            LinkState target = before.link(key(moved.to()));
            return stewarding.reassign(stored(moved.identifier(), before), target == null ? null : target.owner());
        }
        if (step instanceof Step.Split split) {
            return stewarding.split(split.identifiers().stream()
                    .map(identifier -> stored(identifier, before))
                    .toList());
        }
        return step instanceof Step.Undone undone
                ? stewarding.undo(undone.number())
                : signOut.plan(observation, before);
    }

    private StoredIdentifier stored(Identifier identifier, IdentitySnapshot snapshot) {
        IdentifierKey key = key(identifier);
        LinkState link = snapshot.link(key);
        ProfileId owner = link == null ? null : link.owner();
        return new StoredIdentifier(key, identifier, link, owner == null ? null : snapshot.rootOf(owner), RECEIVED);
    }

    /** What stewards can do here. */
    Stewarding stewarding() {
        return stewarding;
    }

    Observation observe(ResolveRequest request) {
        return observations.observe(tenant, request, RECEIVED);
    }

    Decision decide(Observation observation, IdentitySnapshot snapshot, Supplier<UUID> source) {
        return planner.plan(observation, snapshot, source);
    }

    /** The lookup key of an identifier that is usable. */
    IdentifierKey key(Identifier identifier) {
        Observation observation = observations.observe(tenant, identifier, RECEIVED);
        return (observation.identifiers().isEmpty() ? observation.evidence() : observation.identifiers())
                .get(0)
                .key();
    }

    /** Everything about some identifiers. */
    IdentitySnapshot load(List<Identifier> identifiers) {
        List<IdentifierKey> keys = identifiers.stream().map(this::key).sorted().toList();
        Map<IdentifierType, Integer> counted = new HashMap<>();
        policy.rules().forEach(rule -> counted.put(rule.type(), 10_000));
        return store.load(new LoadQuery(
                tenant,
                keys,
                List.of(),
                counted,
                true,
                RECEIVED,
                Optional.of(Instant.EPOCH),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of()));
    }

    /** Who has an identifier now: its root; null for nobody. */
    @Nullable
    ProfileId person(Identifier identifier) {
        IdentitySnapshot snapshot = load(List.of(identifier));
        LinkState link = snapshot.link(key(identifier));
        ProfileId owner = link == null ? null : link.owner();
        return owner == null ? null : snapshot.rootOf(owner);
    }

    private Applied commit(Applied applied) {
        CommitResult result = store.commit(applied.plan());
        if (result instanceof CommitResult.Committed committed) {
            stewarding.note(applied.plan());
            return new Applied(
                    applied.observation(),
                    applied.query(),
                    applied.before(),
                    applied.decision(),
                    applied.plan(),
                    committed.createdAt());
        }
        throw new AssertionError("a conflict although nobody else writes");
    }

    private static ResolveRequest request(Step step) {
        ResolveRequest.Builder builder = ResolveRequest.builder().observedAt(step.at());
        if (step instanceof Step.SignedOut out) {
            builder.identifier(out.device().type(), out.device().value());
        } else if (step instanceof Step.KeptApart apart) {
            builder.identifier(apart.one().type(), apart.one().value());
            builder.identifier(apart.other().type(), apart.other().value());
        } else if (step instanceof Step.Joined joined) {
            builder.identifier(joined.one().type(), joined.one().value());
            builder.identifier(joined.other().type(), joined.other().value());
        } else if (step instanceof Step.Reassigned moved) {
            builder.identifier(moved.identifier().type(), moved.identifier().value());
            builder.identifier(moved.to().type(), moved.to().value());
        } else if (step instanceof Step.Split split) {
            split.identifiers().forEach(identifier -> builder.identifier(identifier.type(), identifier.value()));
        }
        return builder.build();
    }
}
