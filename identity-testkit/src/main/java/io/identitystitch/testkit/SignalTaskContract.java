package io.identitystitch.testkit;

import static io.identitystitch.testkit.SignalBench.LONG;
import static io.identitystitch.testkit.SignalBench.mail;
import static io.identitystitch.testkit.SignalBench.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ParkedSignal;
import io.identitystitch.model.ProfileId;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What is to be done is taken by one at a time, and done in the end whatever happens to whoever took it. */
abstract class SignalTaskContract extends ContractPart {
    SignalTaskContract(IdentityStoreContract contract) {
        super(contract);
    }

    private SignalBench bench() {
        return new SignalBench(store(), newTenant()).alone();
    }

    @Test
    void aTaskIsTakenOnceUntilItsLeaseIsOver() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        SignalTask first = bench.takeOne(Duration.ZERO);
        assertThat(first.profile()).isEqualTo(bench.who(mail("ann")));
        assertThat(first.searchAsOf()).isEmpty();
        assertThat(first.attempts()).isZero();
        SignalTask second = bench.takeOne(LONG);
        assertThat(second.lease()).isGreaterThan(first.lease());
        assertThat(bench.take(LONG)).isEmpty();
    }

    @Test
    void whoHadATaskBeforeCannotEndItOrGiveItBack() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        SignalTask former = bench.takeOne(Duration.ZERO);
        SignalTask holder = bench.takeOne(LONG);
        bench.handOver(holder, 10);
        bench.signals.finish(former);
        bench.signals.release(former, true, Duration.ZERO);
        assertThat(bench.take(LONG)).isEmpty();
        bench.signals.release(holder, true, Duration.ZERO);
        SignalTask next = bench.takeOne(LONG);
        bench.signals.finish(next);
        bench.accept(2, mail("ann"));
        assertThat(bench.handOver(bench.takeOne(LONG), 10)).containsExactly("e-2");
    }

    @Test
    void whatIsAddedToATaskThatSomebodyHasIsNotLost() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        SignalTask task = bench.takeOne(LONG);
        assertThat(bench.handOver(task, 10)).containsExactly("e-1");
        bench.accept(2, mail("ann"));
        assertThat(bench.take(LONG)).isEmpty();
        bench.signals.finish(task);
        SignalTask again = bench.takeOne(LONG);
        assertThat(again.stamp()).isNotEqualTo(task.stamp());
        assertThat(bench.handOver(again, 10)).containsExactly("e-2");
        bench.signals.finish(again);
        assertThat(bench.take(LONG)).isEmpty();
    }

    @Test
    void aSearchThatIsAskedForMeanwhileIsNotLost() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        SignalTask task = bench.takeOne(LONG);
        bench.handOver(task, 10);
        bench.signals.search(bench.tenant, List.of(task.profile()), bench.clock.instant());
        bench.signals.finish(task);
        assertThat(bench.takeOne(LONG).searchAsOf()).contains(bench.clock.instant());
    }

    /** Whoever had it longer than the lease may give its signals back at any moment. */
    @Test
    void aTaskThatHasSignalsLeftDoesNotEnd() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        SignalTask late = bench.takeOne(Duration.ZERO);
        AtomicLong lease = new AtomicLong();
        HandOver failed = bench.signals.handOver(late, 10, (person, signal, transaction) -> {
            SignalTask other = bench.takeOne(LONG);
            lease.set(other.lease());
            assertThat(bench.handOver(other, 10))
                    .as("handed over by another one")
                    .isEmpty();
            bench.signals.finish(other);
            throw new IllegalStateException();
        });
        assertThat(failed)
                .isInstanceOfSatisfying(
                        HandOver.Failed.class,
                        one -> assertThat(one.thrown()).isInstanceOf(IllegalStateException.class));
        bench.accept(2, mail("ann"));
        SignalTask again = bench.takeOne(LONG);
        assertThat(again.lease()).as("the same task goes on").isGreaterThan(lease.get());
        assertThat(bench.handOver(again, 10)).containsExactly("e-1", "e-2");
    }

    @Test
    void aTaskThatIsGivenBackIsDueAfterItsDelay() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        bench.signals.release(bench.takeOne(LONG), false, LONG);
        assertThat(bench.take(LONG)).isEmpty();
        bench.accept(2, mail("ann"));
        SignalTask task = bench.takeOne(LONG);
        assertThat(task.attempts()).isEqualTo(1);
        bench.signals.release(task, false, Duration.ZERO);
        assertThat(bench.takeOne(LONG).attempts()).isZero();
    }

    @Test
    void aSearchIsAsOfTheEarliestMomentAndEndsWithItsTask() {
        SignalBench bench = bench();
        Instant early = bench.clock.instant().minusSeconds(60);
        ProfileId ann = bench.seen(mail("ann"));
        ProfileId gone = bench.seen(mail("gone"));
        bench.identities.steward().erase(gone, "asked for it");
        bench.signals.search(bench.tenant, List.of(ann, gone, profileId(7)), bench.clock.instant());
        bench.signals.search(bench.tenant, List.of(ann), early);
        bench.signals.search(bench.tenant, List.of(ann), early.plusSeconds(30));
        SignalTask task = bench.takeOne(LONG);
        assertThat(task.searchAsOf()).contains(early);
        bench.accept(1, mail("ann"));
        bench.signals.release(task, true, Duration.ZERO);
        SignalTask again = bench.takeOne(LONG);
        assertThat(again.searchAsOf())
                .as("something was added, perhaps a search")
                .contains(early);
        bench.signals.release(again, true, Duration.ZERO);
        assertThat(bench.takeOne(LONG).searchAsOf()).isEmpty();
        bench.signals.search(newTenant(), List.of(ann), early);
    }

    @Test
    void asManyAreTakenAsAskedForAndThoseFirstThatWaitLongest() {
        SignalBench bench = bench();
        List<ProfileId> persons = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bench.accept(i, mail("ann" + i));
            persons.add(bench.who(mail("ann" + i)));
        }
        List<ProfileId> taken = new ArrayList<>();
        for (int most : new int[] {2, 2, 2}) {
            List<SignalTask> some = bench.signals.take(most, LONG);
            some.forEach(task -> taken.add(task.profile()));
        }
        // Two that came up in the same microsecond have no order.
        assertThat(taken).containsExactlyInAnyOrderElementsOf(persons);
        assertThat(bench.take(LONG)).isEmpty();
    }

    @Test
    void signalsAreHandedOverByEventTimeOverAllOwnersAndOnce() {
        SignalBench bench = bench();
        bench.accept(3, mail("ann"));
        bench.accept(2, visitor("v-1"));
        bench.accept(1, mail("ann"));
        bench.accept(4, visitor("v-1"));
        ProfileId ann = bench.seen(mail("ann"), visitor("v-1"));
        List<SignalTask> tasks = bench.take(LONG);
        assertThat(tasks).hasSize(2);
        List<ProfileId> persons = new ArrayList<>();
        List<String> handed = new ArrayList<>();
        HandOver done = bench.signals.handOver(tasks.get(0), 3, (person, signal, transaction) -> {
            persons.add(person);
            handed.add(SignalBench.event(signal));
        });
        assertThat(done).isEqualTo(new HandOver.Handled(3));
        assertThat(handed).containsExactly("e-1", "e-2", "e-3");
        assertThat(persons).containsOnly(ann);
        assertThat(bench.handOver(tasks.get(1), 3)).containsExactly("e-4");
        tasks.forEach(bench.signals::finish);
        assertThat(bench.take(LONG)).isEmpty();
    }

    @Test
    void whatIsThrownAtGoesBackAndIsParkedAndUnparked() {
        SignalBench bench = bench();
        for (int i = 1; i <= 3; i++) {
            bench.accept(i, mail("ann"));
        }
        SignalTask task = bench.takeOne(LONG);
        HandOver.Failed once = bench.failing(task, "e-2");
        assertThat(SignalBench.event(once.signal())).isEqualTo("e-2");
        assertThat(once.attempts()).isZero();
        bench.signals.failed(task, once, false);
        HandOver.Failed twice = bench.failing(task, "e-2");
        assertThat(twice.attempts()).isEqualTo(1);
        bench.signals.failed(task, twice, true);
        assertThat(bench.handOver(task, 10)).containsExactly("e-1", "e-3");
        bench.signals.finish(task);
        ParkedSignal parked =
                bench.signals.parked(bench.tenant, PageRequest.FIRST).items().get(0);
        assertThat(SignalBench.event(parked.record())).isEqualTo("e-2");
        assertThat(parked.attempts()).isEqualTo(2);
        assertThat(parked.error()).isEqualTo("java.lang.IllegalStateException");
        assertThat(bench.take(LONG)).isEmpty();
        assertThat(bench.signals.unpark(bench.tenant, bench.who(mail("ann")))).isEqualTo(1);
        assertThat(bench.signals.unpark(bench.tenant, bench.who(mail("ann")))).isZero();
        assertThat(bench.signals.parked(bench.tenant, PageRequest.FIRST).items())
                .isEmpty();
        SignalTask again = bench.takeOne(LONG);
        assertThat(bench.failing(again, "e-2").attempts()).isZero();
        assertThat(bench.handOver(again, 10)).containsExactly("e-2");
    }

    @Test
    void parkedSignalsAreListedInPagesAndGoWithTheirPerson() {
        SignalBench bench = bench();
        for (int i = 1; i <= 5; i++) {
            bench.accept(i, mail("ann" + i % 2));
        }
        for (SignalTask task : bench.take(LONG)) {
            HandOver failed = bench.signals.handOver(task, 10, (person, signal, transaction) -> {
                throw new IllegalArgumentException();
            });
            while (failed instanceof HandOver.Failed one) {
                bench.signals.failed(task, one, true);
                failed = bench.signals.handOver(task, 10, (person, signal, transaction) -> {
                    throw new IllegalArgumentException();
                });
            }
        }
        List<String> parked = new ArrayList<>();
        PageRequest request = new PageRequest(2, Optional.empty());
        Page<ParkedSignal> page = bench.signals.parked(bench.tenant, request);
        while (true) {
            page.items().forEach(each -> parked.add(SignalBench.event(each.record())));
            if (page.next().isEmpty()) {
                break;
            }
            page = bench.signals.parked(bench.tenant, request.after(page.next().get()));
        }
        assertThat(parked).containsExactlyInAnyOrder("e-1", "e-2", "e-3", "e-4", "e-5");
        bench.identities.steward().erase(bench.who(mail("ann1")), "asked for it");
        assertThat(bench.signals.parked(bench.tenant, PageRequest.FIRST).items())
                .extracting(each -> SignalBench.event(each.record()))
                .containsExactlyInAnyOrder("e-2", "e-4");
        assertThat(bench.signals.unpark(bench.tenant, bench.who(mail("ann0")))).isEqualTo(2);
    }

    @Test
    void aTaskOfAPersonWhoIsGoneHasNothingToHandOver() {
        SignalBench bench = bench();
        bench.accept(1, mail("ann"));
        SignalTask task = bench.takeOne(LONG);
        bench.identities.steward().erase(bench.who(mail("ann")), "asked for it");
        assertThat(bench.handOver(task, 10)).isEmpty();
        bench.signals.finish(task);
        bench.signals.release(task, true, Duration.ZERO);
        assertThat(bench.take(LONG)).isEmpty();
    }
}
