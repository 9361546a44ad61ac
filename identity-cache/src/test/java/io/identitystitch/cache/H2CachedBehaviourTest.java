package io.identitystitch.cache;

import io.identitystitch.spi.IdentityStore;
import io.identitystitch.testkit.behaviour.IdentityBehaviourContract;
import org.junit.jupiter.api.AfterAll;

class H2CachedBehaviourTest extends IdentityBehaviourContract {
    private final Node node = Node.running(Node.h2());

    @Override
    protected IdentityStore newStore() {
        return node.cache();
    }

    @AfterAll
    void close() {
        node.close();
    }
}
