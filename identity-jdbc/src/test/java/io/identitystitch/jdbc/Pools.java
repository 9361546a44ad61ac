package io.identitystitch.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.testdb.TestPostgres;
import javax.sql.DataSource;

/** Pools on databases of their own. */
final class Pools {
    private Pools() {}

    static HikariDataSource postgres(int connections) {
        return pool(TestPostgres.shared().newDatabase(), connections);
    }

    static JdbcIdentityStore store(DataSource pool) {
        return JdbcIdentityStore.builder(pool).autoMigrate(true).build();
    }

    private static HikariDataSource pool(DataSource database, int connections) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database);
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }
}
