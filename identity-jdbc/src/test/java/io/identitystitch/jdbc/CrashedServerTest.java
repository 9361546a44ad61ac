package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.spi.ChangeBatch;
import io.identitystitch.spi.ChangeFeed;
import io.identitystitch.spi.IdentityChange;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.testdb.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A server that crashed and came up by itself gives transaction ids once more of which no trace had reached the disk. A feed whose place
 * was beyond them would not see what is committed under them.
 */
class CrashedServerTest {
    private static final int FORGOTTEN = 200;
    private static final int CONNECTIONS = 4;

    @Test
    void whatIsCommittedUnderAnIdThatWasGivenBeforeIsTold() throws SQLException {
        // Nothing but a commit that waits for it writes the log to disk.
        try (TestPostgres server = TestPostgres.own(Map.of("wal_writer_delay", "10s"));
                HikariDataSource pool = new HikariDataSource()) {
            DataSource database = server.newDatabase();
            Schema.migrate(database);
            pool.setDataSource(database);
            pool.setMaximumPoolSize(CONNECTIONS);
            JdbcIdentityStore store = JdbcIdentityStore.create(pool);
            IdentityResolver identities = IdentityResolver.builder(store).build();
            identities.resolve(ResolveRequest.builder().email("ann@x.org").build());
            identities.resolve(ResolveRequest.builder().anonymousId("visitor-1").build());
            ChangeFeed feed = store.changes();
            feed.read();
            use(database, FORGOTTEN);
            assertThat(feed.read().changes()).isEmpty();
            long before = next(database);
            server.crash();
            assertThat(next(database)).as("ids that nobody remembers").isLessThan(before);
            again(() -> identities.resolve(ResolveRequest.builder()
                    .email("ann@x.org")
                    .anonymousId("visitor-1")
                    .build()));
            use(database, 2 * FORGOTTEN);
            ChangeBatch told = again(feed::read);
            assertThat(told.restarted() || told.changes().stream().anyMatch(IdentityChange.Merged.class::isInstance))
                    .isTrue();
        }
    }

    /** Gives away transaction ids whose end nobody waits for. */
    private static void use(DataSource database, int ids) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < ids; i++) {
                statement.execute("select pg_current_xact_id()");
            }
        }
    }

    private static long next(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A call over a connection that the crash broke says so, and may be made again. */
    private static <T> T again(Supplier<T> call) {
        for (int attempt = 1; ; attempt++) {
            try {
                return call.get();
            } catch (IdentityStoreException e) {
                assertThat(e.isRetryable()).isTrue();
                assertThat(attempt).as("connections of the pool").isLessThanOrEqualTo(CONNECTIONS);
            }
        }
    }
}
