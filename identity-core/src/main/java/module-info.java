/**
 * Identity stitching without a database: the model, the policy, the planner, the facade {@link
 * io.identitystitch.IdentityResolver}, the storage interfaces and an in-memory store.
 */
module io.identitystitch.core {
    requires transitive org.jspecify;
    requires org.slf4j;
    requires tools.jackson.core;

    exports io.identitystitch;
    exports io.identitystitch.cold;
    exports io.identitystitch.memory;
    exports io.identitystitch.model;
    exports io.identitystitch.plan;
    exports io.identitystitch.policy;
    exports io.identitystitch.signal;
    exports io.identitystitch.spi;
}
