package io.identitystitch.jdbc;

import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.behaviour.IdentityBehaviourContract;

class H2IdentityBehaviourTest extends IdentityBehaviourContract {
    @Override
    protected IdentityStore newStore() {
        return JdbcIdentityStore.create(TestStores.migrated(Dialect.H2));
    }
}
