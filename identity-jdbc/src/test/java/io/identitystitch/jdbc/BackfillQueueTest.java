package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.BackfillResult.End;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.testkit.Histories;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Runs that were queued or cut off, and who goes on with them. */
class BackfillQueueTest {
    /** Ends a process as far as a run can tell. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatWasKilledGoesOnElsewhereWhereItWas(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 60);
        events.insert("cookie-2", 61, 40);
        ProfileId ann = events.person("u-1");
        EventBackfill killed = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    if (chunk.chunk() == 7) {
                        throw new Killed();
                    }
                })
                .build();
        BackfillRequest request = events.request(ann, "u-1", "cookie-1", "cookie-2");
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> killed.run(request));
        assertThat(events.users()).isEqualTo(Map.of("u-1", 70, "", 30));

        assertThat(events.number(
                        "select count(*) from id_backfill where pass = 1 and visitor = 1 and after_key = '70'"))
                .as("where it was")
                .isEqualTo(1);
        EventBackfill other = events.backfill().chunkSize(10).build();
        assertThat(other.pending(10)).singleElement().satisfies(run -> {
            assertThat(run.profile()).isEqualTo(ann);
            assertThat(run.stamped()).isEqualTo(70);
            assertThat(run.running()).isTrue();
        });
        assertThat(other.resume()).as("it may still be at it").isEmpty();
        events.endLeases();
        assertThat(other.pending(10))
                .singleElement()
                .satisfies(run -> assertThat(run.running()).isFalse());
        assertThat(other.resume()).singleElement().satisfies(result -> {
            assertThat(result.end()).isEqualTo(End.COMPLETE);
            assertThat(result.stamped()).isEqualTo(100);
            assertThat(result.chunks()).as("of the rest only").isEqualTo(4);
        });
        assertThat(events.users()).isEqualTo(Map.of("u-1", 100));
        assertThat(other.pending(10)).isEmpty();
        assertThat(other.resume()).isEmpty();
    }

    /** The connection breaks at any statement; what is resumed comes to what an unbroken run comes to. */
    @ParameterizedTest
    @EnumSource
    void aBreakAtAnyStatementLosesNothing(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        long seed = Histories.firstSeed();
        System.out.println("a break at any statement: -D" + Histories.SEED + "=" + seed);
        Random random = new Random(seed);
        int broken = 0;
        for (int round = 0; round < 12; round++) {
            String visitor = "cookie-" + round;
            events.insert(visitor, 1_000 * round, 20 + random.nextInt(30));
            ProfileId ann = events.person("u-" + round);
            AtomicInteger left = new AtomicInteger(5 + random.nextInt(50));
            EventBackfill breaking = events.backfill()
                    .chunkSize(10)
                    .dataSource(new Breaking(events, left))
                    .build();
            try {
                breaking.run(events.request(ann, "u-" + round, visitor));
            } catch (IdentityStoreException e) {
                assertThat(e.isRetryable()).isTrue();
                broken++;
            }
            left.set(Integer.MAX_VALUE);
            events.endLeases();
            events.backfill().build().resume();
            // Where it broke before the run was kept at all.
            events.backfill().build().run(events.request(ann, "u-" + round, visitor));
        }
        assertThat(broken).isPositive();
        assertThat(events.users()).doesNotContainKey("").hasSize(12);
        assertThat(events.number("select count(*) from events where user_id <> 'u-' || substring(anonymous_id from 8)"))
                .isZero();
        assertThat(events.number("select count(*) from id_backfill")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void whoeverWasSilentForTooLongStops(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 50);
        ProfileId ann = events.person("u-1");
        EventBackfill other = events.backfill().build();
        EventBackfill slow = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    try {
                        events.endLeases();
                        assertThat(other.resume())
                                .singleElement()
                                .satisfies(
                                        result -> assertThat(result.stamped()).isEqualTo(50));
                        events.insert("cookie-1", 51, 5);
                        assertThat(other.enqueue(events.request(ann, "u-1", "cookie-1")))
                                .isTrue();
                        events.run("update id_backfill set lease = 7");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build();
        BackfillResult result = slow.run(events.request(ann, "u-1", "cookie-1"));
        assertThat(result.end()).as("nothing is kept of the run any more").isEqualTo(End.NO_PERSON);
        assertThat(result.chunks()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatSomebodyTookIsLeftToThem(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 50);
        ProfileId ann = events.person("u-1");
        EventBackfill slow = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    try {
                        events.run("update id_backfill set lease = lease + 1");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build();
        assertThat(slow.run(events.request(ann, "u-1", "cookie-1")).end()).isEqualTo(End.TAKEN_OVER);
        assertThat(events.users()).isEqualTo(Map.of("u-1", 10, "", 40));
        assertThat(events.number("select count(*) from id_backfill")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatASignInQueuesIsQueuedIfItCommits(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 5);
        ProfileId ann = events.person("u-1");
        EventBackfill backfill = events.backfill().build();
        BackfillRequest request = events.request(ann, "u-1", "cookie-1");
        try (Connection connection = events.dataSource.getConnection()) {
            assertThatIllegalStateException().isThrownBy(() -> backfill.enqueue(connection, request));
            connection.setAutoCommit(false);
            assertThat(backfill.enqueue(connection, request)).isTrue();
            assertThat(backfill.enqueue(connection, events.request(new ProfileId(ann.value()), "u-1", "cookie-2")))
                    .isTrue();
            connection.rollback();
            assertThat(backfill.resume()).isEmpty();
            assertThat(backfill.enqueue(
                            connection, events.request(new ProfileId(new java.util.UUID(1, 1)), "u-1", "cookie-1")))
                    .isFalse();
            assertThat(backfill.enqueue(connection, request)).isTrue();
            connection.commit();
        }
        assertThat(events.users()).isEqualTo(Map.of("", 5));
        assertThat(backfill.resume())
                .singleElement()
                .satisfies(result -> assertThat(result.isComplete()).isTrue());
        assertThat(events.users()).isEqualTo(Map.of("u-1", 5));
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptEndsItAtAChunkAndItCanBeResumedAtOnce(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 50);
        EventBackfill interrupted = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    if (chunk.chunk() == 2) {
                        Thread.currentThread().interrupt();
                    }
                })
                .build();
        BackfillResult result = interrupted.run(events.request(events.person("u-1"), "u-1", "cookie-1"));
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThat(result.end()).isEqualTo(End.INTERRUPTED);
        assertThat(events.users()).isEqualTo(Map.of("u-1", 20, "", 30));
        assertThat(events.backfill().build().resume())
                .singleElement()
                .satisfies(rest -> assertThat(rest.stamped()).isEqualTo(50));
    }

    /** Values go through the codec; nothing else of the row tells them. */
    @ParameterizedTest
    @EnumSource
    void whatIsKeptIsEncoded(Dialect dialect) throws SQLException {
        Upside codec = new Upside();
        HostEvents events = new HostEvents(dialect, codec);
        events.insert("cookie-1", 1, 5);
        EventBackfill backfill = events.backfill().build();
        backfill.enqueue(events.request(events.person("u-1"), "u-1", "cookie-1"));
        assertThat(events.number("select count(*) from id_backfill where value_key = 'upside' and after_key is null"))
                .isEqualTo(1);
        HostEvents same = events;
        codec.readable = false;
        assertThat(backfill.resume())
                .singleElement()
                .satisfies(result -> assertThat(result.end()).isEqualTo(End.UNREADABLE));
        codec.readable = true;
        same.endLeases();
        assertThat(backfill.resume())
                .singleElement()
                .satisfies(result -> assertThat(result.stamped()).isEqualTo(5));
    }

    @ParameterizedTest
    @EnumSource
    void withoutReadableValuesARunIsNotResumed(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect, ValueCodec.none());
        events.insert("cookie-1", 1, 50);
        ProfileId ann = events.person("u-1");
        BackfillRequest request = events.request(ann, "u-1", "cookie-1");
        EventBackfill killed = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    throw new Killed();
                })
                .build();
        assertThatIllegalStateException().isThrownBy(() -> killed.enqueue(request));
        assertThatExceptionOfType(Killed.class).isThrownBy(() -> killed.run(request));
        assertThat(events.number("select count(*) from id_backfill")).isEqualTo(1);
        events.endLeases();
        EventBackfill other = events.backfill().build();
        assertThat(other.resume()).isEmpty();
        assertThat(events.number("select count(*) from id_backfill")).isZero();
        assertThat(other.run(request).stamped()).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource
    void anErasureTakesQueuedRunsAlong(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 5);
        ProfileId ann = events.person("u-1");
        ProfileId bob = events.person("u-2");
        EventBackfill backfill = events.backfill().build();
        backfill.enqueue(events.request(ann, "u-1", "cookie-1"));
        backfill.enqueue(events.request(bob, "u-2", "cookie-2"));
        IdentityResolver identities = IdentityResolver.builder(events.store).build();
        assertThat(identities.steward().erase(ann, "asked for it")).isInstanceOf(EraseResult.Erased.class);
        assertThat(backfill.pending(10)).extracting(PendingBackfill::profile).containsExactly(bob);
    }

