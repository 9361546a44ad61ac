package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.memory.InMemoryColdStore;
import io.identitystitch.model.Cursor;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.Page;
import io.identitystitch.model.PageRequest;
import io.identitystitch.model.ProfileId;
import io.identitystitch.model.ResolveRequest;
import io.identitystitch.model.SignalRecord;
import io.identitystitch.model.TenantId;
import io.identitystitch.policy.IdentityPolicy;
import io.identitystitch.signal.Signal;
import io.identitystitch.spi.IdentityStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signals are part of the transaction of their commit, and can be asked for by SQL. */
class SignalCommitsTest {
    private static IdentityResolver resolver(IdentityStore store) {
        return IdentityResolver.builder(store)
                .signals(SignalOptions.builder()
                        .pollInterval(Duration.ZERO)
                        .coldStore(InMemoryColdStore.create())
                        .handler((person, signal, transaction) -> {})
                        .build())
                .build();
    }

    private static Signal signal(int number, String email) {
        return Signal.builder("page").eventId("e-" + number).email(email).build();
    }

    private static List<String> strings(DataSource dataSource, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private static List<String> events(Page<SignalRecord> page) {
        return page.items().stream()
                .map(each -> each.signal().eventId().orElseThrow())
                .toList();
    }

    /** The driver prepares a text that comes for the fifth time, and then treats its parts otherwise. */
    @Test
    void aTextThatIsPreparedIsStillOneTransaction() throws SQLException {
        DataSource dataSource = TestStores.migrated(Dialect.POSTGRESQL);
        try (Connection connection = dataSource.getConnection()) {
            JdbcIdentityStore store = JdbcIdentityStore.create(new LentConnection(connection));
            IdentityResolver identities = resolver(store);
            for (int i = 0; i < 12; i++) {
                identities.resolve(ResolveRequest.builder()
                        .email("a" + i + "@x.org")
                        .anonymousId("v" + i)
                        .build());
                identities.signals().accept(signal(i, "a" + i + "@x.org"));
            }
        }
        assertThat(strings(
                        dataSource, "select profile from id_signal_task where search_as_of is not null and stamp = 1"))
                .hasSize(12);
    }

    @Test
    void aCommitWithoutSignalsSaysNothingOfThem() throws SQLException {
        DataSource dataSource = TestStores.migrated(Dialect.POSTGRESQL);
        RecordingStore store = new RecordingStore(JdbcIdentityStore.create(dataSource));
        IdentityResolver.builder(store)
                .build()
                .resolve(ResolveRequest.builder()
                        .email("ann@x.org")
                        .anonymousId("v")
                        .build());
        Database database = new Database(Dialect.POSTGRESQL, null);
        Names names = new Names(database);
        try (Connection connection = dataSource.getConnection()) {
            names.preload(connection);
        }
        PostgresScript script = new PostgresCommit(database.tables(), ValueCodec.plain())
                .script(new Scope(1, names, Mode.AUTO_COMMIT, 0), store.plans.get(0));
        assertThat(script.text()).contains("id_identifier").doesNotContain("signal", "identity_stitch", ";");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theViewHasTheJourneysByRoot(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver identities =
                IdentityResolver.builder(JdbcIdentityStore.create(dataSource)).build();
        identities
                .signals()
                .accept(Signal.builder("page").eventId("e-1").anonymousId("v").build());
        identities.signals().accept(signal(2, "ann@x.org"));
        ProfileId ann = identities
                .resolve(ResolveRequest.builder()
                        .email("ann@x.org")
                        .anonymousId("v")
                        .build())
                .profileId()
                .orElseThrow();
        assertThat(strings(
                        dataSource,
                        "select event_id from id_journey where tenant = 1 and profile = '" + ann
                                + "' order by occurred_at, content_hash"))
                .containsExactly("e-1", "e-2");
        assertThat(strings(dataSource, "select body from id_journey where event_id = 'e-2'"))
                .singleElement()
                .asString()
                .startsWith("{\"anonymous_id\":[]");
    }

    /** A codec that keeps something else than the text. */
    private static final class Reversed implements ValueCodec {
        @Override
        public String keyId() {
            return "reversed";
        }

        @Override
        public byte[] encode(TenantId tenant, IdentifierKey key, String plaintext) {
            return (key + new StringBuilder(plaintext).reverse().toString()).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public Optional<String> decode(TenantId tenant, IdentifierKey key, String keyId, byte[] encoded) {
            String text = new String(encoded, StandardCharsets.UTF_8);
            return text.startsWith(key.toString())
                    ? Optional.of(
                            new StringBuilder(text.substring(key.toString().length()))
                                    .reverse()
                                    .toString())
                    : Optional.empty();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void envelopesAreKeptAsTheCodecSays(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store =
                JdbcIdentityStore.builder(dataSource).codec(new Reversed()).build();
        resolver(store).signals().accept(signal(1, "ann@x.org"));
        assertThat(strings(dataSource, "select body from id_journey")).containsExactly((String) null);
        assertThat(store.signals()
                        .replay(TenantId.DEFAULT, PageRequest.FIRST)
                        .items()
                        .get(0)
                        .signal()
                        .json())
                .contains("ann@x.org");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aStoreThatKeepsNothingReadableRefusesSignals(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        IdentityResolver identities = resolver(
                JdbcIdentityStore.builder(dataSource).codec(ValueCodec.none()).build());
        assertThatIllegalStateException()
                .isThrownBy(() -> identities.signals().accept(signal(1, "ann@x.org")))
                .withMessageContaining("readable");
        assertThat(strings(dataSource, "select id from id_profile")).isEmpty();
    }

    /** Transactions that begin in one order and commit in another, or not at all. */
    @Test
    void aReplayNeitherMissesNorRepeatsWhatCommitsLate() throws SQLException {
        DataSource dataSource = TestStores.migrated(Dialect.POSTGRESQL);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        IdentityResolver identities = resolver(store);
        identities.signals().accept(signal(0, "ann@x.org"));
        List<String> replayed = new ArrayList<>();
        Optional<Cursor> after = Optional.empty();
        try (Connection early = dataSource.getConnection();
                Connection lost = dataSource.getConnection()) {
            early.setAutoCommit(false);
            lost.setAutoCommit(false);
            identities.using(store.joining(early)).signals().accept(signal(1, "bob@x.org"));
            identities.using(store.joining(lost)).signals().accept(signal(2, "eve@x.org"));
            identities.signals().accept(signal(3, "dan@x.org"));
            after = replay(store, after, replayed);
            assertThat(replayed).containsExactly("e-0");
            lost.rollback();
            after = replay(store, after, replayed);
            assertThat(replayed).as("what may still commit comes first").containsExactly("e-0");
            early.commit();
        }
        identities.signals().accept(signal(4, "ann@x.org"));
        after = replay(store, after, replayed);
        assertThat(replayed).containsExactly("e-0", "e-1", "e-3", "e-4");
        replay(store, after, replayed);
        assertThat(replayed).hasSize(4);
    }

    private static Optional<Cursor> replay(JdbcIdentityStore store, Optional<Cursor> from, List<String> into) {
        Optional<Cursor> after = from;
        while (true) {
            Page<SignalRecord> page = store.signals().replay(TenantId.DEFAULT, new PageRequest(1, after));
            if (page.items().isEmpty()) {
                assertThat(page.next()).isEmpty();
                return after;
            }
            into.addAll(events(page));
            after = page.next();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatAHostsTransactionStagedIsThereWhenItCommits(Dialect dialect) throws SQLException {
        DataSource dataSource = TestStores.migrated(dialect);
        JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
        IdentityResolver identities = resolver(store);
        identities.signals().accept(signal(0, "ann@x.org"));
        for (boolean committed : new boolean[] {false, true}) {
            try (Connection connection = dataSource.getConnection()) {
                connection.setAutoCommit(false);
                JoinedIdentityStore joined = store.joining(connection);
                identities.using(joined).signals().accept(signal(1, "ann@x.org"));
                if (committed) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
            assertThat(events(store.signals().replay(TenantId.DEFAULT, PageRequest.FIRST)))
                    .hasSize(committed ? 2 : 1);
        }
        assertThat(strings(dataSource, "select content_hash from id_signal_open"))
                .hasSize(2);
    }

    /** Visitors that are committed together bring their signals along. */
    @Test
    void visitorsThatCommitTogetherBringTheirSignals() {
        DataSource dataSource = TestStores.migrated(Dialect.POSTGRESQL);
        JdbcIdentityStore store =
                JdbcIdentityStore.builder(dataSource).collapseAnonymous(8).build();
        IdentityResolver identities = IdentityResolver.builder(store)
                .policy(IdentityPolicy.defaults())
                .signals(SignalOptions.builder()
                        .pollInterval(Duration.ZERO)
                        .handler((person, signal, transaction) -> {})
                        .build())
                .build();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            int first = t * 100;
            Thread thread = new Thread(() -> {
                for (int i = first; i < first + 30; i++) {
                    identities
                            .signals()
                            .accept(Signal.builder("page")
                                    .eventId("e-" + i)
                                    .anonymousId("v-" + i)
                                    .build());
                }
            });
            thread.start();
            threads.add(thread);
        }
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(store.signals()
                        .replay(TenantId.DEFAULT, new PageRequest(1_000, Optional.empty()))
                        .items())
                .hasSize(180);
        assertThat(store.signals().take(1_000, Duration.ofHours(1))).hasSize(180);
    }
}
