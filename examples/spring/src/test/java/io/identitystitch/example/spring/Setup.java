package io.identitystitch.example.spring;

import io.identitystitch.testdb.TestPostgres;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** Databases and Spring's transaction managers on them. */
enum Setup {
    H2(DataSourceTransactionManager::new),
    H2_TRANSLATING(JdbcTransactionManager::new),
    POSTGRESQL(DataSourceTransactionManager::new),
    POSTGRESQL_TRANSLATING(JdbcTransactionManager::new);

    private final Function<DataSource, PlatformTransactionManager> manager;

    Setup(Function<DataSource, PlatformTransactionManager> manager) {
        this.manager = manager;
    }

    PlatformTransactionManager manager(DataSource dataSource) {
        return manager.apply(dataSource);
    }

    DataSource newDatabase() {
        if (this == POSTGRESQL || this == POSTGRESQL_TRANSLATING) {
            return TestPostgres.shared().newDatabase();
        }
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }
}
