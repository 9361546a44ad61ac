package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.MergeId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.model.UndoResult;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaTest {
    @ParameterizedTest
    @EnumSource
    void migratesOnceHoweverOftenItIsAsked(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.empty(dialect);

        Schema.migrate(dataSource);
        Schema.migrate(dataSource);

        assertThat(number(dataSource, "select count(*) from id_schema_version"))
                .isEqualTo(SchemaScript.all().size());
        assertThatCode(() -> Schema.check(dataSource)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void eightStartersAtOnceMigrateOnce(Dialect dialect) throws Exception {
        for (String schema : new String[] {"", "identities"}) {
            DataSource dataSource = TestStores.empty(dialect);
            int starters = 8;
            ExecutorService threads = Executors.newFixedThreadPool(starters);
            try {
                CountDownLatch start = new CountDownLatch(starters);
                List<Future<?>> ends = new ArrayList<>();
                for (int i = 0; i < starters; i++) {
                    ends.add(threads.submit(() -> {
                        start.countDown();
                        start.await();
                        if (schema.isEmpty()) {
                            Schema.migrate(dataSource);
                        } else {
                            Schema.migrate(dataSource, schema);
                        }
                        return null;
                    }));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
            } finally {
                threads.shutdownNow();
            }
            String prefix = schema.isEmpty() ? "" : '"' + schema + "\".";
            assertThat(number(dataSource, "select count(*) from " + prefix + "id_schema_version"))
                    .isEqualTo(SchemaScript.all().size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhatToRunWhereTablesAreMissing(Dialect dialect) {
        DataSource dataSource = TestStores.empty(dialect);

        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> JdbcIdentityStore.create(dataSource))
                .withMessageContaining("Schema.migrate(dataSource)")
                .withMessageContaining("autoMigrate(true)")
                .withMessageContaining("Schema.ddl(dialect)")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN));
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> Schema.check(dataSource, "elsewhere"))
                .withMessageContaining("Schema.migrate(dataSource)");
    }

    @ParameterizedTest
    @EnumSource
    void migratesWhenBuiltSo(Dialect dialect) {
        DataSource dataSource = TestStores.empty(dialect);

        assertThat(resolves(JdbcIdentityStore.builder(dataSource)
                        .autoMigrate(true)
                        .schema("mine")
                        .build()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void printsWhatAHostsOwnMigrationsCanRun(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.empty(dialect);

        for (String statement : Schema.ddl(dialect).split(";\n")) {
            execute(dataSource, statement);
        }
        for (String statement : Schema.ddl(dialect, "second").split(";\n")) {
            execute(dataSource, statement);
        }

        assertThat(resolves(JdbcIdentityStore.create(dataSource))).isTrue();
        assertThat(resolves(
                        JdbcIdentityStore.builder(dataSource).schema("second").build()))
                .isTrue();
        assertThatCode(() -> Schema.migrate(dataSource)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void livesBesideAHostsTables(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.empty(dialect);
        execute(dataSource, "create table users (id integer primary key, email varchar(100))");
        execute(dataSource, "create table flyway_schema_history (installed_rank integer primary key)");
        execute(dataSource, "insert into users values (1, 'somebody@example.org')");

        Schema.migrate(dataSource);

        assertThat(resolves(JdbcIdentityStore.create(dataSource))).isTrue();
        assertThat(number(dataSource, "select count(*) from users")).isEqualTo(1);
    }

    @Test
    void aConfiguredSchemaIsFoundUnderAHostileSearchPath() throws SQLException {
        var hostile = (org.postgresql.ds.PGSimpleDataSource) TestStores.empty(Dialect.POSTGRESQL);
        execute(hostile, "create schema decoy");
        for (String statement : Schema.ddl(Dialect.POSTGRESQL, "decoy").split(";\n")) {
            execute(hostile, statement);
        }
        hostile.setCurrentSchema("decoy,pg_catalog");
        Schema.migrate(hostile, "real");

        JdbcIdentityStore store =
                JdbcIdentityStore.builder(hostile).schema("real").build();

        assertThat(resolves(store)).isTrue();
        assertThat(number(hostile, "select count(*) from real.id_profile")).isEqualTo(1);
        assertThat(number(hostile, "select count(*) from decoy.id_profile")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Mine", "1st", "a b", "a\"; drop schema public; --", "a.b", "\u0131d"})
    void refusesANameThatIsNoPlainWord(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Schema.ddl(Dialect.H2, name));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JdbcIdentityStore.builder(TestStores.h2()).schema(name));
    }

    @ParameterizedTest
    @EnumSource
    void aKeywordMayBeASchema(Dialect dialect) {
        DataSource dataSource = TestStores.empty(dialect);

        assertThat(resolves(JdbcIdentityStore.builder(dataSource)
                        .schema("order")
                        .autoMigrate(true)
                        .build()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void refusesTablesOfALaterVersion(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        execute(dataSource, "insert into id_schema_version values (99, 'x', current_timestamp)");

        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> JdbcIdentityStore.create(dataSource))
                .withMessageContaining("version 99");
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> Schema.migrate(dataSource))
                .withMessageContaining("version 99");
    }

    @ParameterizedTest
    @EnumSource
    void refusesTablesOfAnotherScript(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        execute(dataSource, "update id_schema_version set checksum = 'x'");

        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> Schema.migrate(dataSource))
                .withMessageContaining("another script");
    }

    @Test
    void completesOnH2WhatWasCutOff() throws SQLException {
        DataSource dataSource = TestStores.h2();
        List<String> statements = List.of(Schema.ddl(Dialect.H2).split(";\n"));
        for (String statement : statements.subList(0, statements.size() / 2)) {
            execute(dataSource, statement);
        }

        Schema.migrate(dataSource);

        assertThat(resolves(JdbcIdentityStore.create(dataSource))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH",
                ";MODE=MySQL;DATABASE_TO_UPPER=FALSE",
                ";DATABASE_TO_UPPER=TRUE"
            })
    void runsInEveryModeOfH2(String options) {
        org.h2.jdbcx.JdbcDataSource dataSource = (org.h2.jdbcx.JdbcDataSource) TestStores.h2();
        dataSource.setURL(dataSource.getURL() + options);

        assertThat(resolves(
                        JdbcIdentityStore.builder(dataSource).autoMigrate(true).build()))
                .isTrue();
        assertThat(resolves(JdbcIdentityStore.builder(dataSource)
                        .schema("order")
                        .autoMigrate(true)
                        .build()))
                .isTrue();
    }

    /** A database of version 1 keeps what is in it, and its merges can be undone. */
    @ParameterizedTest
    @EnumSource
    void migratesTheFirstVersionWithWhatIsInIt(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.empty(dialect);
        execute(
                dataSource,
                "create table id_schema_version (version integer primary key, checksum varchar(64) not null,"
                        + " applied_at timestamp(6) with time zone not null)");
        SchemaScript first = SchemaScript.all().get(0);
        for (String statement : first.statements(dialect, null)) {
            execute(dataSource, SchemaScript.withoutComments(statement));
        }
        execute(dataSource, "insert into id_schema_version values (1, '" + first.checksum() + "', current_timestamp)");
        execute(dataSource, "insert into id_tenant (name) values ('default')");
        for (int i = 1; i <= 2; i++) {
            execute(
                    dataSource,
                    "insert into id_profile (tenant, id, is_root, known, created_at) select id, '" + uuid(i) + "', "
                            + (i == 1) + ", false, current_timestamp from id_tenant");
        }
        execute(
                dataSource,
                "insert into id_redirect (tenant, absorbed, root, known, merged_at) select id, '" + uuid(2) + "', '"
                        + uuid(1) + "', false, current_timestamp from id_tenant");
        execute(
                dataSource,
                "insert into id_edge (tenant, id, owner_a, owner_b, source, observed_at, merged_at) select id, '"
                        + uuid(3) + "', '" + uuid(1) + "', '" + uuid(2)
                        + "', 'identify', current_timestamp, current_timestamp from id_tenant");
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> JdbcIdentityStore.create(dataSource))
                .withMessageContaining("version 1, not " + SchemaScript.all().size());

        Schema.migrate(dataSource);

        IdentityResolver resolver = IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                .hasher(IdentifierHasher.sha256())
                .tenant(TenantId.of("default"))
                .build();
        assertThat(resolver.steward().undo(new MergeId(UUID.fromString(uuid(3))), "two people"))
                .isInstanceOf(UndoResult.Undone.class);
        assertThat(number(dataSource, "select count(*) from id_redirect")).isZero();
        assertThat(number(dataSource, "select count(*) from id_edge where undone_at is not null"))
                .isEqualTo(1);
    }

    private static String uuid(int number) {
        return "00000000-0000-7000-8000-00000000000" + number;
    }

    private static boolean resolves(JdbcIdentityStore store) {
        IdentityResolver resolver = IdentityResolver.builder(store)
                .hasher(IdentifierHasher.sha256())
                .build();
        ResolveRequest request = ResolveRequest.builder()
                .email("a@example.org")
                .anonymousId("v-1")
                .build();
        return resolver.resolve(request)
                .profileId()
                .equals(resolver.resolve(request).profileId());
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
