package io.identitystitch.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Many callers at once. The first failure of any of them is thrown. */
final class Crowd {
    private Crowd() {}

    /** Runs calls numbered from 0 on threads that each take the next one; the results in order of the numbers. */
    static <T> List<T> run(int threads, int calls, IntFunction<T> call) {
        AtomicInteger next = new AtomicInteger();
        Object[] results = new Object[calls];
        List<Callable<Void>> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(() -> {
                for (int number = next.getAndIncrement(); number < calls; number = next.getAndIncrement()) {
                    results[number] = call.apply(number);
                }
                return null;
            });
        }
        runAll(workers);
        @SuppressWarnings("unchecked")
        List<T> ordered = (List<T>) List.of(results);
        return ordered;
    }

    private static void runAll(List<Callable<Void>> workers) {
        ExecutorService executor = Executors.newFixedThreadPool(workers.size());
        List<Throwable> failures = new ArrayList<>();
        try {
            for (Future<Void> worker : executor.invokeAll(workers)) {
                try {
                    worker.get();
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } finally {
            executor.shutdownNow();
        }
        if (!failures.isEmpty()) {
            AssertionError error = new AssertionError(failures.size() + " callers failed", failures.get(0));
            failures.stream().skip(1).forEach(error::addSuppressed);
            throw error;
        }
    }
}
