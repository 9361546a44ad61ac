package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.CommitResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The database itself refuses a graph that is none, whoever writes it. */
class BrokenGraphTest {
    private static final TenantId ONE = TenantId.of("one");
    private static final TenantId TWO = TenantId.of("two");

    private DataSource dataSource;
    private final ProfileId root = Plans.newId();
    private final ProfileId absorbed = Plans.newId();
    private final ProfileId third = Plans.newId();
    private final ProfileId foreign = Plans.newId();

    private void prepare(Dialect dialect) {
        dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        int n = 0;
        for (ProfileId id : new ProfileId[] {root, absorbed, third}) {
            store.commit(Plans.newPerson(ONE, id, Identifier.of(IdentifierType.EMAIL, "a" + n++ + "@example.org")));
        }
        store.commit(Plans.newPerson(TWO, foreign, Identifier.of(IdentifierType.EMAIL, "a@example.org")));
        assertThat(store.commit(Plans.merge(ONE, root, absorbed))).isInstanceOf(CommitResult.Committed.class);
    }

    private void refuses(String... statements) {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> {
                    try (Connection connection = dataSource.getConnection();
                            Statement statement = connection.createStatement()) {
                        for (String sql : statements) {
                            statement.execute(sql);
                        }
                    }
                })
                .satisfies(e -> assertThat(e.getSQLState()).startsWith("23"));
    }

    private static String redirect(int tenant, ProfileId from, ProfileId to) {
        return "insert into id_redirect (tenant, absorbed, root, known, merged_at) values (" + tenant + ", '" + from
                + "', '" + to + "', true, current_timestamp)";
    }

    @ParameterizedTest
    @EnumSource
    void aChain(Dialect dialect) {
        prepare(dialect);
        // The profile in the middle would have to be a root and absorbed at once.
        refuses("update id_profile set is_root = false where id = '" + root + "'");
        refuses("update id_profile set is_root = false where id = '" + third + "'", redirect(1, third, absorbed));
    }

    @ParameterizedTest
    @EnumSource
    void aCycle(Dialect dialect) {
        prepare(dialect);
        refuses(redirect(1, root, absorbed));
        refuses("update id_redirect set root = '" + absorbed + "' where absorbed = '" + absorbed + "'");
    }

    @ParameterizedTest
    @EnumSource
    void aProfileThatAnswersForItselfThroughItself(Dialect dialect) {
        prepare(dialect);
        refuses(redirect(1, third, third));
    }

    @ParameterizedTest
    @EnumSource
    void aRootThatIsAbsorbed(Dialect dialect) {
        prepare(dialect);
        refuses(redirect(1, third, root));
        refuses("insert into id_redirect (tenant, absorbed, root, absorbed_is_root, known, merged_at) values (1, '"
                + third + "', '" + root + "', true, true, current_timestamp)");
    }

    @ParameterizedTest
    @EnumSource
    void anAbsorbedProfileThatIsARootAgain(Dialect dialect) {
        prepare(dialect);
        refuses("update id_profile set is_root = true where id = '" + absorbed + "'");
    }

    @ParameterizedTest
    @EnumSource
    void anythingAcrossTenants(Dialect dialect) {
        prepare(dialect);
        refuses("update id_redirect set root = '" + foreign + "' where absorbed = '" + absorbed + "'");
        refuses("update id_identifier set owner = '" + foreign + "' where owner = '" + root + "'");
        refuses("update id_identifier set tenant = 2 where owner = '" + root + "'");
    }

    @ParameterizedTest
    @EnumSource
    void anEdgeFromAProfileToItself(Dialect dialect) {
        prepare(dialect);
        refuses("update id_edge set owner_b = owner_a");
    }

    @ParameterizedTest
    @EnumSource
    void anOwnerThatIsNoProfile(Dialect dialect) {
        prepare(dialect);
        refuses("update id_identifier set owner = '" + Plans.newId() + "' where owner = '" + root + "'");
        refuses("delete from id_profile where id = '" + root + "'");
    }
}
