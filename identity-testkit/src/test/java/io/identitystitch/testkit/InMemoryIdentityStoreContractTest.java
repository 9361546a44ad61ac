package io.identitystitch.testkit;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.spi.IdentityStore;

class InMemoryIdentityStoreContractTest extends IdentityStoreContract {
    @Override
    protected IdentityStore newStore() {
        return InMemoryIdentityStore.create();
    }

    @Override
    protected int histories() {
        return 200;
    }

    @Override
    protected int races() {
        return 200;
    }
}
