/** The identity store on PostgreSQL and H2. */
module io.identitystitch.jdbc {
    requires transitive io.identitystitch.core;
    requires transitive java.sql;
    requires static jakarta.xml.bind;
    requires org.jooq;
    requires org.slf4j;
    requires tools.jackson.core;

    exports io.identitystitch.jdbc;
}
