package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.identitystitch.IdentityResolver;
import io.identitystitch.ImportFailedException;
import io.identitystitch.ImportSummary;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentifierHasher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An import from an iterator, of a little more than one part. */
class StreamedImportTest {
    private static List<ResolveRequest> customers(int count) {
        List<ResolveRequest> requests = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(ResolveRequest.builder()
                    .email("customer" + i % 800 + "@example.org")
                    .anonymousId("visitor-" + i)
                    .build());
        }
        return requests;
    }

    private static IdentityResolver resolver(JdbcIdentityStore store) {
        return IdentityResolver.builder(store).hasher(IdentifierHasher.sha256()).build();
    }

    private static boolean isStored(IdentityResolver identities, int number) {
        return identities
                .find(Identifier.of(IdentifierType.EMAIL, "customer" + number + "@example.org"))
                .isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void isAnsweredAndStored(Dialect dialect) {
        JdbcIdentityStore store = JdbcIdentityStore.create(TestStores.migrated(dialect));
        try (IdentityResolver identities = resolver(store)) {
            List<Long> parts = new ArrayList<>();
            ImportSummary summary =
                    identities.resolveAll(customers(1_200).iterator(), (answers, soFar) -> parts.add(soFar.answered()));

            assertThat(parts).containsExactly(1_000L, 1_200L);
            assertThat(summary.answered(Outcome.CREATED)).isEqualTo(800);
            assertThat(summary.answered(Outcome.LINKED)).isEqualTo(400);
            assertThat(isStored(identities, 799)).isTrue();

            ImportSummary again = identities.resolveAll(customers(1_100).iterator(), (answers, soFar) -> {});
            assertThat(again.outcomes()).isEqualTo(Map.of(Outcome.MATCHED, 1_100L));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsWhatWasAnsweredBeforeItStopped(Dialect dialect) {
        JdbcIdentityStore store = JdbcIdentityStore.create(TestStores.migrated(dialect));
        try (IdentityResolver identities = resolver(store)) {
            List<ResolveRequest> requests = customers(700);
            requests.add(null);
            ImportFailedException failure = catchThrowableOfType(
                    ImportFailedException.class,
                    () -> identities.resolveAll(requests.iterator(), (answers, soFar) -> {}));

            assertThat(failure.summary().answered()).isEqualTo(700);
            assertThat(isStored(identities, 699)).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isCommittedOrNotWithTheTransactionThatItJoins(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        try (IdentityResolver identities = resolver(store);
                Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            identities.using(store.joining(connection)).resolveAll(customers(30).iterator(), (answers, soFar) -> {});
            connection.rollback();
            assertThat(isStored(identities, 29)).isFalse();

            JoinedIdentityStore joined = store.joining(connection);
            identities.using(joined).resolveAll(customers(1_010).iterator(), (answers, soFar) -> {});
            connection.commit();
            joined.committed();
            assertThat(isStored(identities, 799)).isTrue();
        }
    }
}