    /** Turns bytes round, and may be told to read nothing. */
    private static final class Upside implements ValueCodec {
        private boolean readable = true;

        @Override
        public String keyId() {
            return "upside";
        }

        @Override
        public byte[] encode(TenantId tenant, IdentifierKey key, String plaintext) {
            return new StringBuilder(plaintext).reverse().toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(TenantId tenant, IdentifierKey key, String keyId, byte[] encoded) {
            return readable
                    ? Optional.of(new StringBuilder(new String(encoded, StandardCharsets.UTF_8))
                            .reverse()
                            .toString())
                    : Optional.empty();
        }
    }

    /** Connections that break after so many statements in all, and do what they were asked to for only half of the time. */
    private static final class Breaking extends PGSimpleDataSource {
        private static final long serialVersionUID = 1L;

        private final transient HostEvents events;
        private final AtomicInteger left;

        Breaking(HostEvents events, AtomicInteger left) {
            this.events = events;
            this.left = left;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = events.dataSource.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        String name = method.getName();
                        boolean counts = name.equals("prepareStatement") || name.equals("commit");
                        int now = counts ? left.decrementAndGet() : 1;
                        if (counts && now <= 0) {
                            if (name.equals("commit") && now == 0) {
                                connection.commit();
                            }
                            connection.close();
                            throw new SQLException("broken", "08006");
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }
}
