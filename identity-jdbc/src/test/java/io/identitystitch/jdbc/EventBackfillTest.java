package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.BackfillResult.End;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is stamped, and what is not. */
class EventBackfillTest {
    private final List<BackfillProgress> heard = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    @Tag("S1-21")
    void onlyRowsOfThatVisitorWithoutAUserAreStamped(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 1_234);
        events.insert("cookie-2", 5_001, 10);
        events.run(
                "update events set user_id = 'somebody else' where id between 101 and 200",
                "update events set user_id = '' where id = 300",
                "insert into events (id, anonymous_id) values (9000, null)");
        ProfileId ann = events.person("u-1", "cookie-1");

        BackfillResult result =
                events.backfill().listener(heard::add).build().run(events.request(ann, "u-1", "cookie-1"));

        assertThat(result.end()).isEqualTo(End.COMPLETE);
        assertThat(result.stamped()).isEqualTo(1_133);
        assertThat(events.number("select count(*) from events where user_id = 'u-1'"))
                .isEqualTo(1_133);
        assertThat(events.number("select count(*) from events where user_id = 'somebody else'"))
                .isEqualTo(100);
        assertThat(events.number("select count(*) from events where user_id is null"))
                .isEqualTo(11);
        assertThat(heard).extracting(BackfillProgress::rows).containsExactly(500, 500, 133);
        assertThat(heard).extracting(BackfillProgress::stamped).containsExactly(500L, 1_000L, 1_133L);
        assertThat(heard).extracting(BackfillProgress::chunk).containsExactly(1, 2, 3);
        assertThat(result.chunks()).isEqualTo(3);
        assertThat(events.number("select count(*) from id_backfill")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @Tag("S1-22")
    void eventsBeforeTheSignUpAreThenFoundByTheUser(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 3);
        events.insert("cookie-2", 4, 2);
        ProfileId ann = events.person("u-1", "cookie-1", "cookie-2");
        events.run("insert into events (id, anonymous_id, user_id) values (10, 'cookie-2', 'u-1')");
        assertThat(events.number("select count(*) from events where user_id = 'u-1'"))
                .isEqualTo(1);

        events.backfill().build().run(events.request(ann, "u-1", "cookie-1", "cookie-2"));

        assertThat(events.number("select count(*) from events where user_id = 'u-1'"))
                .isEqualTo(6);
    }

    @ParameterizedTest
    @EnumSource
    void theSameAgainChangesNothing(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 10);
        ProfileId ann = events.person("u-1");
        EventBackfill backfill = events.backfill().build();
        backfill.run(events.request(ann, "u-1", "cookie-1"));

        BackfillResult again = backfill.run(events.request(ann, "u-2", "cookie-1"));

