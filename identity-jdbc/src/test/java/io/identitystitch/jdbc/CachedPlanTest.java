package io.identitystitch.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.plan.ResolutionPlan;
import io.identitystitch.policy.FirstTouchPolicy;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.policy.TypeRule;
import io.identitystitch.testdb.TestPostgres;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cached-plan trap: PostgreSQL keeps the plan of a prepared statement. One that was made while the tables were empty must
 * still be right when they hold 400,000 rows that nobody has analysed, with the planner's settings as they come.
 */
@Tag("large")
class CachedPlanTest {
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
    private static final int PERSONS = 200_000;
    private static final int FEW = 4;
    private static final int BATCH = 50;

    private final Tables tables = new Tables(null);
    private final Database engine = new Database(Dialect.POSTGRESQL, null);

    /** One script, as text and as what is bound to it. */
    private record Call(String text, List<@Nullable Object> binds) {}

    @Test
    void plansMadeOnEmptyTablesStayRightOnLargeOnes() throws Exception {
        Map<String, Call> shapes = calls(persons(5));
        DataSource empty = TestPostgres.shared().newDatabase();
        Schema.migrate(empty);
        try (Connection connection = empty.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into id_tenant (name) values ('default')");
            for (Map.Entry<String, Call> shape : shapes.entrySet()) {
                prepare(connection, shape.getKey(), shape.getValue());
            }
            fill(statement, PERSONS);
            Map<String, Call> calls = calls(empty);
            for (Map.Entry<String, Call> call : calls.entrySet()) {
                assertThat(call.getValue().text())
                        .as("the text of %s", call.getKey())
                        .isEqualTo(shapes.get(call.getKey()).text());
                int buffers = buffers(connection, call.getKey(), call.getValue());
                assertThat(buffers)
                        .as("buffers of %s", call.getKey())
                        .isPositive()
                        .isLessThan(limit(call.getKey()));
            }
        }
    }

    /** A statement of one identifier stays below 40; others below 40 for each identifier and lock. */
    private static int limit(String name) {
        return switch (name) {
            case "load_one", "load_unknown", "links_one", "links_pair" -> 40;
            case "commit_merge", "load_two_persons" -> 160;
            case "links_batch" -> BATCH * 20;
            default -> 80;
        };
    }

    private static DataSource persons(int number) throws SQLException {
        DataSource database = TestPostgres.shared().newDatabase();
        Schema.migrate(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            fill(statement, number);
        }
        return database;
    }

    /** Persons with an e-mail address and an anonymous id each; every tenth has absorbed another profile. */
    private static void fill(Statement statement, int persons) throws SQLException {
        statement.execute("insert into id_tenant (name) values ('default') on conflict do nothing");
        statement.execute("insert into id_profile (tenant, id, is_root, known, created_at)"
                + " select 1, md5('p' || g)::uuid, true, true, now() from generate_series(1, " + persons + ") g");
        statement.execute("insert into id_profile (tenant, id, is_root, known, created_at)"
                + " select 1, md5('q' || g)::uuid, false, false, now() from generate_series(1, " + persons / 10
                + ") g");
        statement.execute("insert into id_redirect (tenant, absorbed, root, known, merged_at)"
                + " select 1, md5('q' || g)::uuid, md5('p' || g)::uuid, false, now()"
                + " from generate_series(1, " + persons / 10 + ") g");
        for (String row :
                List.of("1, sha256(('user' || g || '@example.org')::bytea)", "20, sha256(('anon-' || g)::bytea)")) {
            statement.execute("insert into id_identifier (tenant, type, digest, owner, held_since, verified, source,"
                    + " first_seen_at, last_seen_at, alias, sightings, linked_at)"
                    + " select 1, " + row
                    + ", md5('p' || g)::uuid, now(), false, 'identify', now(), now(), false, 1, now()"
                    + " from generate_series(1, " + persons + ") g");
        }
    }

    /** What the store sends for the calls of an application. */
    private Map<String, Call> calls(DataSource database) throws Exception {
        RecordingStore store = new RecordingStore(JdbcIdentityStore.create(database));
        IdentityResolver identities = IdentityResolver.builder(store).build();
        Map<String, Call> calls = new LinkedHashMap<>();
        try (Connection connection = database.getConnection()) {
            Names names = new Names(engine);
            names.register(connection, TenantId.DEFAULT);
            names.lookUp(connection, types());
            Scope scope = new Scope(1, names, Mode.AUTO_COMMIT, 0);
            run(store, identities, connection, scope, calls, "one", builder().email("user1@example.org"));
            run(
                    store,
                    identities,
                    connection,
                    scope,
                    calls,
                    "unknown",
                    builder().email("nobody@example.org"));
            run(
                    store,
                    identities,
                    connection,
                    scope,
                    calls,
                    "known_pair",
                    builder().email("user1@example.org").anonymousId("anon-1"));
            run(
                    store,
                    identities,
                    connection,
                    scope,
                    calls,
                    "link",
                    builder().email("user2@example.org").anonymousId("another"));
            run(
                    store,
                    identities,
                    connection,
                    scope,
                    calls,
                    "merge",
                    builder().email("user3@example.org").email("user4@example.org"));
        }
        calls.put("load_two_persons", calls.remove("load_merge"));
        calls.put("links_one", links(1));
        calls.put("links_pair", links(2));
        calls.put("links_batch", links(BATCH));
        ProfileId known = identities
                .find(Identifier.of(IdentifierType.EMAIL, "user1@example.org"))
                .orElseThrow()
                .profileId();
        for (FirstTouchPolicy policy : FirstTouchPolicy.values()) {
            String text = new PostgresProfile(tables, ValueCodec.plain()).text(policy);
            calls.put("profile_" + policy, new Call(text, List.of(1, known.value(), 101)));
        }
        return calls;
    }

