package io.identitystitch.example.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.model.Match;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Resolving in a transaction of the library's own, while Spring has one open. */
class OwnTransactionTest {
    private static final Account NORA = new Account("u-1", "nora", "nora@example.com");
    private static final Account BEN = new Account("u-2", "nora", "ben@example.org");

    private static ResolveRequest email(String email) {
        return ResolveRequest.builder().email(email).build();
    }

    @ParameterizedTest
    @EnumSource
    void keepsThePersonWhateverBecomesOfTheAccount(Setup setup) {
        try (Host host = Host.start(setup)) {
            host.signUps().signUpSeparately(NORA, "cookie-1");

            assertThatExceptionOfType(DuplicateKeyException.class)
                    .isThrownBy(() -> host.signUps().signUpSeparately(BEN, "cookie-2"));

            assertThat(host.accounts().logins()).containsExactly("nora");
            assertThat(host.whoHas(BEN.email())).isPresent();
            assertThat(host.heard().drain()).containsExactly("CREATED", "CREATED");
        }
    }

    @ParameterizedTest
    @EnumSource
    void isSeenAndHeardOfAtOnce(Setup setup) {
        try (Host host = Host.start(setup)) {
            host.transaction().executeWithoutResult(status -> {
                ProfileId person = host.identities()
                        .resolve(email(NORA.email()))
                        .profileId()
                        .orElseThrow();
                assertThat(host.whoHas(NORA.email()).orElseThrow().profileId()).isEqualTo(person);
                assertThat(host.heard().drain()).containsExactly("CREATED");
                host.accounts().insert(NORA, person);
                status.setRollbackOnly();
            });

            assertThat(host.accounts().logins()).isEmpty();
            assertThat(host.whoHas(NORA.email())).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void needsASecondConnection(Setup setup) {
        try (Host host = Host.start(setup, 1, pool -> pool)) {
            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> host.signUps().signUpSeparately(NORA, "cookie-1"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));

            assertThat(host.heard().drain()).containsExactly("TIMEOUT");
            assertThat(host.identities().resolve(email(NORA.email())).profileId())
                    .as("without a transaction around it")
                    .isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void thatNamesAnAccountWhichIsRolledBackMakesASecondPerson(Setup setup) {
        try (Host host = Host.start(setup)) {
            ResolveRequest first =
                    ResolveRequest.builder().userId("u-2").email(BEN.email()).build();
            ResolveRequest again =
                    ResolveRequest.builder().userId("u-3").email(BEN.email()).build();
            host.transaction().executeWithoutResult(status -> {
                host.identities().resolve(first);
                status.setRollbackOnly();
            });

            Resolution answer = host.identities().resolve(again);

            assertThat(answer).isInstanceOf(Resolution.Conflict.class);
            assertThat(answer.profileId()).isNotEqualTo(host.whoHas(BEN.email()).map(Match::profileId));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void waitsInVainForALockOfTheTransactionAroundIt(Setup setup) {
        try (Host host = Host.start(setup)) {
            IdentityResolver hasty = host.identities()
                    .using(JdbcIdentityStore.builder(host.dataSource())
                            .timeout(Duration.ofMillis(100))
                            .build());
            host.identities().resolve(email(BEN.email()));
            host.transaction().executeWithoutResult(status -> {
                host.joined().current().resolve(email(NORA.email()));
                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(() -> hasty.resolve(email(NORA.email())))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            });

            assertThat(host.whoHas(NORA.email())).isPresent();
        }
    }

    /** Why the store gets the pool itself. */
    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void onADataSourceThatHandsOutTheHostsConnectionTheHostsWorkIsCommitted(Setup setup) {
        try (Host host = Host.start(setup, 4, TransactionAwareDataSourceProxy::new)) {
            host.transaction().executeWithoutResult(status -> {
                host.accounts().insert(NORA, ProfileId.of("019cadc6-9a80-7000-8000-000000000000"));
                host.identities().resolve(email(NORA.email()));
                status.setRollbackOnly();
            });

            assertThat(host.accounts().logins()).containsExactly("nora");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRESQL"})
    void theResolverIsClosedWithTheContext(Setup setup) {
        IdentityResolver identities;
        try (Host host = Host.start(setup)) {
            identities = host.identities();
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> identities.resolve(email(NORA.email())))
                .withMessage("the resolver is closed");
    }
}
