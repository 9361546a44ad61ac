package io.identitystitch.testkit;

import static io.identitystitch.testkit.SignalBench.LONG;
import static io.identitystitch.testkit.SignalBench.mail;
import static io.identitystitch.testkit.SignalBench.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Cursor;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Signals and whoever works on them, all at once. */
abstract class SignalRaces extends ContractPart {
    private static final int THREADS = 6;

    SignalRaces(IdentityStoreContract contract) {
        super(contract);
    }

    private SignalBench bench() {
        return new SignalBench(store(), newTenant()).alone();
    }

    @Test
    void whatSeveralBringAtOnceIsKeptAndHandedOverOnce() {
        SignalBench bench = bench();
        int signals = 60;
        Crowd.run(THREADS, THREADS, racer -> {
            for (int i = 0; i < signals; i++) {
                int mine = racer % 2 == 0 ? i : signals - 1 - i;
                bench.identities
                        .signals()
                        .acceptAll(List.of(
                                bench.signal(mine, mail("ann" + mine % 3)),
                                bench.signal((mine + 7) % signals, mail("ann" + (mine + 7) % signals % 3))));
            }
            return racer;
        });
        assertThat(bench.replayed()).hasSize(signals).doesNotHaveDuplicates();
        List<String> handed = new ArrayList<>();
        bench.take(LONG).forEach(task -> handed.addAll(bench.handOver(task, 100)));
        assertThat(handed).hasSize(signals).doesNotHaveDuplicates();
    }

    @Test
    void aTaskIsTakenByOneOfMany() {
        SignalBench bench = bench();
        int persons = 40;
        for (int i = 0; i < persons; i++) {
            bench.accept(i, mail("ann" + i));
        }
        Queue<SignalTask> taken = new ConcurrentLinkedQueue<>();
        Crowd.run(THREADS, THREADS, racer -> {
            // One that others look at in this moment may be left out once.
            for (int i = 0; i < 2 * persons; i++) {
                taken.addAll(bench.signals.take(3, LONG));
            }
            return racer;
        });
        taken.addAll(bench.take(LONG));
        assertThat(taken).extracting(SignalTask::profile).hasSize(persons).doesNotHaveDuplicates();
    }

    /** Workers with leases that are over at once, handlers that throw, merges, and signals that come meanwhile. */
    @Test
    void everythingIsHandledInTheEndWhateverHappensToWhoeverTookIt() {
        SignalBench bench = bench();
        int signals = 120;
        AtomicInteger left = new AtomicInteger(2);
        AtomicInteger calls = new AtomicInteger();
        Queue<HandOver> handed = new ConcurrentLinkedQueue<>();
        Crowd.run(THREADS, THREADS, racer -> {
            if (racer < 2) {
                for (int i = racer; i < signals; i += 2) {
                    bench.accept(i, i % 3 == 0 ? visitor("v-" + i % 5) : mail("ann" + i % 5));
                    if (i % 11 == 0) {
                        bench.seen(mail("ann" + i % 5), visitor("v-" + i % 5));
                    }
                }
                left.decrementAndGet();
                return racer;
            }
            while (left.get() > 0) {
                work(bench, racer % 2 == 0 ? Duration.ZERO : LONG, calls, handed);
            }
            return racer;
        });
        SignalTask some = null;
        for (int i = 0; i < 5; i++) {
            // What a task was left for that somebody had longer than the lease.
            bench.signals.search(
                    bench.tenant,
                    List.of(bench.who(mail("ann" + i)), bench.who(visitor("v-" + i))),
                    bench.clock.instant());
        }
        for (SignalTask task : bench.take(Duration.ZERO)) {
            some = task;
            handed.add(bench.signals.handOver(task, 1_000, (person, signal, transaction) -> {}));
        }
        assertThat(some).isNotNull();
        int total = handed.stream()
                .mapToInt(done -> done instanceof HandOver.Handled handled ? handled.handled() : 0)
                .sum();
        assertThat(total).isEqualTo(signals);
        assertThat(bench.replayed()).hasSize(signals);
    }

    private static void work(SignalBench bench, Duration lease, AtomicInteger calls, Queue<HandOver> handed) {
        for (SignalTask task : bench.signals.take(2, lease)) {
            HandOver done = bench.signals.handOver(task, 5, (person, signal, transaction) -> {
                if (calls.incrementAndGet() % 7 == 0) {
                    throw new IllegalStateException();
                }
            });
            handed.add(done);
            if (done instanceof HandOver.Failed failed) {
                bench.signals.failed(task, failed, false);
                bench.signals.release(task, true, Duration.ZERO);
            } else {
                bench.signals.finish(task);
            }
        }
    }

    @Test
    void whoReplaysWhileOthersWriteGetsEachSignalOnce() {
        SignalBench bench = bench();
        int signals = 200;
        AtomicInteger writers = new AtomicInteger(THREADS - 1);
        List<String> replayed = new ArrayList<>();
        Crowd.run(THREADS, THREADS, racer -> {
            if (racer > 0) {
                for (int i = racer - 1; i < signals; i += THREADS - 1) {
                    bench.accept(i, mail("ann" + i % 4), visitor("v" + i));
                }
                writers.decrementAndGet();
                return racer;
            }
            Optional<Cursor> after = Optional.empty();
            while (true) {
                boolean last = writers.get() == 0;
                Page<SignalRecord> page = bench.signals.replay(bench.tenant, new PageRequest(7, after));
                page.items().forEach(each -> replayed.add(SignalBench.event(each)));
                after = page.next().or(orElse(after));
                if (last && page.items().isEmpty()) {
                    return racer;
                }
            }
        });
        assertThat(replayed).hasSize(signals).doesNotHaveDuplicates();
    }

    private static Supplier<Optional<Cursor>> orElse(Optional<Cursor> cursor) {
        return () -> cursor;
    }
}
