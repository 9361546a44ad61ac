package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.model.Observation;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.ObservationFactory;
import io.identitystitch.plan.Planner;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import io.identitystitch.testkit.SequentialIds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who commits together, counted: the first commit is held until everybody else has come. */
class JointCommitsTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final IdentityPolicy POLICY = IdentityPolicy.defaults();
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final Supplier<UUID> IDS = SequentialIds.create();

    private final InMemoryIdentityStore store = InMemoryIdentityStore.create();
    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final AtomicInteger alone = new AtomicInteger();
    private final ConcurrentLinkedQueue<Integer> together = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private Function<ResolutionPlan, CommitResult> single = store::commit;
    private Function<ResolutionPlan, CommitResult> joint = store::commit;
    private JointCommits commits = collapsing(32);

    private JointCommits collapsing(int most) {
        return new JointCommits(
                most,
                PostgresCommit.MOST_ROWS,
                plan -> {
                    if (alone.getAndIncrement() == 0) {
                        holding.countDown();
                        await(release);
                    }
                    return single.apply(plan);
                },
                plan -> {
                    together.add(plan.changes().profiles().size());
                    return joint.apply(plan);
                });
    }

    @AfterEach
    void everybodyIsThrough() throws InterruptedException {
        release.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ResolutionPlan visit(TenantId tenant, String id) {
        ResolveRequest request =
                ResolveRequest.builder(() -> NOW).anonymousId(id).build();
        Observation observation =
                new ObservationFactory(POLICY, IdentifierHasher.sha256()).observe(tenant, request, NOW);
        return new Planner(POLICY)
                .plan(observation, IdentitySnapshot.EMPTY, IDS)
                .plan();
    }

    private static ResolutionPlan visit(int number) {
        return visit(TENANT, "v-" + number);
    }

    private <T> FutureTask<T> start(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
        return task;
    }

    private FutureTask<CommitResult> commit(ResolutionPlan plan) {
        return start(() -> commits.commit(plan));
    }

    /** The first commit is under way, and stays so until it is released. */
    private FutureTask<CommitResult> hold() {
        FutureTask<CommitResult> first = commit(visit(0));
        await(holding);
        return first;
    }

    /** Calls that have come, one after the other, and wait. */
    private List<FutureTask<CommitResult>> waiting(List<ResolutionPlan> plans) {
        List<FutureTask<CommitResult>> calls = new ArrayList<>();
        for (ResolutionPlan plan : plans) {
            calls.add(commit(plan));
            Thread last = threads.get(threads.size() - 1);
            while (last.getState() != Thread.State.WAITING) {
                assertThat(last.isAlive()).as("waits for the others").isTrue();
                Thread.onSpinWait();
            }
        }
        return calls;
    }

    private static List<ResolutionPlan> visits(int from, int to) {
        List<ResolutionPlan> plans = new ArrayList<>();
        for (int i = from; i < to; i++) {
            plans.add(visit(i));
        }
        return plans;
    }

    private static void assertCommitted(ResolutionPlan plan, FutureTask<CommitResult> call) throws Exception {
        ProfileId own = plan.changes().profiles().get(0).id();
        assertThat(call.get(60, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        CommitResult.Committed.class,
                        done -> assertThat(done.createdAt()).containsOnlyKeys(own));
    }

    private boolean isStored(ResolutionPlan plan) {
        ProfileId id = plan.changes().profiles().get(0).id();
        return store.reads().profile(plan.tenant(), id, POLICY.firstTouch()).isPresent();
    }

    @Test
    void whoComesAloneIsCommittedAtOnce() {
        release.countDown();
        for (int i = 0; i < 5; i++) {
            assertThat(commits.commit(visit(i))).isInstanceOf(CommitResult.Committed.class);
        }
        assertThat(alone).hasValue(5);
        assertThat(together).isEmpty();
    }

    @Test
    void whoComesWhileACommitIsUnderWayIsCommittedWithTheOthersAndHasAnAnswerOfItsOwn() throws Exception {
        FutureTask<CommitResult> first = hold();
        List<ResolutionPlan> plans = visits(1, 21);
        List<FutureTask<CommitResult>> calls = waiting(plans);
        release.countDown();
        assertThat(first.get(60, TimeUnit.SECONDS)).isInstanceOf(CommitResult.Committed.class);
        for (int i = 0; i < plans.size(); i++) {
            assertCommitted(plans.get(i), calls.get(i));
            assertThat(isStored(plans.get(i))).isTrue();
        }
        assertThat(alone).as("21 calls in two commits").hasValue(1);
        assertThat(together).containsExactly(20);
    }

    @Test
    void whoFindsNoRoomDoesNotWait() throws Exception {
        commits = collapsing(3);
        FutureTask<CommitResult> first = hold();
        List<ResolutionPlan> plans = visits(1, 4);
        List<FutureTask<CommitResult>> calls = waiting(plans);
        ResolutionPlan late = visit(9);
        assertCommitted(late, commit(late));
        assertThat(first.isDone()).isFalse();
        release.countDown();
        for (int i = 0; i < plans.size(); i++) {
            assertCommitted(plans.get(i), calls.get(i));
        }
        assertThat(together).containsExactly(3);
        assertThat(alone).hasValue(2);
    }

    @Test
    void asManyRowsAsOneTextTakes() throws Exception {
        hold();
        // A profile and an identifier each.
        List<ResolutionPlan> plans = visits(1, 1 + PostgresCommit.MOST_ROWS / 2);
        waiting(plans);
        ResolutionPlan late = visit(999);
        assertCommitted(late, commit(late));
        release.countDown();
        everybodyIsThrough();
        assertThat(together).containsExactly(plans.size());
    }

    @Test
    void theSameIdentifierIsNotTwiceInACommit() throws Exception {
        hold();
        ResolutionPlan one = visit(1);
        FutureTask<CommitResult> waits = waiting(List.of(one)).get(0);
        ResolutionPlan again = visit(1);
        ResolutionPlan underWay = visit(0);
        assertCommitted(again, commit(again));
        assertCommitted(underWay, commit(underWay));
        release.countDown();
        assertThat(waits.get(60, TimeUnit.SECONDS)).isInstanceOf(CommitResult.Conflicted.class);
        assertThat(together).isEmpty();
    }

    @Test
    void aConflictOfOneIsNotThatOfTheOthers() throws Exception {
        ResolutionPlan rival = visit(2);
        store.commit(rival);
        hold();
        List<ResolutionPlan> plans = visits(1, 4);
        List<FutureTask<CommitResult>> calls = waiting(plans);
        release.countDown();
        assertCommitted(plans.get(0), calls.get(0));
        assertThat(calls.get(1).get(60, TimeUnit.SECONDS)).isInstanceOf(CommitResult.Conflicted.class);
        assertCommitted(plans.get(2), calls.get(2));
        assertThat(together).containsExactly(3);
        assertThat(alone).hasValue(4);
        assertThat(isStored(plans.get(1))).isFalse();
    }

    @Test
    void aFailureOfOneIsNotThatOfTheOthers() throws Exception {
        ResolutionPlan bad = visit(2);
        Function<ResolutionPlan, CommitResult> spoilt = plan -> {
            if (plan.changes().profiles().contains(bad.changes().profiles().get(0))) {
                throw new IdentityStoreException(Kind.BROKEN, "spoilt", null);
            }
            return store.commit(plan);
        };
        single = spoilt;
        joint = spoilt;
        hold();
        List<ResolutionPlan> plans = List.of(visit(1), bad, visit(3));
        List<FutureTask<CommitResult>> calls = waiting(plans);
        release.countDown();
        assertCommitted(plans.get(0), calls.get(0));
        assertThatThrownBy(() -> calls.get(1).get(60, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IdentityStoreException.class);
        assertCommitted(plans.get(2), calls.get(2));
    }

    /** The first of those who wait leads; that its own plan is bad must not leave the others waiting. */
    @Test
    void aLeaderThatDiesHandsOn() throws Exception {
        joint = plan -> {
            throw new OutOfMemoryError("on purpose");
        };
        hold();
        List<ResolutionPlan> plans = visits(1, 4);
        List<FutureTask<CommitResult>> calls = waiting(plans);
        release.countDown();
        assertThatThrownBy(() -> calls.get(0).get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(OutOfMemoryError.class);
        assertCommitted(plans.get(1), calls.get(1));
        assertCommitted(plans.get(2), calls.get(2));
        ResolutionPlan next = visit(7);
        assertCommitted(next, commit(next));
    }

    @Test
    void aFirstCallThatFailsHandsOnToo() throws Exception {
        single = plan -> {
            throw new IdentityStoreException(Kind.TIMEOUT, "slow", null);
        };
        FutureTask<CommitResult> first = hold();
        List<ResolutionPlan> plans = visits(1, 4);
        List<FutureTask<CommitResult>> calls = waiting(plans);
        release.countDown();
        assertThatThrownBy(() -> first.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(IdentityStoreException.class);
        for (int i = 0; i < plans.size(); i++) {
            assertCommitted(plans.get(i), calls.get(i));
        }
        assertThat(together).containsExactly(3);
    }

    @Test
    void whoIsInterruptedIsAnsweredAndStaysInterrupted() throws Exception {
        hold();
        ResolutionPlan leads = visit(1);
        ResolutionPlan follows = visit(2);
        Map<String, Boolean> interrupted = new ConcurrentHashMap<>();
        for (ResolutionPlan plan : List.of(leads, follows)) {
            start(() -> {
                CommitResult result = commits.commit(plan);
                interrupted.put(
                        plan == leads ? "leader" : "follower",
                        Thread.currentThread().isInterrupted());
                return result;
            });
            Thread last = threads.get(threads.size() - 1);
            while (last.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            last.interrupt();
        }
        release.countDown();
        everybodyIsThrough();
        assertThat(interrupted).isEqualTo(Map.of("leader", true, "follower", true));
        assertThat(isStored(leads)).isTrue();
        assertThat(isStored(follows)).isTrue();
        assertThat(together).containsExactly(2);
    }

    @Test
    void tenantsDoNotWaitForEachOther() throws Exception {
        hold();
        ResolutionPlan other = visit(TenantId.of("other"), "v-0");
        assertCommitted(other, commit(other));
    }

    /** Whoever waits, waits for the commit under way and for the one it is in: the next call is in the one after that. */
    @Test
    void whoComesDuringTheJointCommitIsInTheNext() throws Exception {
        CountDownLatch jointRuns = new CountDownLatch(1);
        CountDownLatch jointEnds = new CountDownLatch(1);
        joint = plan -> {
            jointRuns.countDown();
            await(jointEnds);
            return store.commit(plan);
        };
        hold();
        List<ResolutionPlan> second = visits(1, 4);
        List<FutureTask<CommitResult>> secondCalls = waiting(second);
        release.countDown();
        await(jointRuns);
        List<ResolutionPlan> third = visits(4, 9);
        List<FutureTask<CommitResult>> thirdCalls = waiting(third);
        jointEnds.countDown();
        for (int i = 0; i < second.size(); i++) {
            assertCommitted(second.get(i), secondCalls.get(i));
        }
        for (int i = 0; i < third.size(); i++) {
            assertCommitted(third.get(i), thirdCalls.get(i));
        }
        assertThat(together).containsExactly(3, 5);
        assertThat(alone).hasValue(1);
    }
}
