package io.identitystitch.testkit;

import io.identitystitch.memory.InMemoryColdStore;
import io.identitystitch.spi.ColdStore;

class InMemoryColdStoreContractTest extends ColdStoreContract {
    @Override
    protected ColdStore open(String place) {
        return InMemoryColdStore.create();
    }
}
