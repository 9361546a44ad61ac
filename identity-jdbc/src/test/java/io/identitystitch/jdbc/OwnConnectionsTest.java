package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import io.identitystitch.testdb.WireProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

class OwnConnectionsTest {
    private static final String TENANT_LOCK = "select id from id_tenant for update";

    private static HikariDataSource pool(DataSource dataSource, int size) {
        HikariDataSource pool = new HikariDataSource();
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(size);
        return pool;
    }

    private static IdentityResolver resolver(JdbcIdentityStore store) {
        return IdentityResolver.builder(store).hasher(IdentifierHasher.sha256()).build();
    }

    private static ResolveRequest request(int n) {
        return ResolveRequest.builder()
                .email("a" + n + "@example.org")
                .anonymousId("v-" + n)
                .build();
    }

    private static void everyKindOfCall(IdentityResolver resolver) {
        for (int i = 0; i < 2; i++) {
            resolver.resolve(request(1));
            resolver.resolve(request(2));
            resolver.resolve(ResolveRequest.builder()
                    .email("a1@example.org")
                    .email("a2@example.org")
                    .build());
            resolver.profile(resolver.resolve(request(1)).profileId().orElseThrow());
        }
    }

    /** A driver's connection, so that a pool that resets what it lends cannot hide anything. */
    @ParameterizedTest
    @EnumSource
    void givesConnectionsBackAsTheyCame(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        int[] levels = {
            Connection.TRANSACTION_READ_COMMITTED,
            Connection.TRANSACTION_REPEATABLE_READ,
            Connection.TRANSACTION_SERIALIZABLE
        };
        for (int level : levels) {
            for (boolean autoCommit : new boolean[] {true, false}) {
                try (Connection connection = dataSource.getConnection()) {
                    connection.setTransactionIsolation(level);
                    connection.setAutoCommit(autoCommit);
                    if (dialect == Dialect.POSTGRESQL) {
                        connection.setNetworkTimeout(Runnable::run, 34_567);
                    }
                    everyKindOfCall(resolver(JdbcIdentityStore.create(new LentConnection(connection))));

                    assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
                    assertThat(connection.getTransactionIsolation()).isEqualTo(level);
                    if (dialect == Dialect.POSTGRESQL) {
                        assertThat(connection.getNetworkTimeout()).isEqualTo(34_567);
                        assertThat(isInTransaction(connection)).isFalse();
                    }
                }
            }
        }
    }

    /** The level of a session that somebody set once and for all: what is decided needs READ COMMITTED, and sees to it. */
    @ParameterizedTest
    @EnumSource
    void decidesWhateverTheLevelOfTheSessionIs(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        try (Connection connection = dataSource.getConnection()) {
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            everyKindOfCall(IdentityResolver.builder(JdbcIdentityStore.create(new LentConnection(connection)))
                    .hasher(IdentifierHasher.sha256())
                    .maxAttempts(1)
                    .build());

            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
        }
    }

    private static boolean isInTransaction(Connection connection) throws SQLException {
        return connection.unwrap(org.postgresql.jdbc.PgConnection.class).getTransactionState()
                != org.postgresql.core.TransactionState.IDLE;
    }

    @ParameterizedTest
    @EnumSource
    void aCallInsideAHostsTransactionEndsWithATimeOutWhereThePoolHasOneConnection(Dialect dialect) throws SQLException {
        try (HikariDataSource pool = pool(TestStores.migrated(dialect), 1)) {
            pool.setConnectionTimeout(500);
            IdentityResolver resolver = resolver(JdbcIdentityStore.create(pool));
            resolver.resolve(request(1));
            try (Connection hosts = pool.getConnection()) {
                hosts.setAutoCommit(false);

                assertThatExceptionOfType(IdentityStoreException.class)
                        .isThrownBy(() -> resolver.resolve(request(2)))
                        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT))
                        .satisfies(e -> assertThat(e.isRetryable()).isTrue());
                hosts.rollback();
            }
            assertThat(resolver.resolve(request(2)).profileId()).isPresent();
        }
    }

    @Test
    void aServerThatFallsSilentEndsTheCallInTime() throws Exception {
        PGSimpleDataSource target = (PGSimpleDataSource) TestStores.migrated(Dialect.POSTGRESQL);
        try (WireProxy proxy = WireProxy.inFrontOf(target)) {
            Connection connection = proxy.through(target).getConnection();
            IdentityResolver resolver = resolver(JdbcIdentityStore.builder(new LentConnection(connection))
                    .timeout(Duration.ofMillis(400))
                    .build());
            resolver.resolve(request(1));
            proxy.blackHole();

            long start = System.nanoTime();
            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> resolver.resolve(request(1)))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        }
    }

    @Test
    void aServerThatIsGoneIsUnavailable() throws Exception {
        PGSimpleDataSource target = (PGSimpleDataSource) TestStores.migrated(Dialect.POSTGRESQL);
        try (WireProxy proxy = WireProxy.inFrontOf(target)) {
            Connection connection = proxy.through(target).getConnection();
            IdentityResolver resolver = resolver(JdbcIdentityStore.create(new LentConnection(connection)));
            resolver.resolve(request(1));
            proxy.cutAll();

            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> resolver.resolve(request(2)))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsForALockNoLongerThanTheTimeOut(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver resolver = resolver(JdbcIdentityStore.builder(dataSource)
                .timeout(Duration.ofSeconds(1))
                .build());
        resolver.resolve(request(1));
        try (Connection hosts = dataSource.getConnection();
                Statement statement = hosts.createStatement()) {
            hosts.setAutoCommit(false);
            statement.execute(dialect == Dialect.H2 ? TENANT_LOCK : "select id from id_profile for update");

            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> resolver.resolve(ResolveRequest.builder()
                            .email("a1@example.org")
                            .userId("u-1")
                            .build()))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.TIMEOUT));
            hosts.rollback();
        }
        assertThat(resolver.resolve(request(1)).profileId()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aLoadForATenantNeverSeenWritesNothing(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        resolver(JdbcIdentityStore.create(dataSource)).preview(request(1));
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from id_tenant")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
        }
    }
}
