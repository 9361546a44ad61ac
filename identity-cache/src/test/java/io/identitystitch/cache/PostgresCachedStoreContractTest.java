package io.identitystitch.cache;

import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.IdentityStoreContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;

@Tag("large")
class PostgresCachedStoreContractTest extends IdentityStoreContract {
    private final Node node = Node.running(Node.postgres());

    @Override
    protected IdentityStore newStore() {
        return node.cache();
    }

    @Override
    protected int histories() {
        return 2;
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
