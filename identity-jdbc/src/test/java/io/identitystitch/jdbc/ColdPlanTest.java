package io.identitystitch.jdbc;

import static io.identitystitch.testkit.ColdSignals.START;
import static io.identitystitch.testkit.ColdSignals.all;
import static io.identitystitch.testkit.ColdSignals.visitor;
import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.cold.BlockCodec;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.testkit.ColdSignals;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What one visitor left costs what that visitor left, however much others did on the same days. */
class ColdPlanTest {
    private static final TenantId TENANT = TenantId.of("acme");
    private static final Pattern BUFFERS = Pattern.compile("Buffers: shared(?: hit=(\\d+))?(?: read=(\\d+))?");
    private static final int OTHERS = 3_000;

    /** So many rows of one table are more than those of one visitor and those that are deleted together. */
    private static final int FEW = 60;

    private final ColdSignals signals = new ColdSignals(7);

    private void fill(ColdStore store) {
        List<ColdSignal> others = new ArrayList<>();
        for (int i = 0; i < OTHERS; i++) {
            others.add(signals.signal(START.plus(Duration.ofSeconds(i * 60L)), 100 + i % 1_000));
        }
        store.append(TENANT, others);
        for (int i = 0; i < 20; i++) {
            store.append(TENANT, List.of(signals.signal(START.plus(Duration.ofHours(i)), 7)));
        }
    }

    @Test
    void onH2NoCallLooksAtWhatOthersLeft() throws IOException, SQLException {
        DataSource database = TestStores.migrated(Dialect.H2);
        ScanCounter scans = new ScanCounter();
        try (ColdStore store = JdbcColdStore.create(scans.around(database))) {
            fill(store);
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("analyze");
            }
            Map<String, Integer> looked = new TreeMap<>();
            look(looked, scans.of(() -> assertThat(all(store, TENANT, 7)).hasSize(20)));
            look(looked, scans.of(() -> assertThat(all(store, TENANT, 8)).isEmpty()));
            look(
                    looked,
                    scans.of(() -> assertThat(store.expire(TENANT, LocalDate.parse("2026-03-01")))
                            .isZero()));
            look(
                    looked,
                    scans.of(() ->
                            assertThat(store.erase(TENANT, Set.of(visitor(7)))).isEqualTo(20)));
            look(looked, scans.of(() -> store.append(TENANT, signals.some(3, 1))));
            assertThat(looked).hasSizeGreaterThan(4);
            assertThat(looked).allSatisfy((statement, rows) -> assertThat(rows).isLessThan(FEW));
        }
    }

    private static void look(Map<String, Integer> looked, Map<String, Integer> more) {
        more.forEach((statement, rows) -> looked.merge(statement, rows, Math::max));
    }

    /** A plan that the server made while the tables were empty stays right on full ones that nobody has analysed. */
    @Test
    void onPostgresAPlanMadeOnEmptyTablesStaysRight() throws SQLException {
        DataSource database = TestStores.migrated(Dialect.POSTGRESQL);
        try (ColdStore store = JdbcColdStore.create(database);
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set plan_cache_mode = force_generic_plan");
            String page = prepared(database);
            statement.execute("prepare page as " + page);
            String execute = "execute page " + arguments();
            statement.execute("explain " + execute);
            statement.execute("alter table id_cold_signal set (autovacuum_enabled = false)");
            statement.execute("alter table id_cold_visitor set (autovacuum_enabled = false)");
            fill(store);
            statement.execute(
                    "insert into id_cold_signal select 1, now() + g * interval '1 ms', g, now(), sha256('x'), '', 0, 0, 0,"
                            + " '' from generate_series(1, 100000) g");
            statement.execute(
                    "insert into id_cold_visitor select 1, 20, sha256(('other' || g)::bytea), now() + g * interval '1 ms', g"
                            + " from generate_series(1, 100000) g");
            assertThat(buffers(statement, execute)).isPositive().isLessThan(200);
        }
    }

    private static String prepared(DataSource database) throws SQLException {
        ColdQuery query = new ColdQuery(TENANT, Set.of(visitor(7)), Instant.MIN, Instant.MAX, Instant.MIN, Instant.MAX);
        Database engine = new Database(Dialect.POSTGRESQL, null);
        ColdRows rows = new ColdRows(engine.tables(), BlockCodec.NONE, () -> 1);
        List<String> texts = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            Connection recording = recording(connection, texts);
            rows.page(
                    engine.on(recording, 0),
                    1,
                    new ColdKeys.Numbered((short) 20, visitor(7).digest()),
                    query,
                    null,
                    32);
        }
        assertThat(texts).hasSize(1);
        StringBuilder numbered = new StringBuilder();
        int number = 0;
        for (char c : texts.get(0).toCharArray()) {
            numbered.append(c == '?' ? "$" + ++number : String.valueOf(c));
        }
        return numbered.toString();
    }

    private static Connection recording(Connection connection, List<String> texts) {
        return (Connection) java.lang.reflect.Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, given) -> {
                    if (method.getName().equals("prepareStatement")) {
                        texts.add((String) given[0]);
                    }
                    return method.invoke(connection, given);
                });
    }

    private static String arguments() {
        String hex = java.util.HexFormat.of().formatHex(visitor(7).digest().bytes());
        String from = "'" + START.minus(Duration.ofDays(1)) + "'";
        String to = "'" + START.plus(Duration.ofDays(90)) + "'";
        return "(1, 20, '\\x" + hex + "', " + from + ", " + to + ", " + from + ", " + to + ", 32)";
    }

    private static int buffers(Statement statement, String execute) throws SQLException {
        try (ResultSet plan = statement.executeQuery("explain (analyze, buffers) " + execute)) {
            while (plan.next()) {
                Matcher matcher = BUFFERS.matcher(plan.getString(1));
                if (matcher.find()) {
                    return number(matcher.group(1)) + number(matcher.group(2));
                }
            }
            return 0;
        }
    }

    private static int number(String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
