package io.identitystitch.testkit.behaviour;

import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.IdentityPolicyBuilder;
import io.identitystitch.spi.IdentityStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What the parts of the contract have in common. */
abstract class BehaviourPart {
    private final IdentityBehaviourContract contract;

    BehaviourPart(IdentityBehaviourContract contract) {
        this.contract = contract;
    }

    IdentityStore store() {
        return contract.store();
    }

    /** A tenant of its own under the default policy. */
    Scene scene() {
        return scene(IdentityPolicy.defaults());
    }

    Scene scene(IdentityPolicy policy) {
        return new Scene(store(), policy);
    }

    Scene scene(IdentityPolicyBuilder policy) {
        return scene(policy.build());
    }

    /** Runs work in as many threads as there are pieces, all released at one moment; gives what they gave, in order. */
    static <T> List<T> atOnce(List<Callable<T>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(work.size());
        try {
            CyclicBarrier start = new CyclicBarrier(work.size());
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> piece : work) {
                running.add(threads.submit(() -> {
                    start.await();
                    return piece.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : running) {
                results.add(future.get());
            }
            return results;
        } catch (Exception e) {
            throw new AssertionError("a call that ran beside others failed", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
