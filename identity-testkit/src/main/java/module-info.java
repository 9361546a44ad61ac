/** Contract tests, random histories and an oracle for stores of the core. */
module io.identitystitch.testkit {
    requires transitive io.identitystitch.core;
    requires transitive org.jspecify;
    requires transitive org.junit.jupiter.api;
    requires org.assertj.core;
    requires org.junit.jupiter.params;

    exports io.identitystitch.testkit;
    exports io.identitystitch.testkit.behaviour;

    opens io.identitystitch.testkit to
            org.junit.platform.commons;
    opens io.identitystitch.testkit.behaviour to
            org.junit.platform.commons;
}
