package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.Digest;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.spi.IdentityStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.jooq.conf.ParamType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The marks of erased identifiers: how long they are kept, and that they refuse what those in memory do. */
class RefusedMarksTest {
    private static final Identifier ANN = email("ann@x.org");
    private static final Identifier BOB = email("bob@x.org");

    private static Identifier email(String value) {
        return Identifier.of(IdentifierType.EMAIL, value);
    }

    private static IdentityPolicy refusingFor(Duration time) {
        return IdentityPolicy.defaults().toBuilder()
                .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], time))
                .build();
    }

    private static IdentityResolver resolver(DataSource dataSource, Duration time) {
        return IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                .policy(refusingFor(time))
                .build();
    }

    private static ResolveRequest request(Identifier identifier) {
        return ResolveRequest.builder()
                .identifier(identifier.type(), identifier.value())
                .build();
    }

    private static void erase(IdentityResolver identities, Identifier identifier) {
        assertThat(identities.steward().erase(identifier, "asked for it")).isInstanceOf(EraseResult.Erased.class);
    }

    private static List<Instant> ends(DataSource dataSource) throws SQLException {
        List<Instant> ends = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select until from id_refused order by until")) {
            while (row.next()) {
                ends.add(row.getObject(1, OffsetDateTime.class).toInstant());
            }
        }
        return ends;
    }

    private static void run(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndIsTheTimeAfterTheErasureAndIsProlongedAndNeverShortened(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver month = resolver(dataSource, Duration.ofDays(30));
        month.resolve(request(ANN));
        Instant before = Instant.now();
        erase(month, ANN);
        List<Instant> first = ends(dataSource);
        assertThat(first)
                .singleElement()
                .satisfies(end -> assertThat(end)
                        .isBetween(
                                before.plus(Duration.ofDays(30)).minusSeconds(60),
                                Instant.now().plus(Duration.ofDays(30)).plusSeconds(60)));

        IdentityResolver day = resolver(dataSource, Duration.ofDays(1));
        giveAnnsToBob(day);
        erase(day, ANN);
        assertThat(ends(dataSource))
                .as("Bob's, and Ann's as it was")
                .hasSize(2)
                .last()
                .isEqualTo(first.get(0));

        IdentityResolver year = resolver(dataSource, Duration.ofDays(365));
        giveAnnsToBob(year);
        erase(year, ANN);
        assertThat(ends(dataSource)).hasSize(2).allMatch(end -> end.isAfter(before.plus(Duration.ofDays(364))));
    }

    private static void giveAnnsToBob(IdentityResolver identities) {
        Steward steward = identities.steward();
        steward.readmit(BOB);
        identities.resolve(request(BOB));
        steward.changeIdentifier(BOB, ANN, "it is his now");
    }

    @ParameterizedTest
    @EnumSource
    void marksThatHaveEndedGoWithTheNextErasureOfTheirTenant(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver identities = resolver(dataSource, Duration.ofDays(30));
        IdentityResolver elsewhere = identities.forTenant(TenantId.of("elsewhere"));
        for (IdentityResolver each : List.of(identities, elsewhere)) {
            each.resolve(request(ANN));
            erase(each, ANN);
        }
        assertThat(ends(dataSource)).hasSize(2);
        run(dataSource, "update id_refused set until = current_timestamp");
        assertThat(identities.resolve(request(ANN)).outcome()).isEqualTo(Outcome.CREATED);
        identities.resolve(request(BOB));
        erase(identities, BOB);
        assertThat(ends(dataSource)).as("one that ended elsewhere, and Bob's").hasSize(2);
        erase(elsewhere.forTenant(identities.tenant()), ANN);
        assertThat(ends(dataSource)).hasSize(3);
    }

    /** As many as can have ended in a month must not make a transaction that never ends. */
    @ParameterizedTest
    @EnumSource
    void manyThatHaveEndedGoInParts(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver identities = resolver(dataSource, Duration.ofDays(30));
        identities.resolve(request(ANN));
        boolean h2 = dialect == Dialect.H2;
        run(
                dataSource,
                "insert into id_refused (tenant, mark, until) select t.id, "
                        + (h2 ? "hash('SHA-256', cast(n as varchar))" : "sha256(n::text::bytea)")
                        + ", current_timestamp from id_tenant t cross join "
                        + (h2 ? "system_range(1, 2500) s(n)" : "generate_series(1, 2500) s(n)"));
        for (int left : new int[] {1_501, 501, 1}) {
            identities.resolve(request(ANN));
            erase(identities, ANN);
            assertThat(ends(dataSource).size()).isEqualTo(left);
            identities.steward().readmit(ANN);
        }
    }

    /** A plan that is kept was made while the table was empty. */
    @Test
    @Tag("large")
    void aMarkIsFoundInALargeTableAsInAnEmptyOne() throws SQLException {
        Database database = new Database(Dialect.POSTGRESQL, null);
        try (Connection connection = TestStores.migrated(Dialect.POSTGRESQL).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into id_tenant (name) values ('default')");
            RefusedMarks marks =
                    new RefusedMarks(database, connection, new Scope(1, new Names(database), Mode.AUTO_COMMIT, 0));
            Digest first = Digest.sha256("1".getBytes(StandardCharsets.UTF_8));
            Digest last = Digest.sha256("200000".getBytes(StandardCharsets.UTF_8));
            String sql = marks.lookUp(marks.these(List.of(first, last)).get(0)).getSQL(ParamType.INLINED);
            statement.execute("prepare look_up as " + sql);
            assertThat(explained(statement, "explain execute look_up")).contains("id_refused_pkey");
            statement.execute("insert into id_refused (tenant, mark, until) select 1, sha256(n::text::bytea),"
                    + " current_timestamp + interval '1 day' from generate_series(1, 200000) s(n)");
            assertThat(marks.lookUp(marks.these(List.of(first, last)).get(0)).fetch())
                    .hasSize(2);
            assertThat(explained(statement, "explain (analyze, timing off) execute look_up"))
                    .contains("id_refused_pkey")
                    .doesNotContain("Rows Removed by Filter")
                    .doesNotContain("id_refused_until");
        }
    }

    private static String explained(Statement statement, String sql) throws SQLException {
        StringBuilder plan = new StringBuilder();
        try (ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                plan.append(row.getString(1)).append('\n');
            }
        }
        return plan.toString();
    }

    @Test
    void answersAsInMemoryOnH2() {
        compare(JdbcIdentityStore.create(TestStores.migrated(Dialect.H2)));
    }

    @Test
    void answersAsInMemoryOnPostgres() {
        compare(JdbcIdentityStore.create(TestStores.migrated(Dialect.POSTGRESQL)));
    }

    @Test
    void answersAsInMemoryOnPostgresWithPortableStatements() {
        compare(TestStores.portable(TestStores.migrated(Dialect.POSTGRESQL)));
    }

    /** Every load is compared by the store. */
    private static void compare(IdentityStore tested) {
        TwinStore store = new TwinStore(tested);
        Random random = new Random(7);
        int refused = 0;
        for (int history = 0; history < 2; history++) {
            IdentityResolver identities = IdentityResolver.builder(store)
                    .tenant(TenantId.of("t" + history + UUID.randomUUID()))
                    .policy(refusingFor(Duration.ofDays(30)))
                    .build();
            for (int call = 0; call < 60; call++) {
                Identifier some = email("e" + random.nextInt(8) + "@x.org");
                switch (random.nextInt(12)) {
                    case 0 -> identities.steward().erase(some, "asked for it");
                    case 1 -> identities.steward().readmit(some);
                    case 2 -> identities.steward().unlink(some, "not his");
                    case 3 ->
                        identities
                                .steward()
                                .changeIdentifier(some, email("e" + random.nextInt(8) + "@x.org"), "another one");
                    case 4 -> identities.signedOut("c" + random.nextInt(8));
                    default -> {
                        List<Resolution> answers = random.nextBoolean()
                                ? List.of(identities.resolve(request(random, some)))
                                : identities.resolveAll(List.of(request(random, some), request(random, some)));
                        refused += (int) answers.stream()
                                .filter(answer -> answer.outcome() == Outcome.UNIDENTIFIED)
                                .count();
                    }
                }
            }
        }
        assertThat(store.lean).isPositive();
        assertThat(refused).isGreaterThan(10);
    }

    private static ResolveRequest request(Random random, Identifier some) {
        ResolveRequest.Builder request = ResolveRequest.builder().anonymousId("c" + random.nextInt(8));
        if (random.nextBoolean()) {
            request.email(some.value());
        }
        if (random.nextInt(3) == 0) {
            request.userId("u" + random.nextInt(8));
        }
        return request.build();
    }
}
