package io.identitystitch.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.behaviour.IdentityBehaviourContract;
import org.junit.jupiter.api.AfterAll;

class PostgresIdentityBehaviourTest extends IdentityBehaviourContract {
    private final HikariDataSource pool = Pools.postgres(8);

    @Override
    protected IdentityStore newStore() {
        return Pools.store(pool);
    }

    @AfterAll
    void close() {
        pool.close();
    }
}
