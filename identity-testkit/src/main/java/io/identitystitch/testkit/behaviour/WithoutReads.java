package io.identitystitch.testkit.behaviour;

import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.spi.IdentityReads;
import io.identitystitch.spi.IdentityStore;

/** A store whose profiles nobody may read. */
final class WithoutReads extends ForwardingIdentityStore {
    WithoutReads(IdentityStore store) {
        super(store);
    }

    @Override
    public IdentityReads reads() {
        throw new AssertionError("a profile was read although nobody asked for it");
    }
}
