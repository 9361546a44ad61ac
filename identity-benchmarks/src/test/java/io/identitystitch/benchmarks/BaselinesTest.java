package io.identitystitch.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.testdb.TestPostgres;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A baseline that does less than it should would flatter itself, one that does more would flatter us. */
class BaselinesTest {
    private static Server server;
    private static StoredFunctions functions;
    private static SeparateStatements separate;

    @BeforeAll
    static void start() {
        server = new Server(TestPostgres.shared(), false);
        server.create(StoredFunctions.SCHEMA, StoredFunctions.SCRIPT);
        server.create(SeparateStatements.SCHEMA, StoredFunctions.SCRIPT);
        functions = new StoredFunctions(server.pool("functions", 2, StoredFunctions.SCHEMA));
        separate = new SeparateStatements(server.pool("separate", 2, SeparateStatements.SCHEMA));
    }

    @AfterAll
    static void stop() {
        functions.close();
        separate.close();
        server.close();
    }

    /** What both have to do alike. */
    interface SignIn {
        UUID signIn(String email, String anonymousId) throws SQLException;

        UUID visit(String anonymousId) throws SQLException;
    }

    abstract static class Behaviour {
        private final SignIn side;
        private final String schema;

        Behaviour(SignIn side, String schema) {
            this.side = side;
            this.schema = schema;
        }

        @Test
        void aVisitorIsTheSameTheNextTime() throws SQLException {
            UUID visitor = side.visit("visit-1");
            String before = seen("visit-1");
            assertThat(side.visit("visit-1")).isEqualTo(visitor);
            assertThat(seen("visit-1")).isGreaterThan(before);
        }

        @Test
        void neitherKnownMakesOneProfileWithBoth() throws SQLException {
            UUID profile = side.signIn("d@example.org", "d-1");
            assertThat(links(profile)).isEqualTo(2);
        }

        @Test
        void onlyTheVisitorKnownKeepsTheVisitorsProfile() throws SQLException {
            UUID visitor = side.visit("b-1");
            assertThat(side.signIn("b@example.org", "b-1")).isEqualTo(visitor);
            assertThat(links(visitor)).isEqualTo(2);
        }

        @Test
        void onlyTheAddressKnownGetsTheVisitor() throws SQLException {
            UUID known = side.signIn("c@example.org", "c-1");
            assertThat(side.signIn("c@example.org", "c-2")).isEqualTo(known);
            assertThat(links(known)).isEqualTo(3);
        }

        @Test
        void bothKnownBecomeTheProfileOfTheAddressAndTheOtherIsGone() throws SQLException {
            UUID known = side.signIn("a@example.org", "a-1");
            UUID visitor = side.visit("a-2");
            assertThat(side.signIn("a@example.org", "a-2")).isEqualTo(known);
            assertThat(links(known)).isEqualTo(3);
            assertThat(server.number("select count(*) from " + schema + ".profile where id = '" + visitor + "'"))
                    .isZero();
        }

        @Test
        void aRepeatTouchesBothRows() throws SQLException {
            side.signIn("r@example.org", "r-1");
            String email = seen("r@example.org");
            String device = seen("r-1");
            side.signIn("r@example.org", "r-1");
            assertThat(seen("r@example.org")).isGreaterThan(email);
            assertThat(seen("r-1")).isGreaterThan(device);
        }

        private long links(UUID profile) {
            return server.number(
                    "select count(*) from " + schema + ".profile_identity where profile_id = '" + profile + "'");
        }

        private String seen(String value) throws SQLException {
            return server.text("select to_char(last_seen_at, 'YYYY-MM-DD HH24:MI:SS.US') from " + schema
                    + ".profile_identity where identity_value = '" + value + "'");
        }
    }

    @Nested
    class StoredFunctionsDo extends Behaviour {
        StoredFunctionsDo() {
            super(
                    new SignIn() {
                        @Override
                        public UUID signIn(String email, String anonymousId) throws SQLException {
                            return functions.signIn(email, anonymousId);
                        }

                        @Override
                        public UUID visit(String anonymousId) throws SQLException {
                            return functions.visit(anonymousId);
                        }
                    },
                    StoredFunctions.SCHEMA);
        }

        @Test
        void theReadOnlyLookUpsAndTheOneStatementFindTheSame() throws SQLException {
            UUID profile = functions.signIn("x@example.org", "x-1");
            functions.findBoth("x@example.org", "x-1");
            assertThat(functions.signInInOrder("x@example.org", "x-1")).isEqualTo(profile);
            assertThat(functions.find("email", "x@example.org")).isEqualTo(profile);
            assertThat(OneStatement.find(functions.pool(), new String[] {"x@example.org"}, new String[] {"x-1"}))
                    .isEqualTo(List.of(profile));
            assertThatThrownBy(() -> OneStatement.find(
                            functions.pool(), new String[] {"x@example.org"}, new String[] {"nobody"}))
                    .isInstanceOf(SQLException.class);
        }

        @Test
        void aMergeIntoAUserStampsTheEventsFromBefore() throws SQLException {
            UUID user = UUID.randomUUID();
            BaselineRows.visitor(functions.pool(), "events-1", 12);
            functions.mergeIntoUser("events-1", user);
            assertThat(server.number("select count(*) from functions.event where user_id = '" + user + "'"))
                    .isEqualTo(12);
            assertThat(server.text(
                            "select first_touch ->> 'utm_source' from functions.user_attribution where user_id = '"
                                    + user + "'"))
                    .isEqualTo("first");
        }
    }

    @Nested
    class SeparateStatementsDo extends Behaviour {
        SeparateStatementsDo() {
            super(
                    new SignIn() {
                        @Override
                        public UUID signIn(String email, String anonymousId) {
                            return separate.signIn(email, anonymousId);
                        }

                        @Override
                        public UUID visit(String anonymousId) {
                            return separate.visit(anonymousId);
                        }
                    },
                    SeparateStatements.SCHEMA);
        }
    }

    @Test
    void loadedPersonsAreThoseThatSignIn() throws SQLException {
        Population persons = new Population("loaded", 7, true, 3);
        BaselineRows.load(functions.pool(), persons);
        UUID fifth = functions.find("email", persons.email(5));
        assertThat(functions.find("anonymous_id", persons.anonymousId(5, 2))).isEqualTo(fifth);
        assertThat(functions.signIn(persons.email(5), persons.anonymousId(5, 0)))
                .isEqualTo(fifth);
    }
}
