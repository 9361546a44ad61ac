package io.identitystitch.jdbc;

import org.jooq.SQLDialect;

/** The databases on which the store runs. Immutable and thread-safe. */
public enum Dialect {
    /** PostgreSQL 14 and later. */
    POSTGRESQL(SQLDialect.POSTGRES),
    /** H2 2.4.240 and later, in any compatibility mode. */
    H2(SQLDialect.H2);

    private final SQLDialect jooq;

    Dialect(SQLDialect jooq) {
        this.jooq = jooq;
    }

    SQLDialect jooq() {
        return jooq;
    }
}
