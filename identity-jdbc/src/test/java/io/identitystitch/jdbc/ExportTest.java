package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.ConflictDecision;
import io.identitystitch.model.ExportResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.Touch;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.spi.PersonRecord;
import io.identitystitch.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that is kept of a person is missing in its export. */
class ExportTest {
    /** What an export leaves out, and why. */
    private static final Map<String, String> LEFT_OUT = Map.ofEntries(
            Map.entry("id_profile.is_root", "the root is the document's own profile"),
            Map.entry("id_profile.version", "counts decisions, says nothing of the person"),
            Map.entry("id_profile.guarded", "repeats that pairs are kept apart"),
            Map.entry("id_identifier.value_key", "names the key of the value"),
            Map.entry("id_trait.came_with_digest", "a digest of came_with"),
            Map.entry("id_conflict.owner_low", "repeats returned and refused"),
            Map.entry("id_conflict.owner_high", "repeats returned and refused"),
            Map.entry("id_conflict.decided_at", "the act says it"),
            Map.entry("id_signal.value_key", "names the key of the envelope"),
            Map.entry("id_signal.xid", "when it is replayed"),
            Map.entry("id_signal.seq", "when it is replayed"),
            Map.entry("id_backfill.pass", "where the run is"),
            Map.entry("id_backfill.visitor", "where the run is"),
            Map.entry("id_backfill.after_key", "where the run is"),
            Map.entry("id_backfill.lease", "who is at the run"),
            Map.entry("id_backfill.lease_until", "who is at the run"),
            Map.entry("id_backfill.value_key", "names the key of the values"));

