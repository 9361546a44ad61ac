package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

class DialectsTest {
    @Test
    void refusesADriverThatWritesParametersIntoTheText() {
        PGSimpleDataSource dataSource = (PGSimpleDataSource) TestStores.migrated(Dialect.POSTGRESQL);
        dataSource.setPreferQueryMode(PreferQueryMode.SIMPLE);

        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> JdbcIdentityStore.create(dataSource))
                .withMessageContaining("preferQueryMode=simple")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.BROKEN));
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(dataSource);
            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> JdbcIdentityStore.create(pool))
                    .withMessageContaining("preferQueryMode=simple");
        }
    }

    private static JdbcDataSource file(Path directory, String options) {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:" + directory.resolve("db") + options);
        return dataSource;
    }

    private static int writeDelay(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select setting_value from information_schema.settings where setting_name = 'WRITE_DELAY'")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void leavesAnH2FileInMemoryAlone() throws SQLException {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:nioMemFS:dialects;WRITE_DELAY=700");
        try (Connection open = dataSource.getConnection();
                Statement statement = open.createStatement()) {
            JdbcIdentityStore.builder(dataSource).autoMigrate(true).build();

            assertThat(writeDelay(open)).isEqualTo(700);
            statement.execute("drop all objects delete files");
        }
    }

    @Test
    void makesAnH2FileForceItsCommits(@TempDir Path directory) throws SQLException {
        JdbcDataSource dataSource = file(directory, "");
        try (Connection open = dataSource.getConnection()) {
            assertThat(writeDelay(open)).isPositive();

            JdbcIdentityStore.builder(dataSource).autoMigrate(true).build();

            assertThat(writeDelay(open)).isZero();
        }
        try (Connection reopened = dataSource.getConnection()) {
            assertThat(writeDelay(reopened)).isZero();
        }
    }

    @Test
    void refusesAnH2FileThatItMayNotMakeForceItsCommits(@TempDir Path directory) throws SQLException {
        JdbcDataSource admin = file(directory, "");
        try (Connection open = admin.getConnection();
                Statement statement = open.createStatement()) {
            Schema.migrate(admin);
            statement.execute("create user app password 'app'");
            statement.execute("grant select, insert, update, delete on schema public to app");
            JdbcDataSource app = file(directory, "");
            app.setUser("app");
            app.setPassword("app");

            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> JdbcIdentityStore.create(app))
                    .withMessageContaining(";WRITE_DELAY=0");

            statement.execute("set write_delay 0");
            assertThatCode(() -> JdbcIdentityStore.create(app)).doesNotThrowAnyException();
        }
    }

    /** Rows that were read before a commit must not be given after it, though H2 would not have to read them again. */
    @Test
    void noStoreOnH2ReadsWhatWasReadBefore() throws SQLException {
        JdbcDataSource owner = new JdbcDataSource();
        owner.setURL("jdbc:h2:mem:anew");
        owner.setUser("sa");
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            assertThat(reusesResults(connection)).isTrue();
            statement.execute("create user app password 'app'");
            Schema.migrate(owner);
            assertThat(reusesResults(connection)).isTrue();
            try (Connection app = owner.getConnection("app", "app")) {
                assertThat(Dialects.readsAnew(app)).isFalse();
            }
            JdbcIdentityStore.create(owner);
            assertThat(reusesResults(connection)).isFalse();
        }
    }

    private static boolean reusesResults(Connection connection) throws SQLException {
        SessionLocal session =
                (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        return session.getDatabase().getOptimizeReuseResults();
    }
}
