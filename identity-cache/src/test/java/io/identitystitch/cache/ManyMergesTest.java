package io.identitystitch.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JoinedIdentityStore;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Two nodes as hosts have them. One merges, some of it in transactions that stay open while others commit and of which some are rolled
 * back; the other has all persons in its cache, and is asked for each as soon as the bound is over. {@code -Didentity.merges} is how many.
 */
class ManyMergesTest {
    private static final int MERGES = Integer.getInteger("identity.merges", 300);
    private static final int ROUND = 500;
    private static final int WRITERS = 4;
    /** One in so many is a transaction of the host that stays open. */
    private static final int SLOW = 25;
    /** How many other merges a slow writer sees committed before it ends. */
    private static final int OUTLASTED = 40;

    private static final Duration BOUND = Duration.ofSeconds(2);
    private static final TenantId TENANT = TenantId.of("many");

    /** A pair whose merge was committed, or rolled back, and may be asked for once the bound is over. */
    private record Ended(int pair, boolean merged, long dueAt) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(dueAt - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    @Test
    void areKnownToAnotherNodeWithinTheBoundOnH2() throws Exception {
        play(Node.h2());
    }

    @Test
    void areKnownToAnotherNodeWithinTheBoundOnPostgres() throws Exception {
        play(Node.postgres());
    }

    private static void play(DataSource dataSource) throws Exception {
        try (Node writing = Node.running(dataSource);
                Node reading = Node.running(dataSource)) {
            for (int from = 0; from < MERGES; from += ROUND) {
                new Round(writing, reading, from, Math.min(MERGES, from + ROUND)).play();
            }
            assertThat(reading.cache().statistics().hits())
                    .as("answers of the cache")
                    .isGreaterThan(MERGES);
        }
    }

    private static Identifier one(int pair) {
        return Identifier.of(IdentifierType.EMAIL, "one" + pair + "@x.org");
    }

    private static Identifier other(int pair) {
        return Identifier.of(IdentifierType.EMAIL, "other" + pair + "@x.org");
    }

    private static ResolveRequest request(Identifier... identifiers) {
        ResolveRequest.Builder request = ResolveRequest.builder();
        for (Identifier identifier : identifiers) {
            request.identifier(identifier.type(), identifier.value());
        }
        return request.build();
    }

    /** Some of the pairs, from their creation on. */
    private static final class Round {
        private final Node writing;
        private final IdentityResolver writer;
        private final IdentityResolver reader;
        private final int from;
        private final int to;
        private final AtomicInteger next;
        private final AtomicInteger ended = new AtomicInteger();
        private final DelayQueue<Ended> due = new DelayQueue<>();

        Round(Node writing, Node reading, int from, int to) {
            this.writing = writing;
            this.writer = writing.resolver(TENANT);
            this.reader = reading.resolver(TENANT);
            this.from = from;
            this.to = to;
            next = new AtomicInteger(from);
        }

        void play() throws Exception {
            List<ResolveRequest> persons = new ArrayList<>();
            for (int pair = from; pair < to; pair++) {
                persons.add(request(one(pair)));
                persons.add(request(other(pair)));
            }
            writer.resolveAll(persons);
            reader.resolveAll(persons);
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
            try {
                List<Future<Void>> all = new ArrayList<>();
                all.add(threads.submit(this::read));
                for (int i = 0; i < WRITERS; i++) {
                    all.add(threads.submit((Callable<Void>) this::write));
                }
                for (Future<Void> each : all) {
                    each.get(5, TimeUnit.MINUTES);
                }
            } finally {
                threads.shutdownNow();
            }
        }

        private Void write() throws Exception {
            for (int pair = next.getAndIncrement(); pair < to; pair = next.getAndIncrement()) {
                boolean merged = true;
                if (pair % SLOW == 0) {
                    merged = mergeSlowly(pair);
                } else {
                    merge(writer, pair);
                }
                ended.incrementAndGet();
                due.add(new Ended(pair, merged, System.nanoTime() + BOUND.toNanos()));
            }
            return null;
        }

        private static void merge(IdentityResolver resolver, int pair) {
            assertThat(resolver.resolve(request(one(pair), other(pair))).outcome())
                    .isEqualTo(Outcome.MERGED);
        }

        /** Whether it was committed. */
        private boolean mergeSlowly(int pair) throws Exception {
            boolean commits = pair % (2 * SLOW) == 0;
            try (Connection connection = writing.connection()) {
                connection.setAutoCommit(false);
                JoinedIdentityStore joined = writing.joining(connection);
                merge(writer.using(joined), pair);
                awaitOthers();
                if (commits) {
                    connection.commit();
                    joined.committed();
                } else {
                    connection.rollback();
                    joined.rolledBack();
                }
                connection.setAutoCommit(true);
            }
            return commits;
        }

        /** Where others can go on meanwhile; on H2 a transaction that is open holds them up. */
        private void awaitOthers() {
            int until = Math.min(ended.get() + OUTLASTED, to - from - WRITERS);
            long patience = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
            while (ended.get() < until && System.nanoTime() < patience) {
                Thread.onSpinWait();
                Thread.yield();
            }
        }

        private Void read() throws InterruptedException {
            for (int i = from; i < to; i++) {
                Ended pair = due.take();
                ProfileId root = profile(reader, one(pair.pair()));
                assertThat(profile(reader, other(pair.pair())).equals(root))
                        .as("pair %d is one", pair.pair())
                        .isEqualTo(pair.merged());
            }
            return null;
        }

        private static ProfileId profile(IdentityResolver resolver, Identifier identifier) {
            return resolver.find(identifier).map(Match::profileId).orElseThrow();
        }
    }
}