    /** Columns of which the document has another name. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("id_profile.known", "known"),
            Map.entry("id_identifier.owner", "profile"),
            Map.entry("id_identifier.via_type", "seen_with"),
            Map.entry("id_identifier.via_digest", "seen_with"),
            Map.entry("id_identifier.value_bytes", "value"),
            Map.entry("id_interval.owner", "profile"),
            Map.entry("id_interval.held_from", "from"),
            Map.entry("id_interval.held_until", "until"),
            Map.entry("id_trait.owner", "profile"),
            Map.entry("id_trait.value_json", "value"),
            Map.entry("id_touch.owner", "profile"),
            Map.entry("id_evidence.owner", "profile"),
            Map.entry("id_evidence.seen_type", "seen_with"),
            Map.entry("id_evidence.seen_digest", "seen_with"),
            Map.entry("id_edge.owner_a", "a"),
            Map.entry("id_edge.owner_b", "b"),
            Map.entry("id_edge.a_type", "key_a"),
            Map.entry("id_edge.a_digest", "key_a"),
            Map.entry("id_edge.b_type", "key_b"),
            Map.entry("id_edge.b_digest", "key_b"),
            Map.entry("id_never_link.owner_low", "a"),
            Map.entry("id_never_link.owner_high", "b"),
            Map.entry("id_never_link.decided_by", "by"),
            Map.entry("id_never_link.created_at", "at"),
            Map.entry("id_conflict.evidence_type", "evidence"),
            Map.entry("id_conflict.evidence_digest", "evidence"),
            Map.entry("id_conflict.created_at", "at"),
            Map.entry("id_conflict.merge_id", "merge"),
            Map.entry("id_act.owner_a", "a"),
            Map.entry("id_act.owner_b", "b"),
            Map.entry("id_act.merge_id", "merge"),
            Map.entry("id_act.conflict_id", "conflict"),
            Map.entry("id_act.decided_by", "by"),
            Map.entry("id_signal.owner", "profile"),
            Map.entry("id_signal.value_bytes", "envelope"),
            Map.entry("id_backfill.owner", "profile"),
            Map.entry("id_backfill.value_bytes", "anonymous_ids"));

    private static final byte[] KEY = new byte[32];

    @Test
    void everyKindOfRecordIsThatOfATable() {
        Set<String> kinds = new TreeSet<>();
        PersonTables.of(new Tables(null)).forEach(table -> kinds.add(table.kind()));
        kinds.remove("");
        assertThat(kinds).isEqualTo(new TreeSet<>(PersonRecord.KINDS));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyColumnOfEveryTableIsWritten(Dialect dialect) throws SQLException, IOException {
        DataSource dataSource = TestStores.migrated(dialect);
        Map<String, String> arrays = arrays(everythingAbout(dataSource));
        assertThat(arrays.get("backfills"))
                .contains("\"user_id\":\"ann\"", "\"anonymous_ids\":[\"visitor-1\",\"visitor-9\"]");
        Map<String, Set<String>> columns = columns(dataSource);
        for (PersonTables.PersonTable each : PersonTables.of(new Tables(null))) {
            if (each.kind().isEmpty()) {
                continue;
            }
            String table = each.table().getName();
            for (String column : columns.get(table)) {
                String full = table + "." + column;
                if (column.equals("tenant") || LEFT_OUT.containsKey(full)) {
                    continue;
                }
                String array = column.equals("known") || column.equals("locked") ? "" : each.kind();
                assertThat(arrays.get(array)).as(full).contains('"' + NAMES.getOrDefault(full, column) + "\":");
            }
        }
    }

    /** A person with at least one record of each kind, and every field of it somewhere filled. */
    private static String everythingAbout(DataSource dataSource) throws IOException, SQLException {
        SettableClock clock = SettableClock.at(Instant.parse("2026-03-02T09:00:00Z"));
        IdentityResolver identities = IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                .policy(IdentityPolicy.devices())
                .key(KEY)
                .clock(clock)
                .build();
        Steward steward = identities.steward();
        Identifier phone = Identifier.of(IdentifierType.PHONE, "+12025550100");
        Identifier mail = Identifier.of(IdentifierType.EMAIL, "ann@x.org");
        identities.resolve(ResolveRequest.builder(clock)
                .anonymousId("visitor-1")
                .domainprint("domain-1")
                .fingerprint("print-1")
                .context("ip", "203.0.113.7")
                .touch(Touch.attributed(clock.instant(), Map.of("utm_source", "news")))
                .trait("plan", "pro")
                .build());
        identities.resolve(ResolveRequest.builder(clock).email("ann@x.org").build());
        ProfileId ann = identities
                .resolve(ResolveRequest.builder(clock)
                        .email("ann@x.org")
                        .anonymousId("visitor-1")
                        .build())
                .profileId()
                .orElseThrow();
        identities.resolve(
                ResolveRequest.builder(clock).email("bob@x.org").userId("bob").build());
        clock.tick(Duration.ofHours(1));
        identities.resolve(
                ResolveRequest.builder(clock).email("ann@x.org").userId("ann").build());
        identities.resolve(
                ResolveRequest.builder(clock).email("bob@x.org").userId("ann").build());
        identities.resolve(ResolveRequest.builder(clock)
                .email("ann@x.org")
                .identifier(phone.type(), phone.value())
                .build());
        steward.changeIdentifier(phone, Identifier.of(IdentifierType.PHONE, "+12025550101"), "a new number");
        steward.unlink(Identifier.of(IdentifierType.USER_ID, "bob"), "no account any more");
        steward.resolveConflict(
                steward.conflicts(PageRequest.FIRST).items().get(0).id(), ConflictDecision.MERGE, "one person");
        ProfileId other = identities
                .resolve(ResolveRequest.builder(clock).anonymousId("visitor-2").build())
                .profileId()
                .orElseThrow();
        steward.merge(ann, other, "one person");
        steward.undo(steward.explain(ann, other).steps().get(0).merge(), "two persons");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(HostEvents.TABLE);
        }
        EventBackfill.builder(JdbcIdentityStore.create(dataSource), "events")
                .keyColumn("id")
                .anonymousIdColumn("anonymous_id")
                .userIdColumn("user_id")
                .build()
                .enqueue(BackfillRequest.builder(ann, "ann")
                        .anonymousId("visitor-1")
                        .anonymousId("visitor-9")
                        .build());
        identities
                .signals()
                .accept(Signal.builder("page").eventId("e-1").email("ann@x.org").build());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(steward.export(mail, out)).isInstanceOf(ExportResult.Exported.class);
        return out.toString(StandardCharsets.UTF_8);
    }

    /** The text of each array, and under no name that of the person's own fields. */
    private static Map<String, String> arrays(String document) {
        Map<String, String> arrays = new HashMap<>();
        int from = 0;
        String name = "";
        for (String kind : PersonRecord.KINDS) {
            int until = document.indexOf(",\"" + kind + "\":[", from);
            assertThat(until).as(kind).isPositive();
            arrays.put(name, document.substring(from, until));
            name = kind;
            from = until + 1;
        }
        arrays.put(name, document.substring(from));
        return arrays;
    }

    private static Map<String, Set<String>> columns(DataSource dataSource) throws SQLException {
        Map<String, Set<String>> columns = new TreeMap<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select table_name, column_name from information_schema.columns")) {
            while (row.next()) {
                columns.computeIfAbsent(row.getString(1).toLowerCase(Locale.ROOT), table -> new TreeSet<>())
                        .add(row.getString(2).toLowerCase(Locale.ROOT));
            }
        }
        return columns;
    }

    /** Sixty megabytes of facts pass through a heap that grows by no more than a part of that. */
    @Test
    void aPersonOfAnySizeIsStreamed() throws SQLException, IOException {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(TestStores.migrated(Dialect.POSTGRESQL));
            pool.setMaximumPoolSize(1);
            IdentityResolver identities =
                    IdentityResolver.builder(JdbcIdentityStore.create(pool)).build();
            ProfileId ann = identities
                    .resolve(ResolveRequest.builder().email("ann@x.org").build())
                    .profileId()
                    .orElseThrow();
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "insert into id_touch (tenant, owner, event_id, occurred_at, attributed, fields, came_with,"
                                + " recorded_at) select p.tenant, p.id, 'event-' || n, current_timestamp, true,"
                                + " '{\"path\":\"' || repeat('x', 4000) || '\"}', ''::bytea, current_timestamp"
                                + " from id_profile p cross join generate_series(1, 15000) s(n)");
            }
            Gauge gauge = new Gauge();
            assertThat(identities.steward().export(ann, gauge))
                    .isInstanceOfSatisfying(
                            ExportResult.Exported.class,
                            exported -> assertThat(exported.rows()).containsEntry("touches", 15_000L));
            assertThat(gauge.bytes).isGreaterThan(60_000_000);
            assertThat(gauge.most).isLessThan(20_000_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theConnectionComesBackWhenTheStreamFails(Dialect dialect) {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(TestStores.migrated(dialect));
            pool.setMaximumPoolSize(1);
            pool.setConnectionTimeout(1_000);
            IdentityResolver identities =
                    IdentityResolver.builder(JdbcIdentityStore.create(pool)).build();
            ResolveRequest request = ResolveRequest.builder().email("ann@x.org").build();
            ProfileId ann = identities.resolve(request).profileId().orElseThrow();
            OutputStream full = new OutputStream() {
                @Override
                public void write(int b) throws IOException {
                    throw new IOException("the disk is full");
                }
            };
            assertThatThrownBy(() -> identities.steward().export(ann, full)).isInstanceOf(IOException.class);
            assertThat(identities.resolve(request).profileId()).hasValue(ann);
        }
    }

    /** Counts what is written, and what the heap holds at some moments more than in the beginning. */
    private static final class Gauge extends OutputStream {
        private final long before = used();
        private long bytes;
        private long next = 15_000_000;
        private long most;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] some, int offset, int length) {
            bytes += length;
            if (bytes > next) {
                next += 15_000_000;
                most = Math.max(most, used() - before);
            }
        }

        private static long used() {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return runtime.totalMemory() - runtime.freeMemory();
        }
    }
}
