/** A cache in front of a store, on any number of nodes. */
module io.identitystitch.cache {
    requires transitive io.identitystitch.core;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports io.identitystitch.cache;
}
