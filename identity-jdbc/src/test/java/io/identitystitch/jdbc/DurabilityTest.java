package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.IdentityResolverBuilder;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.testdb.WireProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Which transactions do not wait for the log: a trigger on every table notes the setting that is in force when a row is written. */
class DurabilityTest {
    private PGSimpleDataSource database;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        database = (PGSimpleDataSource) TestStores.migrated(Dialect.POSTGRESQL);
        connection = database.getConnection();
        execute("create table noted (setting text)");
        execute("create function note() returns trigger language plpgsql as"
                + " $$ begin insert into noted values (current_setting('synchronous_commit')); return null; end $$");
        for (String table : List.of("id_profile", "id_identifier", "id_edge", "id_touch", "id_trait")) {
            execute("create trigger note after insert or update on " + table
                    + " for each statement execute function note()");
        }
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** What was noted since the last time, each once. */
    private List<String> noted() throws SQLException {
        List<String> settings = new ArrayList<>();
        try (Connection beside = database.getConnection();
                Statement statement = beside.createStatement();
                ResultSet rows = statement.executeQuery("with gone as (delete from noted returning setting)"
                        + " select distinct setting from gone order by setting")) {
            while (rows.next()) {
                settings.add(rows.getString(1));
            }
        }
        return settings;
    }

