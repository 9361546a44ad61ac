package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.Decision;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.KnownLink;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.PlanBatch;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.plan.SignOutRule;
import io.identitystitch.plan.SnapshotFold;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.KnownLinks;
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
    private final @Nullable KnownLinks links;

    ResolutionLoop(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.links = store instanceof KnownLinks known ? known : null;
    }

    /** The answer to a request at which there is nothing to do, where the store can tell that at once; null otherwise. */
    @Nullable
    Resolution known(ResolveRequest request) {
        if (links == null) {
            return null;
        }
        if (!core.hasListeners()) {
            return recall(links, request);
        }
        Course course = new Course();
        Resolution answer = recall(links, request);
        if (answer != null) {
            tell(List.of(answer), course);
        }
        return answer;
    }

    private @Nullable Resolution recall(KnownLinks store, ResolveRequest request) {
        if (request.identifiers().size() == 1) {
            IdentifierKey key = core.known.key(tenant, request);
            KnownLink link = key == null ? null : store.known(tenant, key);
            return link == null
                    ? null
                    : core.known.answer(request, link, core.clock().instant());
        }
        List<IdentifierKey> keys = core.known.keys(tenant, request);
        List<KnownLink> found = keys.isEmpty() ? List.of() : store.known(tenant, keys);
        return found.isEmpty()
                ? null
                : core.known.answer(request, found, core.clock().instant());
    }

    /** {@code minted} where the caller says that its identifier cannot be known yet; it is not taken at its word. */
    Resolution resolve(Observation observation, boolean minted) {
        Course course = new Course();
        Resolution resolution;
        if (isUseless(observation)) {
            resolution = decide(observation, IdentitySnapshot.EMPTY).resolution();
        } else {
            Decided<Resolution> unseen = minted ? unseen(observation) : null;
            FirstLook first = new FirstLook(core, tenant, store);
            resolution = untilDone(course, 1, unseen, () -> decided(first.decide(observation)));
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

    private @Nullable Decided<Resolution> unseen(Observation observation) {
        return core.planner
                .planMinted(observation, core.ids)
                .map(ResolutionLoop::decided)
                .orElse(null);
    }

    private static Decided<Resolution> decided(Decision decision) {
        return new Decided<>(decision.resolution(), decision.plan());
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
        FirstLook first = new FirstLook(core, tenant, store);
        return untilDone(course, open, null, () -> fold(part, useful, first));
    }

    /**
     * Tries until no other writer is in the way; {@code open} is how many requests a failure leaves without an answer. What was
     * decided unseen goes first, and is no attempt: where the store knows better, nobody was in the way.
     */
    private <T> T untilDone(Course course, int open, @Nullable Decided<T> unseen, Supplier<Decided<T>> decide) {
        try {
            T done = unseen == null ? null : tryOnce(() -> unseen);
            while (done == null) {
                done = tryOnce(decide);
                if (done == null) {
                    core.backoff.pauseAfter(course.attempt());
                    course.nextAttempt();
                }
            }
            return done;
        } catch (RuntimeException e) {
            if (core.hasListeners()) {
                core.tell(new ResolutionFailure(
                        tenant, ResolutionFailure.Kind.of(e), course.elapsed(), course.attempt(), open));
            }
            throw e;
        }
    }

    private Decided<List<Resolution>> fold(List<Observation> observations, List<Observation> useful, FirstLook first) {
        List<Resolution> answers = new ArrayList<>(observations.size());
        if (useful.size() == observations.size()) {
            answers.addAll(first.known(observations));
            if (!answers.isEmpty()) {
                return new Decided<>(answers, ResolutionPlan.nothing(tenant));
            }
        }
        IdentitySnapshot snapshot = store.load(LoadQuery.of(useful, core.policy));
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
        ResolutionPlan plan = batch.plan();
        core.lastBatchWasKnown = plan.isEmpty();
        return new Decided<>(answers, plan);
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
