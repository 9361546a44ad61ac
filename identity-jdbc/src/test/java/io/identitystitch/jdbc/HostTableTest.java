package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a table that will not do is answered with. */
class HostTableTest {
    private static void assertRefused(EventBackfillBuilder builder, String... said) {
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(builder::build)
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN))
                .withMessageContainingAll(said);
    }

    private static EventBackfillBuilder of(HostEvents events, String table, String key, String anonymous, String user) {
        return EventBackfill.builder(events.store, table)
                .keyColumn(key)
                .anonymousIdColumn(anonymous)
                .userIdColumn(user);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsMissingIsNamed(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        assertRefused(of(events, "evnts", "id", "anonymous_id", "user_id"), "evnts", "no such table");
        assertRefused(of(events, "web.events", "id", "anonymous_id", "user_id"), "web.events", "no such table");
        assertRefused(of(events, "events", "key", "anonymous_id", "user_id"), "no column key");
        assertRefused(of(events, "events", "id", "anon", "user_id"), "no column anon");
        assertRefused(of(events, "events", "id", "anonymous_id", "account"), "no column account");
        assertRefused(events.backfill().eventTimeColumn("at"), "no column at");
        assertRefused(events.backfill().tenantColumn("org"), "no column org");
    }

    @ParameterizedTest
    @EnumSource
    void typesAreChecked(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.run("create table odd (id numeric(10) primary key, k bigint unique not null, a bigint, c varchar(20),"
                + " u boolean, r varchar(9) not null, at timestamp, t uuid)");
        assertRefused(of(events, "odd", "id", "c", "c2"), "no column c2");
        assertRefused(of(events, "odd", "id", "c", "a"), "an integer, a bigint, a uuid or a text");
        assertRefused(of(events, "odd", "k", "a", "c"), "a text");
        assertRefused(of(events, "odd", "k", "c", "u"), "an integer, a bigint, a uuid or a text");
        assertRefused(of(events, "odd", "k", "c", "r"), "allow null");
        assertRefused(of(events, "odd", "k", "c", "a").eventTimeColumn("at"), "timestamp with time zone");
        assertRefused(of(events, "odd", "k", "c", "a").tenantColumn("t"), "a text");
        assertThatCode(of(events, "odd", "k", "c", "a")::build).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyHasToBeUniqueByItself(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.run(
                "create table loose (a bigint, b bigint not null, c varchar(20), u varchar(20), primary key (a, b))",
                "create index loose_b on loose (b)",
                "create table maybe (k bigint unique, c varchar(20), u varchar(20))");
        assertRefused(of(events, "loose", "b", "c", "u"), "unique");
        assertRefused(of(events, "maybe", "k", "c", "u"), "unique");
        assertThatCode(of(events, "loose", "b", "c", "u").assumeUniqueKey()::build)
                .doesNotThrowAnyException();
    }

    @Test
    void aPartitionedTableIsTakenAtTheHostsWord() throws SQLException {
        HostEvents events = new HostEvents(Dialect.POSTGRESQL);
        events.run(
                "create table parts (id bigint, c text, u text, d integer, primary key (id, d)) partition by list (d)",
                "create table parts_1 partition of parts for values in (1)",
                "create table parts_2 partition of parts for values in (2)",
                "insert into parts select n, 'c', null, 1 + n % 2 from generate_series(1, 100) s(n)");
        assertRefused(of(events, "parts", "id", "c", "u"), "assumeUniqueKey()");
        EventBackfill backfill = of(events, "parts", "id", "c", "u")
                .assumeUniqueKey()
                .chunkSize(7)
                .build();
        assertThat(backfill.run(events.request(events.person("u-1"), "u-1", "c"))
                        .stamped())
                .isEqualTo(100);
    }

    @Test
    void aUserWhoMayNotIsTold() throws SQLException {
        HostEvents events = new HostEvents(Dialect.POSTGRESQL);
        events.run(
                "create table closed (k bigint primary key, c text, u text)",
                "create role reader_" + hashCode(),
                "grant select on closed to reader_" + hashCode());
        EventBackfillBuilder builder = of(events, "closed", "k", "c", "u")
                .dataSource(new org.postgresql.ds.PGSimpleDataSource() {
                    private static final long serialVersionUID = 1L;

                    @Override
                    public Connection getConnection() throws SQLException {
                        Connection connection = events.dataSource.getConnection();
                        try (var statement = connection.createStatement()) {
                            statement.execute("set role reader_" + HostTableTest.this.hashCode());
                        }
                        return connection;
                    }
                });
        assertRefused(builder, "may not read and update");
        events.run("drop owned by reader_" + hashCode(), "drop role reader_" + hashCode());
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatIsGoneIsNotTakenForOneOfOurs(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        EventBackfill backfill = events.backfill().build();
        BackfillRequest request = events.request(events.person("u-1"), "u-1", "c");
        events.run("drop table events");
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> backfill.run(request))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN))
                .withMessageContaining("that is to be stamped");
    }

    @ParameterizedTest
    @EnumSource
    void aUserIdThatIsTooLongIsRefusedWithoutItsValue(Dialect dialect) throws SQLException {
        HostEvents events = new HostEvents(dialect);
        events.insert("c", 1, 1);
        String user = "secret".repeat(20);
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> events.backfill().build().run(events.request(events.person("u-1"), user, "c")))
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN))
                .withMessageNotContaining("secret")
                .withMessageContaining("refuses the user id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a\"b", "a.b.c", "1a", "a.", ".a", "\u00e4"})
    void namesHaveOneShape(String name) throws SQLException {
        HostEvents events = new HostEvents(Dialect.H2);
        assertThatIllegalArgumentException().isThrownBy(() -> EventBackfill.builder(events.store, name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventBackfill.builder(events.store, "events").keyColumn(name));
    }

    @Test
    void optionsHaveBounds() throws SQLException {
        HostEvents events = new HostEvents(Dialect.H2);
        EventBackfillBuilder builder = events.backfill();
        assertThatIllegalStateException().isThrownBy(() -> builder.keyColumn("id"));
        assertThatIllegalStateException()
                .isThrownBy(() -> EventBackfill.builder(events.store, "events").build());
        assertThatIllegalStateException().isThrownBy(of(events, "events", "id", "user_id", "user_id")::build);
        assertThatIllegalArgumentException().isThrownBy(() -> builder.chunkSize(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.chunkSize(10_001));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.targetTime(Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.targetTime(Duration.ofMillis(1_001)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pause(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.pause(Duration.ofMillis(10_001)));
        assertThat(builder.build().toString()).isEqualTo("EventBackfill[EVENTS(ID,ANONYMOUS_ID,USER_ID,,)]");
    }
}