    private String now() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show synchronous_commit")) {
            row.next();
            return row.getString(1);
        }
    }

    /** One connection for all calls, so that what would stay on it is seen. */
    private JdbcIdentityStore relaxed() {
        return JdbcIdentityStore.builder(new LentConnection(connection))
                .anonymousDurability(Durability.RELAXED)
                .build();
    }

    private static IdentityResolverBuilder resolver(JdbcIdentityStore store) {
        return IdentityResolver.builder(store).hasher(IdentifierHasher.sha256());
    }

    private static ResolveRequest.Builder visit(String id) {
        return ResolveRequest.builder().anonymousId(id);
    }

    private static ResolveRequest.Builder withFacts(ResolveRequest.Builder request) {
        return request.touch(Touch.attributed(Instant.now(), Map.of("utm_source", "news")))
                .trait("plan", "free");
    }

    @Test
    void onlyTheCreationOfVisitorsIsRelaxed() throws SQLException {
        IdentityResolver identities = resolver(relaxed()).build();
        identities.resolve(visit("v-1").build());
        assertThat(noted()).containsExactly("off");
        identities.resolve(withFacts(visit("v-2").deviceId("d-2")).build());
        identities.resolve(withFacts(visit("v-3")).minted().build());
        assertThat(noted()).containsExactly("off");
        assertThat(now()).as("on the connection afterwards").isEqualTo("on");

        List<ResolveRequest> durable = List.of(
                // A fact of a visitor who is there, and a further device of theirs.
                withFacts(visit("v-1")).build(),
                visit("v-1").deviceId("d-1").build(),
                // A known person, new, and then linked to, and then merged with a visitor.
                ResolveRequest.builder().userId("ann").build(),
                ResolveRequest.builder().userId("ann").email("ann@x.org").build(),
                visit("v-1").userId("ann").build(),
                visit("v-4").userId("ann").build(),
                // A device that changes hands, and a new person with a new device.
                visit("v-1").userId("bob").build(),
                visit("v-5").email("cleo@x.org").build(),
                // Two visitors who are one.
                visit("v-2").anonymousId("v-3").build());
        for (ResolveRequest request : durable) {
            identities.resolve(request);
            assertThat(noted()).as("%s", request).containsExactly("on");
        }
        identities.signedOut("v-5");
        assertThat(noted()).containsExactly("on");
        assertThat(now()).isEqualTo("on");
    }

    @Test
    void aBatchIsRelaxedIfItCreatesVisitorsOnly() throws SQLException {
        IdentityResolver identities = resolver(relaxed()).build();
        List<ResolveRequest> few = List.of(visit("v-1").build(), visit("v-2").build());
        identities.resolveAll(few);
        assertThat(noted()).containsExactly("off");
        identities.resolveAll(List.of(
                visit("v-3").build(), ResolveRequest.builder().userId("ann").build()));
        assertThat(noted()).containsExactly("on");
        List<ResolveRequest> many = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(withFacts(visit("many-" + i)).build());
        }
        identities.resolveAll(many);
        assertThat(noted()).as("in several statements").containsExactly("off");
        assertThat(now()).isEqualTo("on");
    }

    @Test
    void sessionsOfAnyLevelAndBothKindsOfStatementsAreRelaxedAlike() throws SQLException {
        connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
        IdentityResolver identities = resolver(relaxed()).build();
        identities.resolve(visit("v-1").minted().build());
        assertThat(noted()).containsExactly("off");
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        IdentityResolver portable = resolver(TestStores.portable(new LentConnection(connection), Durability.RELAXED))
                .build();
        portable.resolve(visit("v-2").build());
        assertThat(noted()).containsExactly("off");
        portable.resolve(visit("v-2").userId("ann").build());
        assertThat(noted()).containsExactly("on");
        assertThat(now()).isEqualTo("on");
    }

    @Test
    void aTransactionOfTheHostIsNot() throws SQLException {
        JdbcIdentityStore store = relaxed();
        IdentityResolver identities = resolver(store).build();
        connection.setAutoCommit(false);
        identities.using(store.joining(connection)).resolve(visit("v-1").build());
        identities
                .using(store.joining(connection))
                .resolve(visit("v-2").minted().build());
        assertThat(now()).isEqualTo("on");
        connection.commit();
        connection.setAutoCommit(true);
        assertThat(noted()).containsExactly("on");
    }

    @Test
    void byDefaultNothingIs() throws SQLException {
        IdentityResolver identities = resolver(JdbcIdentityStore.create(new LentConnection(connection)))
                .build();
        identities.resolve(visit("v-1").minted().build());
        assertThat(noted()).containsExactly("on");
    }

    @Test
    void aLostRaceLeavesNothingOfIt() throws SQLException {
        IdentityResolver identities = resolver(relaxed()).build();
        identities.resolve(visit("v-1").build());
        identities.resolve(visit("v-1").minted().build());
        assertThat(now()).isEqualTo("on");
    }

    @Test
    void itTakesNoRoundTrip() throws SQLException {
        try (WireProxy proxy = WireProxy.inFrontOf(database);
                Connection counted = proxy.through(database).getConnection()) {
            DataSource one = new LentConnection(counted);
            long standard = cost(proxy, resolver(JdbcIdentityStore.create(one)).build(), "a");
            long relaxed = cost(
                    proxy,
                    resolver(JdbcIdentityStore.builder(one)
                                    .anonymousDurability(Durability.RELAXED)
                                    .build())
                            .build(),
                    "b");
            assertThat(relaxed).isEqualTo(standard).isEqualTo(3);
        }
    }

    /** A visitor, and one whose id was minted. */
    private static long cost(WireProxy proxy, IdentityResolver identities, String name) {
        identities.resolve(visit("warm-" + name).build());
        proxy.reset();
        assertThat(identities.resolve(visit(name + "-1").build()).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(identities.resolve(visit(name + "-2").minted().build()).outcome())
                .isEqualTo(Outcome.CREATED);
        return proxy.roundTrips();
    }

    @Test
    void onH2ItHasNoEffect() {
        JdbcIdentityStore store = JdbcIdentityStore.builder(TestStores.migrated(Dialect.H2))
                .anonymousDurability(Durability.RELAXED)
                .build();
        IdentityResolver identities =
                resolver(store).policy(IdentityPolicy.defaults()).build();
        assertThat(identities.resolve(visit("v-1").build()).outcome()).isEqualTo(Outcome.CREATED);
        assertThat(identities.resolve(visit("v-1").minted().build()).outcome()).isEqualTo(Outcome.MATCHED);
    }
}
