package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.IdentityStoreException;
import io.identitystitch.spi.IdentityStoreException.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {
    private static final String SECRET = "secret.person@example.org";

    @ParameterizedTest
    @EnumSource
    void noFailureShowsWhatTheDatabaseQuotes(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            // Both databases quote the row, or the value, of a check that fails.
            statement.execute("alter table id_identifier add constraint refusing check (value_key is null)");
            statement.execute("alter table id_identifier add constraint refusing_context check (context = 'x')");
        }

        IdentityStoreException failure = catchThrowableOfType(
                IdentityStoreException.class,
                () -> store.commit(Plans.newPerson(TenantId.DEFAULT, Identifier.of(IdentifierType.EMAIL, SECRET))));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageContaining("SQLSTATE 23");
        assertThat(failure.getCause())
                .isExactlyInstanceOf(SQLException.class)
                .hasMessageContaining("SQLException".substring(3));
        assertThat(((SQLException) failure.getCause()).getSQLState()).startsWith("23");
        assertThat(failure.getCause().getStackTrace()).isNotEmpty();
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        assertThat(text.toString())
                .doesNotContain(SECRET)
                .doesNotContain("192.0.2.7")
                .doesNotContainIgnoringCase("7365637265742e706572736f6e");
    }

    @ParameterizedTest
    @CsvSource({
        "57014, TIMEOUT",
        "55P03, TIMEOUT",
        "HYT00, TIMEOUT",
        "08006, UNAVAILABLE",
        "57P01, UNAVAILABLE",
        "53300, UNAVAILABLE",
        "25006, UNAVAILABLE",
        "90121, UNAVAILABLE",
        "42P01, BROKEN",
        "42501, BROKEN",
        "23514, BROKEN",
        "99999, BROKEN"
    })
    void aStateSaysWhatTheCallerCanDo(String state, Kind kind) {
        SQLException failure = new SQLException(SECRET, state);

        assertThat(Failures.own(failure).kind()).isEqualTo(kind);
        assertThat(Failures.own(new DataAccessException(SECRET, failure)).kind())
                .isEqualTo(kind);
        assertThat(Failures.joined(failure).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({"40001", "40P01", "90131", "25P02"})
    void aLostRaceIsOursToRepeatOrTheHosts(String state) {
        SQLException failure = new SQLException(SECRET, state);

        assertThat(Failures.joined(failure).kind()).isEqualTo(Kind.TRANSACTION_LOST);
        assertThat(Failures.own(failure).isRetryable()).isTrue();
    }

    @Test
    void aSocketThatTimesOutIsATimeOut() {
        SQLException failure = new SQLException("I/O error", "08006", new SocketTimeoutException());

        assertThat(Failures.own(failure).kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void aFailureWithoutAnSqlExceptionIsBroken() {
        IdentityStoreException failure = Failures.own(new DataAccessException(SECRET));

        assertThat(failure.kind()).isEqualTo(Kind.BROKEN);
        assertThat(failure).hasMessageNotContaining(SECRET);
        assertThat(failure.getCause()).hasMessageNotContaining(SECRET);
    }
}
