package io.identitystitch;

import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.PlanBatch;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.SignOutRule;
import io.identitystitch.plan.SnapshotFold;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way through the code: load what is known, decide, commit what changes; where another writer was faster, once more
 * from the load.
 */
final class ResolutionLoop {
    private static final int BATCH = 1000;

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    ResolutionLoop(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
    }

    Resolution resolve(Observation observation) {
        long start = System.nanoTime();
        if (isUseless(observation)) {
            Resolution nobody = decide(observation, IdentitySnapshot.EMPTY).resolution();
            tell(nobody, start, 1);
            return nobody;
        }
        LoadQuery query = LoadQuery.of(List.of(observation), core.policy);
        for (int attempt = 1; ; attempt++) {
            Resolution resolution = tryOnce(() -> decide(observation, store.load(query)));
            if (resolution != null) {
                tell(resolution, start, attempt);
                return resolution;
            }
            core.backoff.pauseAfter(attempt);
        }
    }

    List<Resolution> resolveAll(List<Observation> observations) {
        List<Resolution> answers = new ArrayList<>(observations.size());
        for (int from = 0; from < observations.size(); from += BATCH) {
            answers.addAll(resolvePart(observations.subList(from, Math.min(from + BATCH, observations.size()))));
        }
        return answers;
    }

    Resolution preview(Observation observation) {
        IdentitySnapshot snapshot = isUseless(observation)
                ? IdentitySnapshot.EMPTY
                : store.load(LoadQuery.of(List.of(observation), core.policy));
        return decide(observation, snapshot).resolution();
    }

    Optional<ProfileId> signOut(Observation observation) {
        LoadQuery query = LoadQuery.of(List.of(observation), core.policy).toComplete();
        SignOutRule rule = new SignOutRule(core.policy);
        for (int attempt = 1; ; attempt++) {
            Optional<ProfileId> left = store.attempt(() -> {
                ResolutionPlan plan = rule.plan(observation, store.load(query));
                if (plan.isEmpty()) {
                    return Optional.of(Optional.<ProfileId>empty());
                }
                return store.commit(plan) instanceof CommitResult.Committed
                        ? Optional.of(Optional.of(plan.roots().firstKey()))
                        : Optional.<Optional<ProfileId>>empty();
            })
                    .orElse(null);
            if (left != null) {
                return left;
            }
            core.backoff.pauseAfter(attempt);
        }
    }

    private List<Resolution> resolvePart(List<Observation> observations) {
        long start = System.nanoTime();
        List<Observation> useful =
                observations.stream().filter(observation -> !isUseless(observation)).toList();
        if (useful.isEmpty()) {
            return observations.stream()
                    .map(observation -> decide(observation, IdentitySnapshot.EMPTY).resolution())
                    .toList();
        }
        LoadQuery query = LoadQuery.of(useful, core.policy);
        for (int attempt = 1; ; attempt++) {
            List<Resolution> answers = new ArrayList<>(observations.size());
            CommitResult result = store.attempt(() -> {
                ResolutionPlan plan = fold(observations, query, answers);
                return plan.isEmpty() ? new CommitResult.Committed(Map.of()) : store.commit(plan);
            });
            if (result instanceof CommitResult.Committed) {
                for (Resolution answer : answers) {
                    tell(answer, start, attempt);
                }
                return answers;
            }
            core.backoff.pauseAfter(attempt);
        }
    }

    private ResolutionPlan fold(List<Observation> observations, LoadQuery query, List<Resolution> answers) {
        IdentitySnapshot snapshot = store.load(query);
        PlanBatch batch = new PlanBatch(tenant, snapshot);
        SnapshotFold fold = new SnapshotFold(snapshot, core.policy);
        for (Observation observation : observations) {
            IdentitySnapshot part = fold.part(observation);
            Decision decision = decide(observation, part);
            answers.add(decision.resolution());
            if (!decision.plan().isEmpty()) {
                batch.add(decision.plan());
                fold.apply(observation, part, decision.plan());
            }
        }
        return batch.plan();
    }

    private Decision decide(Observation observation, IdentitySnapshot snapshot) {
        return core.planner.plan(observation, snapshot, core.ids);
    }

    /** One attempt; null where another writer was faster. */
    private @Nullable Resolution tryOnce(Supplier<Decision> decide) {
        Decision[] decided = new Decision[1];
        try {
            return store.attempt(() -> {
                Decision decision = decide.get();
                decided[0] = decision;
                return commit(decision) ? Optional.of(decision.resolution()) : Optional.<Resolution>empty();
            })
                    .orElse(null);
        } catch (IdentityStoreException e) {
            Decision decision = decided[0];
            if (decision == null || !decision.plan().changes().isRenewalOnly()) {
                throw e;
            }
            core.renewalFailed(e);
            return decision.resolution();
        }
    }

    private boolean commit(Decision decision) {
        ResolutionPlan plan = decision.plan();
        if (plan.isEmpty()) {
            return true;
        }
        boolean renewalOnly = plan.changes().isRenewalOnly();
        if (renewalOnly && core.lastSeenUpdates == LastSeenUpdates.IN_BACKGROUND) {
            core.background.tryExecute(() -> renew(plan));
            return true;
        }
        return store.commit(plan) instanceof CommitResult.Committed || renewalOnly;
    }

    private void renew(ResolutionPlan plan) {
        try {
            store.commit(plan);
        } catch (RuntimeException e) {
            core.renewalFailed(e);
        }
    }

    private boolean isUseless(Observation observation) {
        return observation.identifiers().isEmpty()
                && (observation.evidence().isEmpty() || !core.policy.evidenceRecognizes());
    }

    private void tell(Resolution resolution, long start, int attempts) {
        if (core.hasListeners()) {
            ResolutionEvent event = new ResolutionEvent(
                    tenant, resolution, Duration.ofNanos(System.nanoTime() - start), attempts);
            store.afterCommit(() -> core.tell(event));
        }
    }
}
