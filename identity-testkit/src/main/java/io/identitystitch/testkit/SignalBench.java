package io.identitystitch.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.model.Cursor;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.spi.SignalStore;
import io.identitystitch.spi.SignalTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A tenant whose signals wait for handlers, which are called when a test says so. Signals have a minute each. */
final class SignalBench {
    static final Duration LONG = Duration.ofDays(1);
    private static final int MANY = 10_000;

    final IdentityStore store;
    final TenantId tenant;
    final SignalStore signals;
    final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
    final IdentityResolver identities;

    SignalBench(IdentityStore store, TenantId tenant) {
        this.store = store;
        this.tenant = tenant;
        this.signals = store.signals();
        identities = IdentityResolver.builder(store)
                .tenant(tenant)
                .policy(IdentityPolicy.defaults())
                .clock(clock)
                .signals(SignalOptions.builder()
                        .pollInterval(Duration.ZERO)
                        .handler((person, signal, transaction) -> {})
                        .build())
                .build();
    }

    /** Has what other tests have left taken, so that a test sees no tasks but its own. */
    SignalBench alone() {
        while (!signals.take(MANY, LONG).isEmpty()) {
            // The next ones.
        }
        return this;
    }

    static Identifier mail(String name) {
        return Identifier.of(IdentifierType.EMAIL, name + "@x.org");
    }

    static Identifier visitor(String name) {
        return Identifier.of(IdentifierType.ANONYMOUS_ID, name);
    }

    /** A signal that happened so many minutes after the beginning. */
    Signal signal(int minute, Identifier... who) {
        Signal.Builder signal = Signal.builder("page")
                .eventId("e-" + minute)
                .occurredAt(Instant.parse("2026-03-02T09:00:00Z").plusSeconds(60L * minute))
                .payload("{\"n\":\"" + minute + "\"}")
                .imported();
        for (Identifier identifier : who) {
            signal.identifier(identifier.type(), identifier.value());
        }
        return signal.build();
    }

    void accept(int minute, Identifier... who) {
        identities.signals().accept(signal(minute, who));
    }

    ProfileId seen(Identifier... who) {
        ResolveRequest.Builder request = ResolveRequest.builder(clock);
        for (Identifier identifier : who) {
            request.identifier(identifier.type(), identifier.value());
        }
        return identities.resolve(request.build()).profileId().orElseThrow();
    }

    ProfileId who(Identifier identifier) {
        return identities.find(identifier).orElseThrow().profileId();
    }

    /** The event ids of a journey, in pages of two. */
    List<String> journey(ProfileId id) {
        return events(page -> signals.journey(tenant, id, page), 2);
    }

    List<String> replayed() {
        return events(page -> signals.replay(tenant, page), 3);
    }

    static List<String> events(Function<PageRequest, Page<SignalRecord>> list, int limit) {
        List<String> events = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        while (true) {
            Page<SignalRecord> page = list.apply(new PageRequest(limit, after));
            page.items().forEach(each -> events.add(event(each)));
            assertThat(page.items().size()).isLessThanOrEqualTo(limit);
            after = page.next();
            if (after.isEmpty()) {
                return events;
            }
        }
    }

    static String event(SignalRecord signal) {
        return signal.signal().eventId().orElseThrow();
    }

    List<SignalTask> take(Duration lease) {
        List<SignalTask> taken = signals.take(MANY, lease);
        assertThat(taken).allMatch(task -> task.tenant().equals(tenant));
        return taken;
    }

    SignalTask takeOne(Duration lease) {
        List<SignalTask> taken = take(lease);
        assertThat(taken).hasSize(1);
        return taken.get(0);
    }

    /** The event ids that were handed over, all of them. */
    List<String> handOver(SignalTask task, int most) {
        List<String> handed = new ArrayList<>();
        HandOver done = signals.handOver(task, most, (person, signal, transaction) -> handed.add(event(signal)));
        assertThat(done).isEqualTo(new HandOver.Handled(handed.size()));
        return handed;
    }

    /** What a hand-over comes to in which one signal is thrown at. */
    HandOver.Failed failing(SignalTask task, String event) {
        HandOver done = signals.handOver(task, 100, (person, signal, transaction) -> {
            if (event(signal).equals(event)) {
                throw new IllegalStateException(signal.signal().json());
            }
        });
        assertThat(done).isInstanceOf(HandOver.Failed.class);
        return (HandOver.Failed) done;
    }
}
