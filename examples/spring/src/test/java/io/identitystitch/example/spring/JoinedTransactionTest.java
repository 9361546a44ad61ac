package io.identitystitch.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.ContendedResolutionException;
import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JoinedIdentityStore;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Resolving as a part of Spring's transaction. */
class JoinedTransactionTest {
    private static final Account NORA = new Account("u-1", "nora", "nora@example.com");
    private static final Account BEN = new Account("u-2", "nora", "ben@example.org");

    private static ResolveRequest email(String email) {
        return ResolveRequest.builder().email(email).build();
    }

    @ParameterizedTest
    @EnumSource
    void aCommitKeepsTheAccountAndThePersonAndTellsListeners(Setup setup) {
        try (Host host = Host.start(setup)) {
            ProfileId person = host.signUps().signUp(NORA, "cookie-1");

            assertThat(host.accounts().logins()).containsExactly("nora");
            assertThat(host.whoHas(NORA.email()).orElseThrow().profileId()).isEqualTo(person);
            assertThat(host.heard().drain()).containsExactly("CREATED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodySeesOrHearsOfItBeforeTheCommit(Setup setup) {
        try (Host host = Host.start(setup)) {
            host.transaction().executeWithoutResult(status -> {
                host.joined().current().resolve(email(NORA.email()));
                host.joined().current().resolve(email(NORA.email()));

                assertThat(host.whoHas(NORA.email())).isEmpty();
                assertThat(host.heard().drain()).isEmpty();
            });

            assertThat(host.whoHas(NORA.email())).isPresent();
            assertThat(host.heard().drain()).containsExactly("CREATED", "MATCHED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRollbackTakesThePersonAndTheNewsAlong(Setup setup) {
        try (Host host = Host.start(setup)) {
            host.signUps().signUp(NORA, "cookie-1");
            host.heard().drain();

            assertThatExceptionOfType(DuplicateKeyException.class)
                    .isThrownBy(() -> host.signUps().signUp(BEN, "cookie-2"));
            host.transaction().executeWithoutResult(status -> {
                host.joined().current().resolve(email("ann@example.net"));
                status.setRollbackOnly();
            });

            assertThat(host.accounts().logins()).containsExactly("nora");
            assertThat(host.whoHas(BEN.email())).isEmpty();
            assertThat(host.whoHas("ann@example.net")).isEmpty();
            assertThat(host.heard().drain()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatFailsLeavesTheTransactionUsableAndIsHeardOfAtOnce(Setup setup) {
        try (Host host = Host.start(setup)) {
            ProfileId person = host.signUps().signUp(NORA, "cookie-1");
            host.jdbc().execute("alter table id_touch rename to id_touch_gone");
            host.heard().drain();
            ResolveRequest failing = ResolveRequest.builder()
                    .email(NORA.email())
                    .touch(Touch.attributed(Instant.now(), Map.of("utm_source", "x")))
                    .build();

            host.transaction().executeWithoutResult(status -> {
                IdentityResolver joined = host.joined().current();
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(() -> joined.resolve(failing))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN));
                assertThat(host.heard().drain()).containsExactly("BROKEN");
                host.accounts().insert(new Account("u-3", "second", NORA.email()), person);
                joined.resolve(email("ann@example.net"));
            });

            assertThat(host.accounts().logins()).containsExactly("nora", "second");
            assertThat(host.whoHas("ann@example.net")).isPresent();
            assertThat(host.heard().drain()).containsExactly("CREATED");
        }
    }

    /** On H2 nobody else can write between the read and the write of a joined call: it holds the lock of the tenant. */
    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "POSTGRESQL_TRANSLATING"})
    void aRaceThatIsGivenUpLeavesTheTransactionUsable(Setup setup) {
        try (Host host = Host.start(setup)) {
            ProfileId person = host.signUps().signUp(NORA, "cookie-1");
            IdentityResolver impatient = IdentityResolver.builder(host.store())
                    .maxAttempts(1)
                    .listener(host.heard())
                    .build();
            host.heard().drain();

            host.transaction().executeWithoutResult(status -> {
                JoinedIdentityStore store = host.store().joining(DataSourceUtils.getConnection(host.dataSource()));
                IdentityResolver joined = impatient.using(
                        new InterruptedStore(store, () -> host.identities().resolve(email(BEN.email()))));
                assertThatExceptionOfType(ContendedResolutionException.class)
                        .isThrownBy(() -> joined.resolve(email(BEN.email())));
                host.accounts().insert(new Account("u-3", "second", NORA.email()), person);
            });

            assertThat(host.accounts().logins()).containsExactly("nora", "second");
            assertThat(host.whoHas(BEN.email())).isPresent();
            assertThat(host.heard().drain()).containsExactly("CREATED", "CONTENDED");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "POSTGRESQL_TRANSLATING"})
    void aLostRaceIsTriedAgainInTheSameTransaction(Setup setup) {
        try (Host host = Host.start(setup)) {
            host.signUps().signUp(NORA, "cookie-1");

            ProfileId[] persons = new ProfileId[2];
            host.transaction().executeWithoutResult(status -> {
                JoinedIdentityStore store = host.store().joining(DataSourceUtils.getConnection(host.dataSource()));
                IdentityResolver joined = host.identities()
                        .using(new InterruptedStore(
                                store,
                                () -> persons[0] = host.identities()
                                        .resolve(email(BEN.email()))
                                        .profileId()
                                        .orElseThrow()));
                persons[1] = joined.resolve(email(BEN.email())).profileId().orElseThrow();
            });

            assertThat(persons[0]).isNotNull().isEqualTo(persons[1]);
        }
    }

    /** Why not to resolve in a nested transaction. */
    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void whatIsRolledBackToASavepointOfTheHostIsHeardOfAllTheSame(Setup setup) {
        try (Host host = Host.start(setup)) {
            host.signUps().signUp(NORA, "cookie-1");
            host.heard().drain();
            TransactionTemplate nested = host.transaction();
            nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

            host.transaction()
                    .executeWithoutResult(outer -> nested.executeWithoutResult(status -> {
                        host.joined().current().resolve(email(BEN.email()));
                        status.setRollbackOnly();
                    }));

            assertThat(host.whoHas(BEN.email())).isEmpty();
            assertThat(host.heard().drain()).containsExactly("CREATED");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void oneConnectionIsEnough(Setup setup) {
        try (Host host = Host.start(setup, 1, pool -> pool)) {
            host.signUps().signUp(NORA, "cookie-1");

            assertThat(host.accounts().logins()).containsExactly("nora");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void whereThereIsNoTransactionThereIsNothingToJoin(Setup setup) {
        try (Host host = Host.start(setup)) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> host.joined().current())
                    .withMessage("there is no transaction to join");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void aJoinedResolverEndsWithItsTransaction(Setup setup) {
        try (Host host = Host.start(setup)) {
            IdentityResolver[] kept = new IdentityResolver[1];
            host.transaction()
                    .executeWithoutResult(status -> kept[0] = host.joined().current());

            assertThatIllegalStateException().isThrownBy(() -> kept[0].resolve(email(NORA.email())));
        }
    }
}
