package io.identitystitch.testkit;

import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** Lets callers go on to plan and commit only when each of them has loaded, so that none sees what another one writes. */
final class RacingStore extends ForwardingIdentityStore {
    private final CyclicBarrier loaded;
    private final Set<Thread> starting = ConcurrentHashMap.newKeySet();
    private final Set<Thread> committing = ConcurrentHashMap.newKeySet();

    RacingStore(IdentityStore store, int racers) {
        super(store);
        loaded = new CyclicBarrier(racers);
    }

    /** The next load of this thread waits for those of the other racers. */
    void start() {
        starting.add(Thread.currentThread());
    }

    /** The next commit of this thread waits for those of the other racers. */
    void startCommit() {
        committing.add(Thread.currentThread());
    }

    /** Two racers go through the rounds side by side; in each, the first commits of the two wait for each other. */
    void race(int rounds, IntConsumer one, IntConsumer other) {
        List<IntConsumer> racers = List.of(one, other);
        Crowd.run(2, 2, racer -> {
            for (int round = 0; round < rounds; round++) {
                startCommit();
                racers.get(racer).accept(round);
            }
            return racer;
        });
    }

    /** Else racers would wait for each other before they load what they plan from. */
    @Override
    public boolean isFasterWithLinksOnly() {
        return false;
    }

    @Override
    public IdentitySnapshot load(LoadQuery query) {
        IdentitySnapshot snapshot = super.load(query);
        if (starting.remove(Thread.currentThread())) {
            await();
        }
        return snapshot;
    }

    private void await() {
        try {
            loaded.await(60, TimeUnit.SECONDS);
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new AssertionError("the other racer failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public CommitResult commit(ResolutionPlan plan) {
        if (committing.remove(Thread.currentThread())) {
            await();
        }
        return super.commit(plan);
    }
}
