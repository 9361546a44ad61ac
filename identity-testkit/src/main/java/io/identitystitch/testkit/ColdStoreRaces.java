package io.identitystitch.testkit;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a cold store must do for several who use it at once. */
abstract class ColdStoreRaces {
    private static final AtomicInteger PLACES = new AtomicInteger();
    static final TenantId TENANT = TenantId.of("acme");
    static final LocalDate DAY = LocalDate.parse("2026-03-02");

    final ColdSignals signals = new ColdSignals(20260302);

    /**
     * A store at a place: a new and empty one at a place that was not named before. Of a durable store another one over the same signals,
     * open at the same time, at one that was.
     *
     * @param place a name of letters and digits
     * @return the store
     */
    protected abstract ColdStore open(String place);

    /**
     * How often each of eight writers appends, and each of two readers scans everything, side by side. The work grows with the square where
     * each append is an object of its own.
     *
     * @return 60 unless a subclass says otherwise
     */
    protected int rounds() {
        return 60;
    }

    static String newPlace() {
        return "place" + PLACES.incrementAndGet();
    }

    @Test
    void manyAppendAndScanAtOnce() throws Exception {
        int writers = 8;
        int rounds = rounds();
        ConcurrentLinkedQueue<ColdSignal> acknowledged = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(writers + 3);
        try (ColdStore store = open(newPlace())) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < writers; writer++) {
                ColdSignals own = new ColdSignals(writer);
                int number = writer;
                running.add(threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        ColdSignal signal = own.signal(START.plus(Duration.ofDays(round / 20)), number, 100);
                        store.append(TENANT, List.of(signal));
                        acknowledged.add(signal);
                    }
                }));
            }
            for (int reader = 0; reader < 2; reader++) {
                running.add(threads.submit(() -> {
                    for (int round = 0; round < rounds; round++) {
                        List<ColdSignal> before = List.copyOf(acknowledged);
                        List<ColdSignal> found = all(store, TENANT, 100);
                        assertThat(found).doesNotHaveDuplicates().containsAll(before);
                    }
                }));
            }
            running.add(threads.submit(() -> {
                for (int round = 0; round < 10; round++) {
                    store.erase(TENANT, Set.of(visitor(200 + round)));
                    store.expire(TENANT, DAY);
                }
            }));
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(all(store, TENANT, 100)).containsExactlyInAnyOrderElementsOf(acknowledged);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void erasingWhileOthersAppendTakesWhatWasThereAndNothingElse() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (ColdStore store = open(newPlace())) {
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < 2; writer++) {
                int number = writer;
                ColdSignals own = new ColdSignals(50L + writer);
                running.add(threads.submit(() -> {
                    for (int round = 0; round < 100; round++) {
                        store.append(TENANT, List.of(own.signal(START.plusSeconds(round), number)));
                    }
                }));
            }
            for (int round = 0; round < 20; round++) {
                store.append(TENANT, List.of(signals.signal(START, 10 + round), signals.signal(START, 9)));
                assertThat(store.erase(TENANT, Set.of(visitor(10 + round)))).isOne();
                assertThat(all(store, TENANT, 10 + round)).isEmpty();
            }
            for (Future<?> each : running) {
                each.get();
            }
            assertThat(all(store, TENANT, 0)).hasSize(100).doesNotHaveDuplicates();
            assertThat(all(store, TENANT, 1)).hasSize(100).doesNotHaveDuplicates();
            assertThat(all(store, TENANT, 9)).hasSize(20).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
    }
}
