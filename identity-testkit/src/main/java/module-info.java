/** Contract tests, random histories and an oracle for stores of the core. */
module io.identitystitch.testkit {
    requires transitive io.identitystitch.core;
    requires transitive org.junit.jupiter.api;
    requires org.junit.jupiter.params;
    requires transitive org.assertj.core;

    // With the first public type: exports io.identitystitch.testkit;
}
