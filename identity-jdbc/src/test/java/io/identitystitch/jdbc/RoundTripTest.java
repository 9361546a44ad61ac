package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.signal.SignalResult;
import io.identitystitch.testdb.TestPostgres;
import io.identitystitch.testdb.WireProxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What a call costs on the wire: waits for PostgreSQL on a warm connection, counted by a proxy, and rows written. */
class RoundTripTest {
    private PGSimpleDataSource database;
    private WireProxy proxy;
    private HikariDataSource pool;
    private JdbcIdentityStore store;
    private IdentityResolver identities;

    @BeforeEach
    void start() {
        database = TestPostgres.shared().newDatabase();
        Schema.migrate(database);
        proxy = WireProxy.inFrontOf(database);
        HikariConfig config = new HikariConfig();
        config.setDataSource(proxy.through(database));
        config.setMaximumPoolSize(1);
        pool = new HikariDataSource(config);
        store = JdbcIdentityStore.create(pool);
        identities = IdentityResolver.builder(store).build();
        // Warm: the connection is there, the tenant and the types have their numbers.
        identities.resolve(request("warm@example.org", "warm-1"));
    }

    @AfterEach
    void stop() {
        identities.close();
        pool.close();
        proxy.close();
    }

    @Test
    void aKnownSignInTakesOneRoundTripAndWritesNoRow() {
        identities.resolve(request("ann@example.org", "phone-1"));
        int written = RowsWritten.by(database, () -> {
            assertThat(cost(request("ann@example.org", "phone-1"), Outcome.MATCHED))
                    .isEqualTo(1);
            assertThat(cost(ResolveRequest.builder().anonymousId("phone-1").build(), Outcome.MATCHED))
                    .isEqualTo(1);
        });
        assertThat(written).isZero();
    }

    @Test
    void aNewProfileTakesTwo() {
        assertThat(cost(request("new@example.org", "new-1"), Outcome.CREATED)).isEqualTo(2);
        assertThat(cost(ResolveRequest.builder().anonymousId("new-2").build(), Outcome.CREATED))
                .isEqualTo(2);
    }

    @Test
    void aVisitorWhoseIdWasMintedTakesOneAndOneMoreWhereThatIsWrong() {
        ResolveRequest minted = ResolveRequest.builder()
                .anonymousId("minted-1")
                .touch(Touch.attributed(Instant.now(), Map.of("utm_source", "news")))
                .minted()
                .build();
        assertThat(cost(minted, Outcome.CREATED)).isEqualTo(1);
        assertThat(RowsWritten.by(
                        database,
                        () -> assertThat(cost(minted, Outcome.MATCHED)).isEqualTo(2)))
                .isZero();
        assertThat(cost(
                        ResolveRequest.builder()
                                .deviceId("minted-2")
                                .email("new@example.org")
                                .minted()
                                .build(),
                        Outcome.CREATED))
                .as("beside others it says nothing")
                .isEqualTo(2);
    }

    @Test
    void aNewLinkTakesThree() {
        identities.resolve(request("ann@example.org", "phone-1"));
        assertThat(cost(request("ann@example.org", "laptop-1"), Outcome.LINKED)).isEqualTo(3);
        assertThat(cost(
                        ResolveRequest.builder()
                                .email("ann@example.org")
                                .userId("u-1")
                                .build(),
                        Outcome.LINKED))
                .isEqualTo(3);
    }