        assertThat(again.isComplete()).isTrue();
        assertThat(again.stamped()).isZero();
        assertThat(events.users()).isEqualTo(Map.of("u-1", 10));
    }

    @ParameterizedTest
    @EnumSource
    void boundsOfEventTimeAreHalfOpen(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        int id = 0;
        for (String time : List.of("11:59:59.999999", "12:00:00", "12:30:00", "12:59:59.999999", "13:00:00")) {
            events.run("insert into events (id, anonymous_id, occurred_at) values (" + ++id
                    + ", 'tablet', timestamp with time zone '2026-03-01 " + time + "+00')");
        }
        events.run("insert into events (id, anonymous_id) values (6, 'tablet')");
        EventBackfill backfill =
                events.backfill().eventTimeColumn("occurred_at").build();
        ProfileId ann = events.person("ann");
        Instant one = noon.plus(Duration.ofHours(1));

        assertThat(backfill.run(BackfillRequest.builder(ann, "ann")
                                .anonymousIdBetween("tablet", noon, one)
                                .build())
                        .stamped())
                .isEqualTo(3);
        assertThat(events.number("select sum(id) from events where user_id = 'ann'"))
                .isEqualTo(2 + 3 + 4);
        assertThat(backfill.run(BackfillRequest.builder(events.person("bob"), "bob")
                                .anonymousIdUntil("tablet", noon)
                                .anonymousIdFrom("tablet", one)
                                .build())
                        .stamped())
                .isEqualTo(2);
        assertThat(events.users()).isEqualTo(Map.of("ann", 3, "bob", 2, "", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> events.backfill()
                        .build()
                        .run(BackfillRequest.builder(ann, "ann")
                                .anonymousIdFrom("tablet", noon)
                                .build()));
    }

    @ParameterizedTest
    @EnumSource
    void tenantsAreKeptApart(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        TenantId north = TenantId.of("north");
        TenantId south = TenantId.of("south");
        events.insert("cookie-1", 1, 10);
        events.run("update events set tenant = case when id <= 6 then 'north' else 'south' end");
        ProfileId ann = events.person(north, "ann", "cookie-1");
        ProfileId sue = events.person(south, "sue", "cookie-1");
        EventBackfill backfill = events.backfill().tenantColumn("tenant").build();

        assertThat(backfill.forTenant(north)
                        .run(events.request(ann, "ann", "cookie-1"))
                        .stamped())
                .isEqualTo(6);
        assertThat(backfill.forTenant(north)
                        .run(events.request(sue, "sue", "cookie-1"))
                        .end())
                .as("a profile of another tenant")
                .isEqualTo(End.NO_PERSON);
        assertThat(backfill.forTenant(south).enqueue(events.request(sue, "sue", "cookie-1")))
                .isTrue();
        assertThat(backfill.resume())
                .as("the queue is that of all tenants")
                .singleElement()
                .satisfies(result -> assertThat(result.stamped()).isEqualTo(4));
        assertThat(events.users()).isEqualTo(Map.of("ann", 6, "sue", 4));
        assertThatIllegalStateException()
                .isThrownBy(() -> events.backfill().build().forTenant(south));
    }

    @ParameterizedTest
    @EnumSource
    void namesMayBeReservedQualifiedAndOfAnyCase(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.run(
                "create schema web",
                "create table web.\"Order\" (\"select\" uuid primary key, \"From\" varchar(20), \"user\" uuid)",
                "insert into web.\"Order\" values ('" + new UUID(1, 1) + "', 'c', null), ('" + new UUID(-1, 2)
                        + "', 'c', null), ('" + new UUID(1, 3) + "', 'd', null)");
        UUID user = new UUID(7, 7);
        ProfileId ann = events.person(user.toString());
        EventBackfill backfill = EventBackfill.builder(events.store, "web.Order")
                .keyColumn("SELECT")
                .anonymousIdColumn("From")
                .userIdColumn("user")
                .chunkSize(1)
                .build();
        assertThat(backfill.run(events.request(ann, user.toString(), "c")).stamped())
                .isEqualTo(2);
        assertThat(events.number("select count(*) from web.\"Order\" where \"user\" = '" + user + "'"))
                .isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> backfill.run(events.request(ann, "7-7-7-7-7", "c")))
                .withMessageNotContaining("7-7")
                .withNoCause();
    }

    @ParameterizedTest
    @EnumSource
    void keysAndUserIdsAreNumbersOrTexts(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.run(
                "create table texts (k varchar(20) primary key, a varchar(20), u bigint)",
                "create table numbers (k integer primary key, a varchar(20), u integer)",
                "insert into texts values ('B', 'c', null), ('a', 'c', null), ('\u00e4', 'c', null), ('b', 'c', null)",
                "insert into numbers values (-1, 'c', null), (0, 'c', null), (1, 'c', null)");
        ProfileId ann = events.person("17");
        for (Map.Entry<String, Integer> each : Map.of("texts", 4, "numbers", 3).entrySet()) {
            EventBackfill backfill = EventBackfill.builder(events.store, each.getKey())
                    .keyColumn("k")
                    .anonymousIdColumn("a")
                    .userIdColumn("u")
                    .chunkSize(1)
                    .build();
            assertThat(backfill.run(events.request(ann, "17", "c")).stamped()).isEqualTo((long) each.getValue());
            assertThat(events.number("select count(*) from " + each.getKey() + " where u = 17"))
                    .isEqualTo((long) each.getValue());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> backfill.run(events.request(ann, "seventeen", "c")))
                    .withMessageNotContaining("seventeen");
        }
    }

    /** Never more than the size of a chunk in one transaction, each row once. */
    @ParameterizedTest
    @EnumSource
    @Tag("large")
    void twoHundredThousandRowsAreAHundredTransactions(Dialect dialect) throws SQLException {
        int chunks = dialect == Dialect.H2 ? 15 : 100;
        int rows = chunks * 2_000;
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, rows);
        ProfileId ann = events.person("u-1");

        BackfillResult result = events.backfill()
                .chunkSize(2_000)
                .listener(heard::add)
                .build()
                .run(events.request(ann, "u-1", "cookie-1"));

        assertThat(result.stamped()).isEqualTo(rows);
        assertThat(heard).hasSizeGreaterThanOrEqualTo(chunks).allMatch(chunk -> chunk.rows() <= 2_000);
        assertThat(heard.stream().mapToInt(BackfillProgress::rows).sum()).isEqualTo(rows);
        assertThat(events.users()).isEqualTo(Map.of("u-1", rows));
        if (dialect == Dialect.POSTGRESQL) {
            assertThat(events.number("select max(n) from (select count(*) as n from events group by xmin::text) t"))
                    .as("rows that one transaction wrote")
                    .isLessThanOrEqualTo(2_000);
        }
    }

    /** Each chunk seems to take a second, then no time. */
    @Test
    void slowChunksGetSmallerAndGrowAgain() throws SQLException {
        HostEvents events = new HostEvents(Dialect.H2);
        events.insert("cookie-1", 1, 1_000);
        AtomicLong time = new AtomicLong();
        AtomicLong step = new AtomicLong(Duration.ofMillis(500).toNanos());
        List<Integer> rows = new ArrayList<>();
        events.backfill()
                .chunkSize(400)
                .targetTime(Duration.ofMillis(250))
                .nanos(() -> time.getAndAdd(step.get()))
                .listener(chunk -> {
                    rows.add(chunk.rows());
                    step.set(rows.size() < 3 ? step.get() : 0);
                })
                .build()
                .run(events.request(events.person("u-1"), "u-1", "cookie-1"));
        assertThat(rows.subList(0, 5)).containsExactly(400, 200, 100, 50, 75);
        assertThat(rows.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1_000);
    }

    @Test
    void pausesAreBetweenChunks() throws SQLException {
        HostEvents events = new HostEvents(Dialect.H2);
        events.insert("cookie-1", 1, 25);
        List<Duration> waited = new ArrayList<>();
        events.backfill()
                .chunkSize(10)
                .pause(Duration.ofSeconds(2))
                .waiting(waited::add)
                .build()
                .run(events.request(events.person("u-1"), "u-1", "cookie-1"));
        assertThat(waited).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    void manyVisitorsShareATransaction(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        String[] ids = new String[250];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = "cookie-" + i;
            events.insert(ids[i], 10 * i, i % 50 == 0 ? 3 : 0);
        }
        BackfillResult result =
                events.backfill().listener(heard::add).build().run(events.request(events.person("u-1"), "u-1", ids));
        assertThat(result.stamped()).isEqualTo(15);
        assertThat(heard).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void insideASignInItStampsNoMoreThanAsked(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 4);
        events.insert("cookie-2", 5, 4);
        ProfileId ann = events.person("u-1");
        EventBackfill backfill = events.backfill().build();
        BackfillRequest request = events.request(ann, "u-1", "cookie-1", "cookie-2");
        try (Connection connection = events.dataSource.getConnection()) {
            assertThatIllegalStateException().isThrownBy(() -> backfill.stampNow(connection, request, 6));
            connection.setAutoCommit(false);
            assertThat(backfill.stampNow(connection, request, 6)).isEqualTo(new StampedNow(6, true));
            connection.rollback();
            assertThat(events.users()).as("rolled back").isEqualTo(Map.of("", 8));
            assertThat(backfill.stampNow(connection, request, 6)).isEqualTo(new StampedNow(6, true));
            assertThat(backfill.stampNow(connection, request, 2)).isEqualTo(new StampedNow(2, false));
            assertThat(backfill.stampNow(connection, request, 2)).isEqualTo(new StampedNow(0, false));
            connection.commit();
        }
        assertThat(events.users()).isEqualTo(Map.of("u-1", 8));
        assertThat(events.number("select count(*) from id_backfill")).isZero();
    }

    @Test
    void requestsTellNoValues() {
        ProfileId ann = new ProfileId(new UUID(1, 2));
        BackfillRequest request = BackfillRequest.builder(ann, "secret-user")
                .anonymousId("secret-b")
                .anonymousIdFrom("secret-a", Instant.EPOCH)
                .anonymousId("secret-b")
                .build();
        assertThat(request.toString()).doesNotContain("secret").contains("2 anonymous ids");
        assertThat(request.visitors().toString()).doesNotContain("secret");
        assertThat(request.anonymousIds()).containsExactly("secret-a", "secret-b");
        assertThat(request.userId()).isEqualTo("secret-user");
    }

    @Test
    @SuppressWarnings("NullAway") // is what is tested
    void requestsAreChecked() {
        ProfileId ann = new ProfileId(new UUID(1, 2));
        assertThatNullPointerException()
                .isThrownBy(() -> BackfillRequest.builder(ann, null))
                .withMessage("userId");
        assertThatIllegalArgumentException().isThrownBy(() -> BackfillRequest.builder(ann, ""));
        assertThatIllegalStateException()
                .isThrownBy(() -> BackfillRequest.builder(ann, "u").build());
        BackfillRequest.Builder request = BackfillRequest.builder(ann, "u");
        assertThatIllegalArgumentException().isThrownBy(() -> request.anonymousId("a\0b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.anonymousIdBetween("a", Instant.EPOCH, Instant.EPOCH));
        assertThatIllegalArgumentException().isThrownBy(() -> {
            for (int i = 0; i <= BackfillRequest.MOST_ANONYMOUS_IDS; i++) {
                request.anonymousId("a" + i);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void aListenerThatFailsIsNotInTheWay(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 25);
        BackfillResult result = events.backfill()
                .chunkSize(10)
                .listener(chunk -> {
                    throw new IllegalStateException("a meter that is full");
                })
                .build()
                .run(events.request(events.person("u-1"), "u-1", "cookie-1"));
        assertThat(result.stamped()).isEqualTo(25);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsStampedForWhomWasErased(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("cookie-1", 1, 25);
        ProfileId ann = events.person("u-1");
        IdentityResolver identities = IdentityResolver.builder(events.store).build();
        EventBackfill backfill = events.backfill()
                .chunkSize(10)
                .listener(chunk -> identities.steward().erase(ann, "asked for it"))
                .build();

        BackfillResult result = backfill.run(events.request(ann, "u-1", "cookie-1"));

        assertThat(result.end()).isEqualTo(End.NO_PERSON);
        assertThat(result.stamped()).isEqualTo(10);
        assertThat(events.number("select count(*) from id_backfill")).isZero();
        assertThat(backfill.enqueue(events.request(ann, "u-1", "cookie-1"))).isFalse();
        assertThat(backfill.run(events.request(ann, "u-1", "cookie-1")).end()).isEqualTo(End.NO_PERSON);
        assertThat(events.users()).isEqualTo(Map.of("u-1", 10, "", 15));
    }
}
