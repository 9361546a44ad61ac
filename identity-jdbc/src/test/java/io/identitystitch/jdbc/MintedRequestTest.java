package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.Resolution;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentifierHasher;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An identifier that was made just now, or not, inside transactions of the host at every isolation level. */
class MintedRequestTest {
    private static final int H2_SNAPSHOT = 6;

    static Stream<Arguments> levels() {
        Stream<Integer> common = Stream.of(
                Connection.TRANSACTION_READ_COMMITTED,
                Connection.TRANSACTION_REPEATABLE_READ,
                Connection.TRANSACTION_SERIALIZABLE);
        return Stream.concat(
                common.flatMap(level -> Stream.of(Dialect.values()).map(dialect -> Arguments.of(dialect, level))),
                Stream.of(Arguments.of(Dialect.H2, H2_SNAPSHOT)));
    }

    private static ResolveRequest visit(String id, boolean minted) {
        ResolveRequest.Builder visit = ResolveRequest.builder().anonymousId(id);
        return (minted ? visit.minted() : visit).build();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @ParameterizedTest
    @MethodSource("levels")
    void isStoredOrFoundInATransactionOfTheHostWhichGoesOn(Dialect dialect, int level) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        IdentityResolver identities = IdentityResolver.builder(store)
                .hasher(IdentifierHasher.sha256())
                .maxAttempts(1)
                .build();
        Resolution known = identities.resolve(visit("known", false));
        try (Connection connection = dataSource.getConnection()) {
            execute(connection, "create table users (id integer)");
            connection.setTransactionIsolation(level);
            connection.setAutoCommit(false);
            execute(connection, "insert into users values (1)");
            JoinedIdentityStore joined = store.joining(connection);
            IdentityResolver inside = identities.using(joined);

            assertThat(inside.resolve(visit("known", true)).profileId()).isEqualTo(known.profileId());
            Resolution fresh = inside.resolve(visit("fresh", true));
            assertThat(fresh.outcome()).isEqualTo(Outcome.CREATED);
            assertThat(inside.resolve(visit("fresh", true)).profileId())
                    .as("made in this transaction")
                    .isEqualTo(fresh.profileId());
            assertThat(inside.resolve(visit("known", true)).outcome()).isEqualTo(Outcome.MATCHED);

            execute(connection, "insert into users values (2)");
            connection.commit();
            joined.committed();
            assertThat(ask(connection, "select count(*) from users")).isEqualTo("2");
            assertThat(ask(connection, "select count(*) from id_profile")).isEqualTo("2");
            assertThat(identities.resolve(visit("fresh", true)).profileId()).isEqualTo(fresh.profileId());
            connection.rollback();
        }
    }
}
