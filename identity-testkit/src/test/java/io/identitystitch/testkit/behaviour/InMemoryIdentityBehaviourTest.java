package io.identitystitch.testkit.behaviour;

import io.identitystitch.memory.InMemoryIdentityStore;
import io.identitystitch.spi.IdentityStore;

class InMemoryIdentityBehaviourTest extends IdentityBehaviourContract {
    @Override
    protected IdentityStore newStore() {
        return InMemoryIdentityStore.create();
    }
}
