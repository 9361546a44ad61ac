package io.identitystitch.cache;

import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.IdentityStoreContract;
import org.junit.jupiter.api.AfterAll;

class H2CachedStoreContractTest extends IdentityStoreContract {
    private final Node node = Node.running(Node.h2());

    @Override
    protected IdentityStore newStore() {
        return node.cache();
    }

    @Override
    protected int histories() {
        return 4;
    }

    @Override
    protected int races() {
        return 6;
    }

    @Override
    protected int concurrentCalls() {
        return 300;
    }

    @AfterAll
    void close() {
        node.close();
    }
}
