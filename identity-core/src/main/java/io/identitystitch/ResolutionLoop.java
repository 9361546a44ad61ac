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
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one way through the code: load what is known, decide, commit what changes; where another writer was faster, once more
 * from the load.
 */
final class ResolutionLoop {
    /** How many requests are carried out together. */
    static final int PART = 1000;

    /** The answer to a request, or the answers to a batch, and what has to be carried out for it to be true. */
    private record Decided<T>(T answer, ResolutionPlan plan) {}

    private final ResolverCore core;
    private final TenantId tenant;
    private final IdentityStore store;

    ResolutionLoop(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
    }

    Resolution resolve(Observation observation) {
        Course course = new Course();
        Resolution resolution;
        if (isUseless(observation)) {
            resolution = decide(observation, IdentitySnapshot.EMPTY).resolution();
        } else {
            LoadQuery query = LoadQuery.of(List.of(observation), core.policy);
            resolution = untilDone(course, 1, () -> {
                Decision decision = decide(observation, store.load(query));
                return new Decided<>(decision.resolution(), decision.plan());
            });
        }
        tell(List.of(resolution), course);
        return resolution;
    }

    List<Resolution> resolveAll(List<Observation> observations) {
        List<Resolution> answers = new ArrayList<>(observations.size());
        for (int from = 0; from < observations.size(); from += PART) {
            List<Observation> part = observations.subList(from, Math.min(from + PART, observations.size()));
            answers.addAll(resolvePart(part, observations.size() - from));
        }
        return answers;
    }

    /** Carries out at most {@link #PART} requests; {@code open} is how many a failure leaves without an answer. */
    List<Resolution> resolvePart(List<Observation> part, int open) {
        Course course = new Course();
        List<Resolution> answers = resolvePart(part, course, open);
        tell(answers, course);
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

    private List<Resolution> resolvePart(List<Observation> part, Course course, int open) {
        List<Observation> useful =
                part.stream().filter(observation -> !isUseless(observation)).toList();
        if (useful.isEmpty()) {
            return part.stream()
                    .map(observation ->
                            decide(observation, IdentitySnapshot.EMPTY).resolution())
                    .toList();
        }
        LoadQuery query = LoadQuery.of(useful, core.policy);
        return untilDone(course, open, () -> fold(part, query));
    }

    /** Tries until no other writer is in the way; {@code open} is how many requests a failure leaves without an answer. */
    private <T> T untilDone(Course course, int open, Supplier<Decided<T>> decide) {
        try {
            while (true) {
                T answer = tryOnce(decide);
                if (answer != null) {
                    return answer;
                }
                core.backoff.pauseAfter(course.attempt());
                course.nextAttempt();
            }
        } catch (RuntimeException e) {
            if (core.hasListeners()) {
                core.tell(new ResolutionFailure(
                        tenant, ResolutionFailure.Kind.of(e), course.elapsed(), course.attempt(), open));
            }
            throw e;
        }
    }

    private Decided<List<Resolution>> fold(List<Observation> observations, LoadQuery query) {
        List<Resolution> answers = new ArrayList<>(observations.size());
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
        return new Decided<>(answers, batch.plan());
    }

    private Decision decide(Observation observation, IdentitySnapshot snapshot) {
        return core.planner.plan(observation, snapshot, core.ids);
    }

    /** One attempt; null where another writer was faster. */
    private <T> @Nullable T tryOnce(Supplier<Decided<T>> decide) {
        List<Decided<T>> last = new ArrayList<>(1);
        try {
            return store.attempt(() -> {
                        Decided<T> decided = decide.get();
                        last.add(decided);
                        return commit(decided.plan()) ? Optional.of(decided.answer()) : Optional.<T>empty();
                    })
                    .orElse(null);
        } catch (IdentityStoreException e) {
            if (last.isEmpty() || !last.get(0).plan().changes().isRenewalOnly()) {
                throw e;
            }
            core.renewalFailed(e);
            return last.get(0).answer();
        }
    }

    private boolean commit(ResolutionPlan plan) {
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

    private void tell(List<Resolution> answers, Course course) {
        if (!core.hasListeners()) {
            return;
        }
        Duration elapsed = course.elapsed();
        for (Resolution answer : answers) {
            ResolutionEvent event = new ResolutionEvent(tenant, answer, elapsed, course.attempt(), answers.size());
            store.afterCommit(() -> core.tell(event));
        }
    }
}