    /** The marks of identifiers that nobody holds are looked up; of those that are held, nothing. */
    @Test
    void whereErasedIdentifiersAreRefusedOnlyWhatIsNewTakesOneMore() {
        IdentityResolver refusing = IdentityResolver.builder(store)
                .policy(IdentityPolicy.defaults().toBuilder()
                        .erasedIdentifiers(ErasedIdentifiers.refused(new byte[32], Duration.ofDays(30)))
                        .build())
                .build();
        assertThat(cost(refusing, request("ann@example.org", "phone-1"), Outcome.CREATED))
                .isEqualTo(3);
        assertThat(cost(refusing, request("ann@example.org", "phone-1"), Outcome.MATCHED))
                .isEqualTo(1);
        assertThat(cost(refusing, request("ann@example.org", "laptop-1"), Outcome.LINKED))
                .isEqualTo(4);
        refusing.resolve(ResolveRequest.builder().email("bob@example.org").build());
        assertThat(cost(
                        refusing,
                        ResolveRequest.builder()
                                .email("ann@example.org")
                                .email("bob@example.org")
                                .build(),
                        Outcome.MERGED))
                .isEqualTo(2);
        refusing.steward().erase(Identifier.of(IdentifierType.EMAIL, "ann@example.org"), "asked for it");
        assertThat(cost(refusing, request("ann@example.org", "phone-1"), Outcome.UNIDENTIFIED))
                .isEqualTo(2);
    }

    @Test
    void aMergeTakesThree() {
        identities.resolve(ResolveRequest.builder().anonymousId("phone-1").build());
        identities.resolve(ResolveRequest.builder().email("ann@example.org").build());
        identities.resolve(ResolveRequest.builder().email("bob@example.org").build());
        assertThat(cost(request("ann@example.org", "phone-1"), Outcome.MERGED)).isEqualTo(3);
        assertThat(cost(
                        ResolveRequest.builder()
                                .email("ann@example.org")
                                .email("bob@example.org")
                                .build(),
                        Outcome.MERGED))
                .as("two of one type take everything at once")
                .isEqualTo(2);
    }

    @Test
    void factsAddNoRoundTrip() {
        ResolveRequest withFacts = ResolveRequest.builder()
                .email("facts@example.org")
                .anonymousId("facts-1")
                .trait("name", "Ann")
                .touch(Touch.attributed(Instant.now(), Map.of("utm_source", "news")))
                .build();
        assertThat(cost(withFacts, Outcome.CREATED)).isEqualTo(2);
        assertThat(cost(withFacts, Outcome.MATCHED)).isEqualTo(1);
    }

    /** As a touch, whether handlers wait for it or not. */
    @Test
    void aSignalOfAKnownPersonTakesTwoAndTheSameAgainTwo() {
        identities.resolve(request("ann@example.org", "phone-1"));
        ResolveRequest visit = ResolveRequest.builder()
                .email("ann@example.org")
                .touch(Touch.attributed(Instant.now(), Map.of("utm_source", "news")))
                .build();
        assertThat(cost(visit, Outcome.MATCHED)).isEqualTo(2);
        for (SignalOptions options : List.of(
                SignalOptions.builder().pollInterval(Duration.ZERO).build(),
                SignalOptions.builder()
                        .pollInterval(Duration.ZERO)
                        .handler((person, signal, transaction) -> {})
                        .build())) {
            IdentityResolver accepting =
                    IdentityResolver.builder(store).signals(options).build();
            for (int i = 0; i < 8; i++) {
                Signal signal = Signal.builder("page")
                        .eventId("e-" + i)
                        .email("ann@example.org")
                        .build();
                proxy.reset();
                assertThat(accepting.signals().accept(signal)).isInstanceOf(SignalResult.Staged.class);
                assertThat(proxy.roundTrips()).isEqualTo(2);
            }
        }
    }

    @Test
    void aHandOverTakesThreeAndARefusedMergeFourThenThree() {
        identities.resolve(user("u-1", "shared-1"));
        assertThat(cost(user("u-2", "shared-1"), Outcome.CREATED)).isEqualTo(3);
        identities.resolve(
                ResolveRequest.builder().userId("u-1").email("ann@example.org").build());
        ResolveRequest refused =
                ResolveRequest.builder().userId("u-2").email("ann@example.org").build();
        assertThat(cost(refused, Outcome.CONFLICT)).isEqualTo(4);
        assertThat(RowsWritten.by(
                        database,
                        () -> assertThat(cost(refused, Outcome.CONFLICT)).isEqualTo(3)))
                .isZero();
    }

