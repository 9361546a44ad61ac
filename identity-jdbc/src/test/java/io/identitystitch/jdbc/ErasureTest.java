package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.identitystitch.IdentityResolver;
import io.identitystitch.Steward;
import io.identitystitch.model.EraseResult;
import io.identitystitch.model.Identifier;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.Match;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ProfileIdentifier;
import io.identitystitch.model.ProfileStatus;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.ErasedIdentifiers;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.testkit.CountingStore;
import io.identitystitch.testkit.Histories;
import io.identitystitch.testkit.History;
import io.identitystitch.testkit.Mix;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.Record;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing is left of whom was erased, in any column of any table. */
class ErasureTest {
    /** Columns of ids that are no profiles, or that repeat a profile of the same row, or say that one is gone. */
    private static final Set<String> NO_PROFILE = Set.of(
            "id_edge.id",
            "id_conflict.id",
            "id_conflict.returned",
            "id_conflict.refused",
            "id_conflict.merge_id",
            "id_act.id",
            "id_act.merge_id",
            "id_act.conflict_id",
            "id_redirect.root",
            "id_backfill.id",
            "id_erased.id");

    /** With a key the same text has another digest as another type. */
    private static final byte[] KEY = new byte[32];

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void everyColumnThatRefersToAProfileIsCovered(Dialect dialect) throws SQLException {
        Set<String> covered = new TreeSet<>(NO_PROFILE);
        for (PersonTables.PersonTable each : PersonTables.of(new Tables(null))) {
            for (TableField<Record, ?> column : each.owners()) {
                covered.add(each.table().getName() + "." + column.getName());
            }
        }
        Set<String> found = new TreeSet<>();
        try (Connection connection = TestStores.migrated(dialect).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select table_name, column_name, data_type from information_schema.columns")) {
            while (row.next()) {
                String table = row.getString(1).toLowerCase(Locale.ROOT);
                if (isOurs(table) && row.getString(3).equalsIgnoreCase("uuid")) {
                    found.add(table + "." + row.getString(2).toLowerCase(Locale.ROOT));
                }
            }
        }
        assertThat(covered).isEqualTo(found);
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void nothingIsLeftWhateverHadHappened(Dialect dialect) throws SQLException {
        assertNothingIsLeft(
                dialect,
                TestStores.migrated(dialect),
                IdentityPolicy.defaults(),
                Integer.getInteger(Histories.COUNT, 9));
    }

    /** Marks are left, and none of them is a digest or has one in it. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void nothingButMarksIsLeftWhereIdentifiersAreRefused(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityPolicy refusing = IdentityPolicy.defaults().toBuilder()
                .erasedIdentifiers(ErasedIdentifiers.refused(KEY, Duration.ofDays(30)))
                .build();
        assertNothingIsLeft(dialect, dataSource, refusing, Integer.getInteger(Histories.COUNT, 9) / 3 + 1);
        assertThat(count(dataSource, "id_refused")).isPositive();
    }

    /** The older one had it, or the younger one: the other never was one person with whom has it now. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aRefusedMergeOfOthersForgetsWhatItWasAbout(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        for (String holder : List.of("older", "younger")) {
            IdentityResolver identities = IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                    .tenant(TenantId.of(holder))
                    .key(KEY)
                    .build();
            id(identities, ResolveRequest.builder().userId("older"));
            id(identities, ResolveRequest.builder().userId("younger"));
            ProfileId eve = id(identities, ResolveRequest.builder().userId("eve"));
            ProfileId from =
                    id(identities, ResolveRequest.builder().userId(holder).phone("+12025550100"));
            String other = holder.equals("older") ? "younger" : "older";
            id(identities, ResolveRequest.builder().userId(other).phone("+12025550100"));
            Steward steward = identities.steward();
            steward.reassign(Identifier.of(IdentifierType.PHONE, "+12025550100"), from, eve, "a new owner");
            Set<IdentifierKey> keys = new HashSet<>();
            steward.identifiers(eve, PageRequest.FIRST).items().forEach(link -> keys.add(link.key()));
            assertThat(keys).hasSize(2);
            EraseResult.Erased answer = (EraseResult.Erased) steward.erase(eve, "asked for it");
            assertThat(left(dataSource, identities.tenant(), keys, answer.ids()))
                    .as(holder)
                    .isEmpty();
        }
    }

    private static ProfileId id(IdentityResolver identities, ResolveRequest.Builder request) {
        return identities.resolve(request.build()).profileId().orElseThrow();
    }

    private static void assertNothingIsLeft(Dialect dialect, DataSource dataSource, IdentityPolicy policy, int asked)
            throws SQLException {
        long first = Histories.firstSeed();
        int histories = dialect == Dialect.H2 ? asked : (asked + 2) / 3;
        System.out.println("nothing is left: " + histories + " histories, -D" + Histories.SEED + "=" + first);
        int erased = 0;
        for (long seed = first; seed < first + histories; seed++) {
            History history = Histories.of(Mix.STEWARDED).history(seed);
            IdentityResolver identities = IdentityResolver.builder(JdbcIdentityStore.create(dataSource))
                    .tenant(TenantId.of("erased-" + seed))
                    .policy(policy)
                    .key(KEY)
                    .build();
            history.steps().forEach(new HistoryPlayer(identities)::play);
            for (ProfileId person : persons(identities, history)) {
                Set<IdentifierKey> keys = new HashSet<>();
                for (ProfileIdentifier link : identities
                        .steward()
                        .identifiers(person, PageRequest.FIRST)
                        .items()) {
                    keys.add(link.key());
                }
                EraseResult.Erased answer =
                        (EraseResult.Erased) identities.steward().erase(person, "asked for it");
                assertThat(left(dataSource, identities.tenant(), keys, answer.ids()))
                        .as("-D%s=%s", Histories.SEED, seed)
                        .isEmpty();
                erased++;
            }
        }
        assertThat(erased).isPositive();
    }

    private static Collection<ProfileId> persons(IdentityResolver identities, History history) {
        return history.identifiers().stream()
                .map(identities::find)
                .flatMap(Optional::stream)
                .map(Match::profileId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Where an identifier still stands, or a profile but in the table of those who are gone, and in the feed that says so. */
    private static List<String> left(
            DataSource dataSource, TenantId tenant, Set<IdentifierKey> keys, List<ProfileId> ids) throws SQLException {
        List<String> left = new ArrayList<>();
        try (Connection connection = dataSource.getConnection()) {
            for (String table : tables(connection)) {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("select * from " + table
                                + (table.equals("id_tenant")
                                                || table.equals("id_type")
                                                || table.equals("id_schema_version")
                                        ? ""
                                        : " where tenant = (select t.id from id_tenant t where t.name = '" + tenant
                                                + "')"))) {
                    while (row.next()) {
                        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                            String column = table + "." + row.getMetaData().getColumnName(i);
                            byte[] bytes = bytes(row.getObject(i) instanceof Blob ? row.getBytes(i) : row.getObject(i));
                            boolean key = keys.stream()
                                    .anyMatch(each ->
                                            contains(bytes, each.digest().bytes()));
                            boolean goneOnly = table.endsWith("id_erased") || table.endsWith("id_change");
                            String text = new String(bytes, StandardCharsets.UTF_8);
                            boolean id = !goneOnly && ids.stream().anyMatch(each -> text.equals(each.toString()));
                            if (key || id) {
                                left.add(column + (key ? " has a digest" : " has an id"));
                            }
                        }
                    }
                }
            }
        }
        return left;
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select table_name from information_schema.tables")) {
            while (row.next()) {
                String table = row.getString(1).toLowerCase(Locale.ROOT);
                if (isOurs(table)) {
                    tables.add(table);
                }
            }
        }
        assertThat(tables).hasSizeGreaterThan(15);
        return tables;
    }

    /** Tables, not the views, which are made of them. In Java, for the database lowers as the locale does. */
    private static boolean isOurs(String table) {
        return table.startsWith("id_") && !table.equals("id_person") && !table.equals("id_journey");
    }

    private static byte[] bytes(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes;
        }
        return value == null ? new byte[0] : value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean contains(byte[] bytes, byte[] part) {
        for (int from = 0; from + part.length <= bytes.length; from++) {
            if (Arrays.equals(bytes, from, from + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** One commit creates the person, one locks it, 49 take 2,000 facts each, and one the rest. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    @Tag("large")
    void aHundredThousandFactsGoInParts(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        CountingStore store = new CountingStore(JdbcIdentityStore.create(dataSource));
        IdentityResolver identities = IdentityResolver.builder(store).build();
        ProfileId ann = identities
                .resolve(ResolveRequest.builder().email("ann@mail.example").build())
                .profileId()
                .orElseThrow();
        String series = dialect == Dialect.H2 ? "system_range(1, 100000) s(n)" : "generate_series(1, 100000) s(n)";
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "insert into id_touch (tenant, owner, event_id, occurred_at, attributed, fields, came_with,"
                            + " recorded_at) select p.tenant, p.id, 'event-' || n, current_timestamp, true, '{}',"
                            + (dialect == Dialect.H2 ? " x''" : " ''::bytea")
                            + ", current_timestamp from id_profile p cross join " + series);
        }
        assertThat(identities.steward().erase(ann, "asked for it")).isInstanceOf(EraseResult.Erased.class);
        assertThat(identities.profile(ann).orElseThrow().status()).isEqualTo(ProfileStatus.ERASED);
        assertThat(store.commits()).isEqualTo(1 + 1 + 49 + 1);
        assertThat(count(dataSource, "id_touch")).isZero();
    }

    private static int count(DataSource dataSource, String table) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
