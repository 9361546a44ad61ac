package io.identitystitch.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class TestPostgresTest {
    @Nested
    class TheSharedServer {
        private final TestPostgres server = TestPostgres.shared();

        @Test
        void isStartedOnce() {
            assertThat(TestPostgres.shared()).isSameAs(server);
        }

        @Test
        void isOfTheVersionThatTheBuildAsksFor() {
            String wanted = System.getProperty("identity.test.pg.wanted", "");
            assumeTrue(!wanted.isEmpty() && !server.how().equals("given"));

            assertThat(server.version()).startsWith(major(wanted) + ".");
        }

        @Test
        void hasPostgresOwnSettingsButForThree() throws SQLException {
            PGSimpleDataSource database = server.newDatabase();
            assumeTrue(!server.how().equals("given"));

            assertThat(ask(database, "show fsync")).isEqualTo("off");
            assertThat(ask(database, "show max_connections")).isEqualTo("200");
            assertThat(ask(
                            database,
                            "select string_agg(name, ' ' order by name) from pg_settings"
                                    + " where source = 'command line' and setting <> boot_val"
                                    + " and name in ('fsync', 'synchronous_commit', 'full_page_writes', 'max_connections',"
                                    + " 'deadlock_timeout', 'shared_buffers')"))
                    .isEqualTo("fsync max_connections");
            assertThat(ask(database, "show deadlock_timeout")).isEqualTo("1s");
            assertThat(ask(database, "show default_transaction_isolation")).isEqualTo("read committed");
        }
    }

    @Nested
    class ADatabase {
        private final PGSimpleDataSource database = TestPostgres.shared().newDatabase();

        @Test
        void isEmptyAndItsOwn() throws SQLException {
            ask(database, "create table mark (id int); select 1");

            assertThat(ask(TestPostgres.shared().newDatabase(), "select to_regclass('mark') is null"))
                    .isEqualTo("t");
        }

        @Test
        void livesInAnOddTimeZone() throws SQLException {
            assertThat(ask(database, "show timezone")).isEqualTo(TestPostgres.ZONE);
            assertThat(
                            ask(
                                    database,
                                    "select setting from pg_db_role_setting, unnest(setconfig) setting"
                                            + " where setdatabase = (select oid from pg_database where datname = current_database())"))
                    .isEqualTo("TimeZone=" + TestPostgres.ZONE);
        }

        @Test
        void keepsItsZoneInAPool() throws SQLException {
            HikariConfig config = new HikariConfig();
            config.setDataSource(database);
            config.setMaximumPoolSize(2);
            try (HikariDataSource pool = new HikariDataSource(config)) {
                assertThat(ask(pool, "show timezone")).isEqualTo(TestPostgres.ZONE);
            }
        }
    }

    @Nested
    class AServerOfRootWithoutUserNamespaces {
        @Test
        void runsAsNobodyAndIsGoneAfterClose() throws Exception {
            assumeTrue(TestPostgres.isRoot(), "not root");
            PGSimpleDataSource database;
            try (TestPostgres server = TestPostgres.startAsNobody()) {
                database = server.newDatabase();

                assertThat(server.how()).startsWith("as nobody, by ");
                assertThat(ask(database, "show timezone")).isEqualTo(TestPostgres.ZONE);
                assertThat(TestPostgres.shared()).isNotSameAs(server);
            }

            assertThatThrownBy(() -> database.getConnection().close()).isInstanceOf(SQLException.class);
        }
    }

    private static String major(String version) {
        return version.substring(0, version.indexOf('.'));
    }

    private static String ask(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            try (ResultSet row = statement.getResultSet()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
