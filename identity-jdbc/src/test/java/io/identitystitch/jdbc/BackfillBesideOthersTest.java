package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.jdbc.BackfillResult.End;
import io.identitystitch.model.ProfileId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A back-fill while others read, write and stamp the same rows. */
class BackfillBesideOthersTest {
    @ParameterizedTest
    @EnumSource
    void rowsThatComeInWhileItRunsAreStampedToo(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1_000, 50);
        ProfileId ann = events.person("u-1");
        BackfillResult result = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    try {
                        if (chunk.chunk() <= 3) {
                            events.insert("cookie-1", chunk.chunk() * 10, 5);
                            events.insert("cookie-1", 2_000 + chunk.chunk() * 10, 5);
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .build()
                .run(events.request(ann, "u-1", "cookie-1"));
        assertThat(result.isComplete()).isTrue();
        assertThat(events.users()).as("behind and before").isEqualTo(Map.of("u-1", 80));
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatOthersHaveLockedAreTriedAgainAtTheEnd(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 50);
        ProfileId ann = events.person("u-1");
        try (Connection other = events.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update events set tenant = 'x' where id between 11 and 15");
            AtomicInteger waits = new AtomicInteger();
            EventBackfill backfill = events.backfill()
                    .chunkSize(10)
                    .waiting(time -> waits.incrementAndGet())
                    .build();
            BackfillResult locked = backfill.run(events.request(ann, "u-1", "cookie-1"));
            assertThat(locked.end()).isEqualTo(End.ROWS_LOCKED);
            assertThat(waits).hasValue(1);
            assertThat(locked.stamped()).isEqualTo(45);
            assertThat(backfill.resume()).as("not at once").isEmpty();

            events.endLeases();
            EventBackfill patient =
                    events.backfill().waiting(time -> commit(other)).build();
            assertThat(patient.resume()).singleElement().satisfies(result -> {
                assertThat(result.end()).isEqualTo(End.COMPLETE);
                assertThat(result.stamped()).isEqualTo(50);
            });
        }
        assertThat(events.users()).isEqualTo(Map.of("u-1", 50));
        assertThat(events.number("select count(*) from events where tenant = 'x'"))
                .isEqualTo(5);
    }

    /** What the host writes itself in the meantime stays. */
    @ParameterizedTest
    @EnumSource
    void aUserIdThatTheHostWritesMeanwhileStays(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 50);
        ProfileId ann = events.person("u-1");
        try (Connection other = events.dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("update events set user_id = 'host' where id between 21 and 25");
            BackfillResult result = events.backfill()
                    .chunkSize(10)
                    .waiting(time -> commit(other))
                    .build()
                    .run(events.request(ann, "u-1", "cookie-1"));
            assertThat(result.isComplete()).isTrue();
        }
        assertThat(events.users()).isEqualTo(Map.of("u-1", 45, "host", 5));
    }

    /** Four runs at once of the same visitors, of two users, with a writer beside them. */
    @ParameterizedTest
    @EnumSource
    void severalAtOnceStampEachRowOnce(Dialect dialect) throws Exception {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 2_000);
        events.insert("cookie-2", 2_001, 2_000);
        ProfileId ann = events.person("u-1");
        ProfileId bob = events.person("u-2");
        int runs = 4;
        ExecutorService threads = Executors.newFixedThreadPool(runs + 1);
        try {
            CountDownLatch start = new CountDownLatch(runs + 1);
            List<Future<BackfillResult>> results = new ArrayList<>();
            for (int i = 0; i < runs; i++) {
                boolean even = i % 2 == 0;
                EventBackfill backfill = events.backfill().chunkSize(100).build();
                BackfillRequest request =
                        events.request(even ? ann : bob, even ? "u-1" : "u-2", "cookie-2", "cookie-1");
                results.add(threads.submit(() -> {
                    start.countDown();
                    start.await();
                    return backfill.run(request);
                }));
            }
            Future<?> writer = threads.submit(() -> {
                start.countDown();
                start.await();
                for (int i = 0; i < 100; i++) {
                    events.insert("cookie-1", 10_000 + i, 1);
                }
                return null;
            });
            long stamped = 0;
            for (Future<BackfillResult> result : results) {
                assertThat(result.get().end()).isIn(End.COMPLETE, End.ROWS_LOCKED);
                stamped += result.get().stamped();
            }
            writer.get();
            events.endLeases();
            for (BackfillResult rest : events.backfill().build().resume()) {
                stamped += rest.stamped();
            }
            BackfillResult last = events.backfill().build().run(events.request(ann, "u-1", "cookie-1", "cookie-2"));
            assertThat(last.isComplete()).isTrue();
            assertThat(events.users()).doesNotContainKey("");
            assertThat(events.number("select count(*) from events")).isEqualTo(4_100);
            assertThat(stamped + last.stamped()).as("each once").isGreaterThanOrEqualTo(4_100);
        } finally {
            threads.shutdownNow();
        }
    }

    /** The queue, by three nodes: each run is taken by one. */
    @ParameterizedTest
    @EnumSource
    void nodesShareAQueue(Dialect dialect) throws Exception {
        HostEvents events = new HostEvents(dialect);
        int queued = 20;
        EventBackfill backfill = events.backfill().chunkSize(10).build();
        for (int i = 0; i < queued; i++) {
            events.insert("cookie-" + i, 1_000 * i, 15);
            backfill.enqueue(events.request(events.person("u-" + i), "u-" + i, "cookie-" + i));
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            List<Future<List<BackfillResult>>> nodes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                nodes.add(threads.submit(() -> events.backfill().build().resume()));
            }
            List<BackfillResult> all = new ArrayList<>();
            for (Future<List<BackfillResult>> node : nodes) {
                all.addAll(node.get());
            }
            assertThat(all).hasSize(queued).allMatch(result -> result.stamped() == 15);
            assertThat(all).extracting(BackfillResult::profile).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
        }
        assertThat(events.users()).hasSize(queued).doesNotContainKey("");
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
