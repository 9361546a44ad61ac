package io.identitystitch.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testdb.TestPostgres;
import io.identitystitch.testkit.IdentityStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

/** With every option for anonymous traffic the contract is the same. */
@Tag("large")
class CollapsedPostgresIdentityStoreContractTest extends IdentityStoreContract {
    private final HikariDataSource pool = new HikariDataSource();

    @Override
    protected IdentityStore newStore() {
        pool.setDataSource(TestPostgres.shared().newDatabase());
        pool.setMaximumPoolSize(20);
        return JdbcIdentityStore.builder(pool)
                .autoMigrate(true)
                .anonymousDurability(Durability.RELAXED)
                .collapseAnonymous(32)
                .build();
    }

    @Override
    protected int histories() {
        return 2;
    }

    @Override
    protected int races() {
        return 20;
    }

    @Override
    protected int concurrentCalls() {
        return 500;
    }

    @AfterAll
    void close() {
        pool.close();
    }
}
