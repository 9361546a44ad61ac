package io.identitystitch.jdbc;

import java.sql.Connection;
import java.time.Instant;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.conf.ParamCastMode;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** A dialect and the tables in it: what SQL is rendered from. Immutable and thread-safe. */
final class Database {
    private final Dialect dialect;
    private final Tables tables;
    private final Settings settings;

    Database(Dialect dialect, @Nullable String schema) {
        Quiet.jooq();
        this.dialect = dialect;
        this.tables = new Tables(schema);
        this.settings = settings();
    }

    Dialect dialect() {
        return dialect;
    }

    Tables tables() {
        return tables;
    }

    /** The time, of the statement on PostgreSQL, of the transaction on H2. */
    Field<Instant> clock() {
        return DSL.field(dialect == Dialect.H2 ? "current_timestamp(9)" : "clock_timestamp()", SQLDataType.INSTANT);
    }

    /** For rendering only. */
    DSLContext renderer() {
        return DSL.using(dialect.jooq(), settings);
    }

    /** For running statements in a call. */
    DSLContext on(Connection connection, Scope scope) {
        return on(connection, scope.queryTimeout());
    }

    DSLContext on(Connection connection, int queryTimeout) {
        Settings mine = queryTimeout == 0 ? settings : settings().withQueryTimeout(queryTimeout);
        return DSL.using(connection, dialect.jooq(), mine);
    }

    /** jOOQ must not log: it would log what it binds. Casts of parameters are what PostgreSQL needs and H2 plans slowly with. */
    private Settings settings() {
        return new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withExecuteLogging(false)
                .withParamCastMode(dialect == Dialect.H2 ? ParamCastMode.NEVER : ParamCastMode.DEFAULT)
                .withFetchWarnings(false)
                .withCacheRecordMappers(false);
    }
}
