package io.identitystitch.cache;

import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.behaviour.IdentityBehaviourContract;
import org.junit.jupiter.api.AfterAll;

class PostgresCachedBehaviourTest extends IdentityBehaviourContract {
    private final Node node = Node.running(Node.postgres());

    @Override
    protected IdentityStore newStore() {
        return node.cache();
    }

    @AfterAll
    void close() {
        node.close();
    }
}