    /** The first look at so many anonymous ids of different persons. */
    private Call links(int number) throws NoSuchAlgorithmException {
        List<Object> types = Collections.nCopies(number, 20);
        List<Object> digests = new ArrayList<>();
        for (int i = 1; i <= number; i++) {
            digests.add(MessageDigest.getInstance("SHA-256").digest(("anon-" + i).getBytes(UTF_8)));
        }
        List<Object> binds = new ArrayList<>();
        if (number > FEW) {
            binds.add(types);
            binds.add(digests);
        } else {
            for (int i = 0; i < number; i++) {
                binds.add(types.get(i));
                binds.add(digests.get(i));
            }
        }
        binds.add(1);
        return new Call(new PostgresLean(tables, FEW).text(number), binds);
    }

    private static List<IdentifierType> types() {
        return IdentityPolicy.defaults().rules().stream().map(TypeRule::type).toList();
    }

    private void run(
            RecordingStore store,
            IdentityResolver identities,
            Connection connection,
            Scope scope,
            Map<String, Call> calls,
            String name,
            ResolveRequest.Builder request)
            throws SQLException {
        store.queries.clear();
        store.plans.clear();
        identities.resolve(request.build());
        LoadQuery query = store.queries.get(0);
        PostgresScript load = new PostgresLoad(tables).script(connection, scope, query, query.keys(), query.evidence());
        calls.put("load_" + name, new Call(load.text(), load.binds()));
        for (ResolutionPlan plan : store.plans) {
            PostgresScript commit = new PostgresCommit(tables, ValueCodec.plain()).script(scope, plan);
            calls.put("commit_" + name, new Call(commit.text(), commit.binds()));
        }
    }

    private static ResolveRequest.Builder builder() {
        return ResolveRequest.builder();
    }

    /** Prepares each statement and asks for its plan until the server has settled on a plan. */
    private static void prepare(Connection connection, String name, Call call) throws SQLException {
        String[] texts = call.text().split(";\n");
        int bind = 0;
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < texts.length; i++) {
                int binds = (int) texts[i].chars().filter(c -> c == '?').count();
                statement.execute("prepare " + name + i + " as " + numbered(texts[i]));
                String execute = "execute " + name + i + arguments(call.binds().subList(bind, bind + binds));
                // Explaining plans as executing does, and needs no rows to refer to.
                for (int round = 0; round < 8; round++) {
                    statement.execute("explain " + execute);
                }
                bind += binds;
            }
        }
    }

    private static int buffers(Connection connection, String name, Call call) throws SQLException {
        String[] texts = call.text().split(";\n");
        int bind = 0;
        int buffers = 0;
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < texts.length; i++) {
                int binds = (int) texts[i].chars().filter(c -> c == '?').count();
                String execute = "execute " + name + i + arguments(call.binds().subList(bind, bind + binds));
                try (ResultSet plan = statement.executeQuery("explain (analyze, buffers) " + execute)) {
                    buffers += top(plan);
                }
                bind += binds;
            }
            return buffers;
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    /** The first line about buffers is that of the whole statement. */
    private static int top(ResultSet plan) throws SQLException {
        while (plan.next()) {
            Matcher matcher = BUFFERS.matcher(plan.getString(1));
            if (matcher.find()) {
                return number(matcher.group(1)) + number(matcher.group(2));
            }
        }
        return 0;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static String numbered(String text) {
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (char c : text.toCharArray()) {
            if (c == '?') {
                numbered.append('$').append(++number);
            } else {
                numbered.append(c);
            }
        }
        return numbered.toString();
    }

    private static String arguments(List<@Nullable Object> binds) {
        if (binds.isEmpty()) {
            return "";
        }
        StringBuilder arguments = new StringBuilder("(");
        for (Object bind : binds) {
            arguments.append(arguments.length() > 1 ? ", " : "").append(literal(bind));
        }
        return arguments.append(')').toString();
    }

    private static String literal(@Nullable Object bind) {
        if (bind == null || bind instanceof Number || bind instanceof Boolean) {
            return String.valueOf(bind);
        }
        if (bind instanceof List<?> list) {
            return list.stream().map(CachedPlanTest::literal).collect(Collectors.joining(", ", "array[", "]"));
        }
        if (bind instanceof byte[] bytes) {
            return "'\\x" + HexFormat.of().formatHex(bytes) + "'::bytea";
        }
        assertThat(bind).isInstanceOfAny(UUID.class, Instant.class, String.class);
        return "'" + bind + "'";
    }
}
