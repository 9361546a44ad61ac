package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.memory.InMemoryColdStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityStore;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * A visitor becomes known while a signal of hers is on its way into cold storage. The writer of the signal looks whether she is known,
 * keeps the signal, and looks again; whoever identifies her commits that, and then searches. These five steps are tried in all of the ten
 * orders that there are, and by threads.
 */
abstract class StrandedSignals extends ContractPart {
    private static final int ORDERS = 10;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    StrandedSignals(IdentityStoreContract contract) {
        super(contract);
    }

    /** Runs something before and after signals are kept. */
    private static final class HookedColdStore implements ColdStore {
        private final ColdStore store = InMemoryColdStore.create();
        private Runnable before = () -> {};
        private Runnable after = () -> {};

        @Override
        public void append(TenantId tenant, List<ColdSignal> signals) {
            before.run();
            store.append(tenant, signals);
            after.run();
        }

        @Override
        public ColdScan scan(ColdQuery query, Consumer<ColdSignal> found) {
            return store.scan(query, found);
        }

        @Override
        public int expire(TenantId tenant, LocalDate before) {
            return store.expire(tenant, before);
        }

        @Override
        public long erase(TenantId tenant, Set<IdentifierKey> visitors) {
            return store.erase(tenant, visitors);
        }

        @Override
        public ColdHealth health() {
            return store.health();
        }

        @Override
        public void tidy() {
            store.tidy();
        }

        @Override
        public void close() {
            store.close();
        }
    }

    /** As if the writer did not look again: that read alone asks for everything of links and counts nothing. */
    private static final class WithoutSecondLook extends ForwardingIdentityStore {
        WithoutSecondLook(IdentityStore store) {
            super(store);
        }

        @Override
        public IdentitySnapshot load(LoadQuery query) {
            return query.complete() && query.counted().isEmpty() ? IdentitySnapshot.EMPTY : super.load(query);
        }
    }

    private static IdentityResolver resolver(IdentityStore store, TenantId tenant, ColdStore cold) {
        return IdentityResolver.builder(store)
                .tenant(tenant)
                .policy(IdentityPolicy.leads())
                .signals(SignalOptions.builder()
                        .coldStore(cold)
                        .pollInterval(Duration.ZERO)
                        .build())
                .build();
    }

    private static final class Round {
        final IdentityResolver identities;
        final String name = "r" + NUMBERS.incrementAndGet();

        Round(IdentityResolver identities) {
            this.identities = identities;
        }

        void accept() {
            identities
                    .signals()
                    .accept(Signal.builder("page")
                            .eventId(name)
                            .anonymousId("visitor-" + name)
                            .occurredAt(Instant.now())
                            .build());
        }

        void identify() {
            identities.resolve(ResolveRequest.builder()
                    .email(name + "@mail.example")
                    .anonymousId("visitor-" + name)
                    .build());
        }

        void search() {
            identities.signals().work();
        }

        boolean isStranded() {
            search();
            ProfileId person = identities
                    .find(Identifier.of(IdentifierType.EMAIL, name + "@mail.example"))
                    .orElseThrow()
                    .profileId();
            return identities.signals().journey(person, PageRequest.FIRST).items().stream()
                    .noneMatch(record -> record.signal().eventId().orElseThrow().equals(name));
        }
    }

    @Test
    void noSignalIsStrandedInWhicheverOrderThingsHappen() {
        assertThat(strandedInOrder(store())).isEmpty();
    }

    /** That the race is there, and that these orders are the ones that show it. */
    @Test
    void withoutTheSecondLookSignalsAreStranded() {
        assertThat(strandedInOrder(new WithoutSecondLook(store()))).contains("identified 1, searched 1");
    }

    /** The orders in which a signal was stranded: after how many of the writer's steps the other two came. */
    private Set<String> strandedInOrder(IdentityStore store) {
        HookedColdStore cold = new HookedColdStore();
        IdentityResolver identities = resolver(store, newTenant(), cold);
        Set<String> stranded = new TreeSet<>();
        for (int race = 0; race < races(); race += ORDERS) {
            for (int identified = 0; identified <= 3; identified++) {
                for (int searched = identified; searched <= 3; searched++) {
                    Round round = new Round(identities);
                    List<Runnable> between = between(round, identified, searched);
                    between.get(0).run();
                    cold.before = between.get(1);
                    cold.after = between.get(2);
                    round.accept();
                    between.get(3).run();
                    if (round.isStranded()) {
                        stranded.add("identified " + identified + ", searched " + searched);
                    }
                }
            }
        }
        identities.close();
        return stranded;
    }

    private static List<Runnable> between(Round round, int identified, int searched) {
        List<Runnable> between = new ArrayList<>();
        for (int step = 0; step <= 3; step++) {
            boolean identifies = step == identified;
            boolean searches = step == searched;
            between.add(() -> {
                if (identifies) {
                    round.identify();
                }
                if (searches) {
                    round.search();
                }
            });
        }
        return between;
    }

    @Test
    void noSignalIsStrandedByThreads() {
        IdentityResolver identities = resolver(store(), newTenant(), InMemoryColdStore.create());
        List<Round> rounds = new ArrayList<>();
        for (int race = 0; race < races(); race++) {
            rounds.add(new Round(identities));
        }
        List<Consumer<Round>> racers = List.of(Round::accept, round -> {
            round.identify();
            round.search();
        });
        Crowd.run(2, 2, racer -> {
            rounds.forEach(racers.get(racer));
            return racer;
        });
        assertThat(rounds).noneMatch(Round::isStranded);
        identities.close();
    }
}
