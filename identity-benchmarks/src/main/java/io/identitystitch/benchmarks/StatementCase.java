package io.identitystitch.benchmarks;

import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Outcome;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentifierHasher;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What the library adds to its own statement: a sign-in beside the same text, sent by a few lines of JDBC. */
final class StatementCase {
    static final String PLAIN = "the same statement by plain JDBC";

    private static final IdentifierHasher HASHER = IdentifierHasher.hmac(Stitch.masterKey());

    private StatementCase() {}

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        for (int threads : new int[] {1, 8}) {
            cases.add(Case.of(
                    "own-statement-" + threads,
                    "Repeat sign-in beside its own statement, hashing included, " + SignInCases.threads(threads),
                    course -> measure(course, threads)));
        }
        return cases;
    }

    private static Measured measure(Case.Course course, int threads) throws Exception {
        Population persons = course.world().persons();
        try (Stitch stitch = course.world().stitch(threads);
                Pool plain = course.world().server().pool("plain" + threads, threads, "public")) {
            RecordedStatement statement = record(course, plain, persons);
            byte[] email = digest(IdentifierType.EMAIL, persons.email(0));
            int[] first = {-1};
            List<Object> binds = statement.binds();
            for (int i = 0; i < binds.size(); i++) {
                if (binds.get(i) instanceof byte[] bytes && first[0] < 0) {
                    first[0] = Arrays.equals(bytes, email) ? 0 : 1;
                }
            }
            return Measured.of(course.reads(threads)
                    .run(
                            List.of(
                                    new Way(Way.OURS, stitch.pool(), (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        stitch.signIn(
                                                persons.email(person), persons.anonymousId(person, 0), Outcome.MATCHED);
                                    }),
                                    new Way(PLAIN, plain, (round, index) -> {
                                        int person = Keys.person(round, index, persons.count());
                                        byte[] known = digest(IdentifierType.EMAIL, persons.email(person));
                                        byte[] device =
                                                digest(IdentifierType.ANONYMOUS_ID, persons.anonymousId(person, 0));
                                        send(
                                                plain,
                                                statement.sql(),
                                                binds,
                                                first[0] == 0
                                                        ? new byte[][] {known, device}
                                                        : new byte[][] {device, known});
                                    })),
                            course.out()));
        }
    }

    private static RecordedStatement record(Case.Course course, Pool pool, Population persons) {
        List<RecordedStatement> seen = new ArrayList<>();
        JdbcIdentityStore store = JdbcIdentityStore.builder(RecordedStatement.recording(pool.dataSource(), seen))
                .schema(Stitch.SCHEMA)
                .build();
        try (IdentityResolver resolver = IdentityResolver.builder(store)
                .key(Stitch.masterKey())
                .clock(course.world().clock())
                .build()) {
            ResolveRequest request = ResolveRequest.builder()
                    .email(persons.email(0))
                    .anonymousId(persons.anonymousId(0, 0))
                    .build();
            // The first call looks up the numbers of the types too.
            resolver.resolve(request);
            seen.clear();
            resolver.resolve(request);
        }
        return RecordedStatement.only(seen);
    }

    private static void send(Pool pool, String sql, List<Object> binds, byte[][] digests) throws SQLException {
        try (Connection connection = pool.connection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            int digest = 0;
            for (int i = 0; i < binds.size(); i++) {
                Object bind = binds.get(i);
                RecordedStatement.bind(statement, i + 1, bind instanceof byte[] ? digests[digest++] : bind);
            }
            int rows = 0;
            try (ResultSet result = statement.executeQuery()) {
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int i = 1; i <= columns; i++) {
                        result.getObject(i);
                    }
                    rows++;
                }
            }
            if (rows < digests.length) {
                throw new SQLException("nobody");
            }
        }
    }

    private static byte[] digest(IdentifierType type, String value) {
        return HASHER.hash(TenantId.DEFAULT, type, value).bytes();
    }
}
