package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.policy.IdentifierHasher;
import io.identitystitch.spi.IdentityStoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code UPGRADING.md} says of the schema. */
class UpgradeTest {
    private static final List<Integer> VERSIONS =
            SchemaScript.all().stream().map(SchemaScript::version).toList();

    @Test
    void thePageListsTheVersionsOfTheSchema() {
        assertThat(MarkdownPage.read("UPGRADING.md").tables("The schema").get(0))
                .extracting(row -> Integer.valueOf(row.get(1)))
                .containsExactlyElementsOf(VERSIONS);
    }

    /** A host with migrations of its own runs, for each version that it has not, what stands after the record of the one before. */
    @ParameterizedTest
    @EnumSource
    void theTextOfAllVersionsCanBeRunInParts(Dialect dialect) throws SQLException {
        List<String> statements = List.of(Schema.ddl(dialect).split(";\n"));
        for (int had : VERSIONS.subList(0, VERSIONS.size() - 1)) {
            int end = 1;
            while (!statements.get(end - 1).contains("values (" + had + ", ")) {
                end++;
            }
            DataSource dataSource = TestStores.empty(dialect);
            run(dataSource, statements.subList(0, end));
            assertThatExceptionOfType(IdentityStoreException.class)
                    .isThrownBy(() -> Schema.check(dataSource))
                    .withMessageContaining("version " + had + ", not ");

            run(dataSource, statements.subList(end, statements.size()));

            assertThatCode(() -> Schema.check(dataSource)).doesNotThrowAnyException();
            assertThatCode(() -> Schema.migrate(dataSource)).doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStoreChecksTheTablesWhenItIsBuiltAndNotAgain(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver running = IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                .hasher(IdentifierHasher.sha256())
                .build();

        run(dataSource, List.of("insert into id_schema_version values (99, 'x', current_timestamp)"));

        assertThat(running.resolve(
                                ResolveRequest.builder().email("a@example.org").build())
                        .profileId())
                .isPresent();
        assertThatExceptionOfType(IdentityStoreException.class)
                .isThrownBy(() -> JdbcIdentityStore.create(dataSource))
                .withMessageContaining("version 99");
    }

    private static void run(DataSource dataSource, List<String> statements) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
