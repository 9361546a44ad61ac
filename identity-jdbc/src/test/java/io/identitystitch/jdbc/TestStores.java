package io.identitystitch.jdbc;

import io.identitystitch.testdb.TestPostgres;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Databases and stores for tests. */
final class TestStores {
    private static final AtomicInteger COUNT = new AtomicInteger();

    private TestStores() {}

    static DataSource empty(Dialect dialect) {
        return dialect == Dialect.H2 ? h2() : TestPostgres.shared().newDatabase();
    }

    static DataSource migrated(Dialect dialect) {
        DataSource dataSource = empty(dialect);
        Schema.migrate(dataSource);
        return dataSource;
    }

    static DataSource h2() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:jdbc" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }

    /** PostgreSQL without the statements that are its own. */
    static JdbcIdentityStore portable(DataSource dataSource) {
        return portable(dataSource, Durability.STANDARD);
    }

    static JdbcIdentityStore portable(DataSource dataSource, Durability anonymous) {
        Database database = new Database(Dialect.POSTGRESQL, null);
        Duration timeout = Duration.ofSeconds(5);
        ValueCodec codec = ValueCodec.plain();
        return new JdbcIdentityStore(
                database,
                new OwnConnections(dataSource, Dialect.POSTGRESQL, timeout),
                StatementChoice.portable(database, codec, timeout),
                new Names(database),
                codec,
                anonymous,
                JdbcIdentityStore.ALONE);
    }
}
