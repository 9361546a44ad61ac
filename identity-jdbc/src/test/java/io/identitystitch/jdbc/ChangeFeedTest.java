package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.Profile;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.IdentityChange;
import io.identitystitch.testkit.SettableClock;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a node changes, others are told. */
class ChangeFeedTest {
    private static final int WRITERS = 6;
    private static final TenantId TENANT = TenantId.of("shop");

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));

    private static Identifier mail(String name) {
        return Identifier.of(IdentifierType.EMAIL, name + "@x.org");
    }

    private Resolution.Resolved seen(IdentityResolver identities, ResolveRequest.Builder request) {
        clock.tick(Duration.ofMinutes(1));
        return (Resolution.Resolved)
                identities.resolve(request.observedAt(clock.instant()).build());
    }

    private static IdentifierKey key(IdentityResolver identities, ProfileId person, IdentifierType type) {
        Profile profile = identities.profile(person).orElseThrow();
        return profile.identifiers().stream()
                .filter(link -> link.type().equals(type))
                .map(ProfileIdentifier::key)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void eachKindOfChangeIsTold(Dialect dialect) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(TestStores.migrated(dialect));
            JdbcIdentityStore store = JdbcIdentityStore.create(pool);
            IdentityResolver identities =
                    IdentityResolver.builder(store).tenant(TENANT).clock(clock).build();
            seen(identities, ResolveRequest.builder().email("before@x.org"));
            ChangeFeed feed = store.changes();
            assertThat(feed.read()).isEqualTo(new ChangeBatch(List.of(), true));

            ProfileId ann = seen(identities, ResolveRequest.builder().email("ann@x.org"))
                    .id();
            ProfileId visitor = seen(identities, ResolveRequest.builder().anonymousId("visitor-1"))
                    .id();
            assertThat(feed.read()).as("what is new changes no answer").isEqualTo(new ChangeBatch(List.of(), false));

            MergeId merge = seen(
                            identities,
                            ResolveRequest.builder().email("ann@x.org").anonymousId("visitor-1"))
                    .details()
                    .merges()
                    .get(0);
            assertThat(feed.read().changes()).containsExactly(new IdentityChange.Merged(TENANT, visitor, ann));
            assertThat(feed.read().changes()).isEmpty();

            Steward steward = identities.steward();
            steward.undo(merge, "somebody else's");
            assertThat(feed.read().changes()).containsExactly(new IdentityChange.Undone(TENANT, visitor, ann));

            IdentifierKey cookie = key(identities, visitor, IdentifierType.ANONYMOUS_ID);
            ProfileId bob = seen(
                            identities,
                            ResolveRequest.builder().email("bob@x.org").anonymousId("visitor-2"))
                    .id();
            IdentifierKey tablet = key(identities, bob, IdentifierType.ANONYMOUS_ID);
            assertThat(cookie).isNotEqualTo(tablet);
            ProfileId carl = seen(
                            identities,
                            ResolveRequest.builder().email("carl@x.org").userId("carl"))
                    .id();
            seen(identities, ResolveRequest.builder().userId("carl").anonymousId("visitor-2"));
            identities.signedOut("visitor-2", clock.instant().plusSeconds(1));
            steward.reassign(mail("carl"), carl, bob, "a new owner");
            IdentifierKey address = key(identities, bob, IdentifierType.EMAIL);
            assertThat(feed.read().changes())
                    .hasSize(3)
                    .startsWith(
                            new IdentityChange.Moved(TENANT, tablet, Optional.of(carl)),
                            new IdentityChange.Moved(TENANT, tablet, Optional.empty()))
                    .last()
                    .isInstanceOfSatisfying(IdentityChange.Moved.class, moved -> {
                        assertThat(moved.owner()).hasValue(bob);
                        assertThat(moved.key().type()).isEqualTo(address.type());
                    });

            steward.erase(bob, "asked for it");
            assertThat(feed.read().changes()).containsExactly(new IdentityChange.Erased(TENANT, bob));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatWasChangedBeforeItBeganIsNotTold(Dialect dialect) {
        JdbcIdentityStore store = JdbcIdentityStore.create(TestStores.migrated(dialect));
        IdentityResolver identities =
                IdentityResolver.builder(store).clock(clock).build();
        seen(identities, ResolveRequest.builder().email("ann@x.org"));
        seen(identities, ResolveRequest.builder().anonymousId("visitor-1"));
        seen(identities, ResolveRequest.builder().email("ann@x.org").anonymousId("visitor-1"));
        ChangeFeed feed = store.changes();
        assertThat(feed.read()).isEqualTo(new ChangeBatch(List.of(), true));
        assertThat(feed.read()).isEqualTo(new ChangeBatch(List.of(), false));
    }

    /** Numbers do not commit in their order: a writer may be overtaken by any number of others. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aChangeThatIsOvertakenIsNotMissed(Dialect dialect) throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(TestStores.migrated(dialect));
            JdbcIdentityStore store = JdbcIdentityStore.create(pool);
            register(store);
            ChangeFeed feed = store.changes();
            feed.read();
            try (Connection slow = pool.getConnection();
                    Connection gone = pool.getConnection();
                    Connection fast = pool.getConnection()) {
                slow.setAutoCommit(false);
                gone.setAutoCommit(false);
                UUID first = insert(slow);
                insert(gone);
                UUID second = insert(fast);
                assertThat(told(feed)).containsExactly(second);
                UUID third = insert(fast);
                gone.rollback();
                assertThat(told(feed)).containsExactly(third);
                slow.commit();
                assertThat(told(feed)).containsExactly(first);
                assertThat(told(feed)).isEmpty();
                slow.setAutoCommit(true);
                gone.setAutoCommit(true);
            }
        }
    }

    /** Writers that hold their transaction over some reads, and some that roll back. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void nothingIsMissedHoweverWritersOvertakeEachOther(Dialect dialect) throws Exception {
        int changes = Integer.getInteger("identity.calls", 2_000);
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(TestStores.migrated(dialect));
            pool.setMaximumPoolSize(WRITERS + 2);
            JdbcIdentityStore store = JdbcIdentityStore.create(pool);
            register(store);
            ChangeFeed feed = store.changes();
            feed.read();
            AtomicLong reads = new AtomicLong();
            AtomicLong left = new AtomicLong(changes);
            Set<UUID> committed = ConcurrentHashMap.newKeySet();
            ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
            List<Future<?>> running = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                Random random = new Random(writer);
                Callable<Void> work = () -> {
                    try (Connection connection = pool.getConnection()) {
                        connection.setAutoCommit(false);
                        while (left.getAndDecrement() > 0) {
                            UUID id = insert(connection);
                            long until = reads.get() + (random.nextInt(10) == 0 ? 3 : 0);
                            while (reads.get() < until) {
                                Thread.onSpinWait();
                            }
                            if (random.nextInt(10) == 0) {
                                connection.rollback();
                            } else {
                                connection.commit();
                                committed.add(id);
                            }
                        }
                        connection.setAutoCommit(true);
                    }
                    return null;
                };
                running.add(writers.submit(work));
            }
            Set<UUID> told = new HashSet<>();
            int twice = 0;
            while (!running.stream().allMatch(Future::isDone)) {
                for (UUID id : told(feed)) {
                    twice += told.add(id) ? 0 : 1;
                }
                reads.incrementAndGet();
            }
            for (Future<?> each : running) {
                each.get();
            }
            told.addAll(told(feed));
            writers.shutdown();
            assertThat(told).isEqualTo(committed);
            assertThat(twice).isZero();
            assertThat(committed).hasSizeGreaterThan(changes / 2);
        }
    }

    @Test
    void itBeginsAnewWhereTooMuchHappened() throws SQLException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(TestStores.migrated(Dialect.POSTGRESQL));
            JdbcIdentityStore store = JdbcIdentityStore.create(pool);
            register(store);
            ChangeFeed feed = store.changes();
            feed.read();
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("insert into id_change (tenant, kind, profile, other, at) select t.id, 1,"
                        + " gen_random_uuid(), gen_random_uuid(), current_timestamp from id_tenant t"
                        + " cross join generate_series(1, 100001)");
                assertThat(feed.read()).isEqualTo(new ChangeBatch(List.of(), true));
                UUID next = insert(connection);
                assertThat(told(feed)).containsExactly(next);
            }
        }
    }

    private static void register(JdbcIdentityStore store) {
        try (IdentityResolver identities =
                IdentityResolver.builder(store).tenant(TENANT).build()) {
            identities.resolve(ResolveRequest.builder().email("first@x.org").build());
        }
    }

    /** A merge as the log has it; its absorbed profile. */
    private static UUID insert(Connection connection) throws SQLException {
        UUID absorbed = UUID.randomUUID();
        try (PreparedStatement statement = connection.prepareStatement(
                "insert into id_change (tenant, kind, profile, other, at) select t.id, 1, ?, ?, current_timestamp"
                        + " from id_tenant t")) {
            statement.setObject(1, absorbed);
            statement.setObject(2, UUID.randomUUID());
            statement.executeUpdate();
        }
        return absorbed;
    }

    private static List<UUID> told(ChangeFeed feed) {
        ChangeBatch batch = feed.read();
        assertThat(batch.restarted()).isFalse();
        return batch.changes().stream()
                .map(change -> ((IdentityChange.Merged) change).absorbed().value())
                .toList();
    }
}
