package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.spi.CommitResult;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JoinedIdentityStoreTest {
    private static final Identifier EMAIL = Identifier.of(IdentifierType.EMAIL, "a@example.org");

    private static ResolveRequest signUp() {
        return ResolveRequest.builder()
                .email("a@example.org")
                .anonymousId("v-1")
                .build();
    }

    private static IdentityResolver resolver(JdbcIdentityStore store) {
        return IdentityResolver.builder(store).hasher(IdentifierHasher.sha256()).build();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void isCommittedWithTheHostsTransaction(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        IdentityResolver resolver = resolver(store);
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "create table users (id integer)");
            connection.setAutoCommit(false);
            execute(connection, "insert into users values (1)");
            Resolution resolution = resolver.using(store.joining(connection)).resolve(signUp());

            assertThat(resolver.find(EMAIL))
                    .as("seen by others before the commit")
                    .isEmpty();
            connection.commit();

            assertThat(resolver.find(EMAIL).orElseThrow().profileId())
                    .isEqualTo(resolution.profileId().orElseThrow());
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("1");
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isRolledBackWithTheHostsTransaction(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        IdentityResolver resolver = resolver(store);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            resolver.using(store.joining(connection)).resolve(signUp());
            connection.rollback();
        }

        assertThat(resolver.find(EMAIL)).isEmpty();
        // The number that the tenant got in the transaction is gone with it.
        assertThat(resolver.resolve(signUp()).profileId()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWroteInTheSameTransaction(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            IdentityResolver joined = resolver(store).using(store.joining(connection));
            Resolution first = joined.resolve(signUp());

            assertThat(joined.resolve(signUp()).profileId()).isEqualTo(first.profileId());
            assertThat(joined.profile(first.profileId().orElseThrow())
                            .orElseThrow()
                            .identifiers())
                    .hasSize(2);
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheSettingsOfTheConnectionAlone(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            String[] questions;
            if (dialect == Dialect.POSTGRESQL) {
                connection.setNetworkTimeout(Runnable::run, 23_456);
                execute(connection, "set search_path to public, pg_temp");
                execute(connection, "set statement_timeout to 12345");
                execute(connection, "set lock_timeout to 2345");
                questions = new String[] {
                    "show search_path",
                    "show statement_timeout",
                    "show lock_timeout",
                    "show transaction_isolation",
                    "show idle_in_transaction_session_timeout"
                };
            } else {
                execute(connection, "set lock_timeout 1234");
                execute(connection, "set query_timeout 12345");
                execute(connection, "set schema_search_path public");
                questions = new String[] {
                    "select lock_timeout()",
                    "select setting_value from information_schema.settings where setting_name = 'QUERY_TIMEOUT'",
                    "select current_schema"
                };
            }
            List<String> before = new ArrayList<>();
            for (String question : questions) {
                before.add(ask(connection, question));
            }
            IdentityResolver joined = resolver(store).using(store.joining(connection));
            joined.resolve(signUp());
            joined.resolve(ResolveRequest.builder()
                    .email("b@example.org")
                    .anonymousId("v-1")
                    .build());
            joined.find(EMAIL);

            for (int i = 0; i < questions.length; i++) {
                assertThat(ask(connection, questions[i])).as(questions[i]).isEqualTo(before.get(i));
            }
            assertThat(connection.getAutoCommit()).isFalse();
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            if (dialect == Dialect.POSTGRESQL) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(23_456);
            }
            assertThat(connection.isClosed()).isFalse();
            connection.rollback();
        }
        assertThat(resolver(store).find(EMAIL))
                .as("nothing was committed by itself")
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFailedCallLeavesTheTransactionUsable(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        resolver(store).resolve(signUp());
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "create table users (id integer)");
            execute(connection, "alter table id_touch rename to id_touch_gone");
            connection.setAutoCommit(false);
            execute(connection, "insert into users values (1)");
            IdentityResolver joined = resolver(store).using(store.joining(connection));
            ResolveRequest failing = ResolveRequest.builder()
                    .email("a@example.org")
                    .touch(io.identitystitch.model.Touch.attributed(
                            java.time.Instant.now(), java.util.Map.of("utm_source", "x")))
                    .build();

            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> joined.resolve(failing))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN));

            execute(connection, "insert into users values (2)");
            Resolution next = joined.resolve(
                    ResolveRequest.builder().email("c@example.org").build());
            connection.commit();
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("2");
            assertThat(next.profileId()).isPresent();
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLostRaceLeavesNothingBehindAndTheTransactionUsable(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            JoinedIdentityStore joined = store.joining(connection);
            var plan = Plans.newPerson(TenantId.DEFAULT, EMAIL);

            assertThat(joined.attempt(() -> joined.commit(plan))).isInstanceOf(CommitResult.Committed.class);
            assertThat(joined.attempt(() -> joined.commit(plan))).isInstanceOf(CommitResult.Conflicted.class);
            assertThat(joined.commit(Plans.newPerson(TenantId.DEFAULT, EMAIL)))
                    .isInstanceOf(CommitResult.Conflicted.class);
            connection.commit();

            assertThat(ask(connection, "select count(*) from id_profile")).isEqualTo("1");
            connection.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsListenersOnceAndOnlyAfterTheHostSaysCommitted(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        List<Resolution> heard = new ArrayList<>();
        IdentityResolver resolver = IdentityResolver.builder(store)
                .hasher(IdentifierHasher.sha256())
                .listener(event -> heard.add(event.resolution()))
                .build();
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            JoinedIdentityStore joined = store.joining(connection);
            resolver.using(joined).resolve(signUp());
            connection.commit();
            assertThat(heard).isEmpty();
            joined.committed();
            assertThat(heard).hasSize(1);
            joined.committed();
            assertThat(heard).hasSize(1);

            JoinedIdentityStore dropped = store.joining(connection);
            resolver.using(dropped).resolve(signUp());
            connection.rollback();
            dropped.rolledBack();
            assertThat(heard).hasSize(1);
            assertThatIllegalStateException().isThrownBy(dropped::committed);
            assertThatIllegalStateException().isThrownBy(joined::rolledBack);
            assertThatIllegalStateException()
                    .isThrownBy(() -> resolver.using(joined).resolve(signUp()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusesAConnectionWithoutATransaction(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        try (Connection connection = dataSource.getConnection()) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> store.joining(connection))
                    .withMessageContaining("auto-commit");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSerialisationFailureIsTheHostsToRepeat(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        IdentityResolver resolver = resolver(store);
        resolver.resolve(signUp());
        try (Connection connection = dataSource.getConnection()) {
            connection.setTransactionIsolation(dialect == Dialect.H2 ? 6 : Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
            ask(connection, "select count(*) from id_profile");
            resolver.resolve(ResolveRequest.builder()
                    .email("a@example.org")
                    .userId("u-1")
                    .build());
            IdentityResolver joined = resolver.using(store.joining(connection));

            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> joined.resolve(ResolveRequest.builder()
                            .email("a@example.org")
                            .userId("u-1")
                            .build()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TRANSACTION_LOST));
            connection.rollback();
        }
    }
}
