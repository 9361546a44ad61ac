package io.identitystitch;

import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Observation;
import io.identitystitch.model.Outcome;
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
import io.identitystitch.plan.Sighting;
import io.identitystitch.plan.SignOutRule;
import io.identitystitch.plan.SnapshotFold;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.KnownLinks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
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
    private final FirstLook first;

    ResolutionLoop(ResolverCore core, TenantId tenant, IdentityStore store) {
        this.core = core;
        this.tenant = tenant;
        this.store = store;
        this.links = store instanceof KnownLinks known ? known : null;
        this.first = new FirstLook(core, tenant, store);
    }

    Resolution resolve(ResolveRequest request) {
        Sighting sighting = links == null || request.minted()
                ? null
                : core.observations.sighting(tenant, request, core.clock().instant());
        Resolution known = sighting == null ? null : known(sighting);
        if (known != null) {
            return known;
        }
        List<IdentifierKey> keys = sighting == null ? List.of() : sighting.keys();
        return resolve(core.observations.observe(tenant, request, core.now(), keys), request.minted());
    }

    /** The answer to a sighting at which there is nothing to do, where the store can tell that at once; null otherwise. */
    private @Nullable Resolution known(Sighting sighting) {
        if (links == null) {
            return null;
        }
        if (!core.hasListeners()) {
            return recall(links, sighting);
        }
        Course course = new Course();
        Resolution answer = recall(links, sighting);
        if (answer != null) {
            tell(List.of(answer), course);
        }
        return answer;
    }

    private @Nullable Resolution recall(KnownLinks store, Sighting sighting) {
        IdentifierKey only = sighting.only();
        if (only != null) {
            KnownLink link = store.known(tenant, only);
            return link == null ? null : core.known.answer(sighting, link);
        }
        List<KnownLink> found = store.known(tenant, sighting.keys());
        return found.isEmpty() ? null : core.known.answer(sighting, found);
    }

    /** {@code minted} where the caller says that its identifier cannot be known yet; it is not taken at its word. */
    private Resolution resolve(Observation observation, boolean minted) {
        Course course = new Course();
        Resolution resolution;
        if (isUseless(observation)) {
            resolution = decide(observation, IdentitySnapshot.EMPTY).resolution();
        } else {
            Decided<Resolution> unseen = minted ? unseen(observation) : null;
            resolution = untilDone(course, 1, unseen, () -> decided(decide(observation, course)));
        }
        tell(List.of(resolution), course);
        return resolution;
    }

    /** The links alone are looked at once: a decision that came too late is made anew from everything. */
    private Decision decide(Observation observation, Course course) {
        Decision decision = course.isFirstAttempt() ? first.decide(observation) : null;
        return decision != null ? decision : decide(observation, store.load(core.queries.write(observation)));
    }

    List<Resolution> resolveAll(List<Observation> observations) {
        List<Resolution> answers = new ArrayList<>(observations.size());
        boolean known = true;
        for (int from = 0; from < observations.size(); from += PART) {
            List<Observation> part = observations.subList(from, Math.min(from + PART, observations.size()));
            List<Resolution> answered = resolvePart(part, observations.size() - from, known);
            known = isKnown(answered);
            answers.addAll(answered);
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

    /**
     * Carries out at most {@link #PART} requests.
     *
     * @param open how many a failure leaves without an answer
     * @param known whether they are likely to bring nothing new, so that a first look at the links pays
     */
    List<Resolution> resolvePart(List<Observation> part, int open, boolean known) {
        Course course = new Course();
        List<Resolution> answers = resolvePart(part, course, open, known);
        tell(answers, course);
        return answers;
    }

    /** Whether the part that follows one with these answers is likely to bring nothing new: an import is new from end to end. */
    static boolean isKnown(List<Resolution> answers) {
        return answers.stream().allMatch(answer -> answer.outcome() == Outcome.MATCHED);
    }

    Resolution preview(Observation observation) {
        IdentitySnapshot snapshot =
                isUseless(observation) ? IdentitySnapshot.EMPTY : store.load(core.queries.write(observation));
        return decide(observation, snapshot).resolution();
    }

    Optional<ProfileId> signOut(Observation observation) {
        LoadQuery query = core.queries.write(observation).toComplete();
        SignOutRule rule = new SignOutRule(core.policy);
        for (int attempt = 1; ; attempt++) {
            Optional<ProfileId> left = store.attempt(() -> {
                        ResolutionPlan plan = rule.plan(observation, store.load(query));
                        if (plan.isEmpty()) {
                            return Optional.of(Optional.<ProfileId>empty());
                        }
                        return core.commit(store, plan)
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

    private List<Resolution> resolvePart(List<Observation> part, Course course, int open, boolean known) {
        List<Observation> useful =
                part.stream().filter(observation -> !isUseless(observation)).toList();
        if (useful.isEmpty()) {
            return part.stream()
                    .map(observation ->
                            decide(observation, IdentitySnapshot.EMPTY).resolution())
                    .toList();
        }
        boolean mayBeKnown = known && useful.size() == part.size();
        return untilDone(course, open, null, () -> {
            List<Resolution> answers = mayBeKnown && course.isFirstAttempt() ? first.known(part) : List.of();
            return answers.isEmpty()
                    ? fold(part, useful, (observation, snapshot) -> true)
                    : new Decided<>(answers, ResolutionPlan.nothing(tenant));
        });
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

    /**
     * Carries out at most {@link #PART} observations of visitors, each only if somebody known is reached by it; the others are answered as
     * unidentified. Listeners do not hear of them.
     */
    List<Resolution> resolveKnown(List<Observation> observations) {
        List<Observation> useful = observations.stream()
                .filter(observation -> !observation.identifiers().isEmpty())
                .toList();
        return untilDone(
                new Course(),
                observations.size(),
                null,
                () -> fold(observations, useful, SignalIntake::isOfSomebodyKnown));
    }

    private Decided<List<Resolution>> fold(
            List<Observation> observations,
            List<Observation> useful,
            BiPredicate<Observation, IdentitySnapshot> wanted) {
        if (useful.isEmpty()) {
            return new Decided<>(
                    Collections.nCopies(observations.size(), new Resolution.Unidentified(List.of())),
                    ResolutionPlan.nothing(tenant));
        }
        List<Resolution> answers = new ArrayList<>(observations.size());
        IdentitySnapshot snapshot = store.load(core.queries.write(useful));
        PlanBatch batch = new PlanBatch(tenant, snapshot);
        SnapshotFold fold = new SnapshotFold(snapshot, core.policy);
        for (Observation observation : observations) {
            IdentitySnapshot part = fold.part(observation);
            Decision decision = wanted.test(observation, part)
                    ? decide(observation, part)
                    : new Decision(new Resolution.Unidentified(List.of()), ResolutionPlan.nothing(tenant));
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
        return core.commit(store, plan) || renewalOnly;
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