    @Test
    void aProfileTakesOneAndFindTakesOne() {
        identities.resolve(request("ann@example.org", "phone-1"));
        proxy.reset();
        ProfileId ann = identities
                .find(Identifier.of(IdentifierType.EMAIL, "ann@example.org"))
                .orElseThrow()
                .profileId();
        assertThat(proxy.roundTrips()).isEqualTo(1);
        assertThat(identities.profile(ann).orElseThrow().identifiers()).hasSize(2);
        assertThat(proxy.roundTrips()).isEqualTo(2);
    }

    @Test
    void aThousandKnownPairsTakeOne() {
        List<ResolveRequest> pairs = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            pairs.add(request("person" + i + "@example.org", "device-" + i));
        }
        identities.resolveAll(pairs);
        proxy.reset();
        assertThat(identities.resolveAll(pairs)).allMatch(answer -> answer.outcome() == Outcome.MATCHED);
        assertThat(proxy.roundTrips()).isEqualTo(1);
    }

    /** Those that are there are found, so that there is nothing to write, each among the owners of its own identifiers. */
    @Test
    void aHundredKnownTouchesTakeOne() {
        List<ResolveRequest> visits = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            visits.add(ResolveRequest.builder()
                    .email("person" + i + "@example.org")
                    .touch(Touch.attributed(Instant.EPOCH.plusSeconds(i), Map.of("utm_source", "s" + i)))
                    .build());
        }
        identities.resolveAll(visits);
        proxy.reset();
        assertThat(identities.resolveAll(visits)).allMatch(answer -> answer.outcome() == Outcome.MATCHED);
        assertThat(proxy.roundTrips()).isEqualTo(1);
    }

    @Test
    void aJoinedCallAddsTheTwoOfItsSavepoint() throws SQLException {
        identities.resolve(request("ann@example.org", "phone-1"));
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            JoinedIdentityStore joined = store.joining(connection);
            IdentityResolver inside = identities.using(joined);
            inside.resolve(request("ann@example.org", "phone-1"));
            assertThat(cost(inside, request("ann@example.org", "phone-1"), Outcome.MATCHED))
                    .isEqualTo(3);
            assertThat(cost(inside, request("ann@example.org", "tablet-1"), Outcome.LINKED))
                    .isEqualTo(4);
            ResolveRequest minted =
                    ResolveRequest.builder().anonymousId("minted-1").minted().build();
            assertThat(cost(inside, minted, Outcome.CREATED)).isEqualTo(3);
            connection.rollback();
            joined.rolledBack();
        }
    }

    @Test
    void aMergeTouchesTheSameRowsWhateverThePersonsHave() {
        int small = rowsOfMerge("small", 1);
        int large = rowsOfMerge("large", 300);
        assertThat(large).isEqualTo(small);
        assertThat(small).isLessThan(10);
    }

    private int rowsOfMerge(String name, int identifiers) {
        for (String side : List.of("a", "b")) {
            ResolveRequest.Builder person = ResolveRequest.builder().email(name + side + "@example.org");
            for (int i = 0; i < identifiers; i++) {
                person.anonymousId(name + side + "-device-" + i);
            }
            for (int i = 0; i < identifiers; i++) {
                person.touch(Touch.attributed(Instant.now().minusSeconds(i), Map.of("n", name + i)));
            }
            identities.resolve(person.build());
        }
        return RowsWritten.by(
                database,
                () -> identities.resolve(ResolveRequest.builder()
                        .email(name + "a@example.org")
                        .email(name + "b@example.org")
                        .build()));
    }

    private long cost(ResolveRequest request, Outcome expected) {
        return cost(identities, request, expected);
    }

    private long cost(IdentityResolver resolver, ResolveRequest request, Outcome expected) {
        proxy.reset();
        Resolution resolution = resolver.resolve(request);
        assertThat(resolution.outcome()).isEqualTo(expected);
        return proxy.roundTrips();
    }

    private static ResolveRequest request(String email, String anonymousId) {
        return ResolveRequest.builder().email(email).anonymousId(anonymousId).build();
    }

    private static ResolveRequest user(String userId, String anonymousId) {
        return ResolveRequest.builder()
                .identifier(IdentifierType.USER_ID, userId)
                .anonymousId(anonymousId)
                .build();
    }
}
