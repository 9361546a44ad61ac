package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.behaviour.IdentityBehaviourContract;

class PostgresIdentityBehaviourTest extends IdentityBehaviourContract {
    @Override
    protected IdentityStore newStore() {
        return JdbcIdentityStore.create(TestStores.migrated(Dialect.POSTGRESQL));
    }
}
