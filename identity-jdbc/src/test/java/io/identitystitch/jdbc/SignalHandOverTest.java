package io.identitystitch.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.identitystitch.IdentityResolver;
import io.identitystitch.SignalOptions;
import io.identitystitch.signal.Signal;
import io.identitystitch.spi.HandOver;
import io.identitystitch.spi.SignalCall;
import io.identitystitch.spi.SignalStore;
import io.identitystitch.spi.SignalTask;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a handler writes in the transaction of the hand-over is there exactly when its signal is done. */
class SignalHandOverTest {
    /** A table of the application's, and signals that wait. */
    private static final class Host {
        final DataSource dataSource;
        final IdentityResolver identities;
        final SignalStore signals;

        Host(Dialect dialect, int number) throws SQLException {
            dataSource = TestStores.migrated(dialect);
            JdbcIdentityStore store = JdbcIdentityStore.create(dataSource);
            identities = IdentityResolver.builder(store)
                    .signals(SignalOptions.builder()
                            .pollInterval(Duration.ZERO)
                            .handler((person, signal, transaction) -> {})
                            .build())
                    .build();
            signals = store.signals();
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create table seen (event varchar(100) primary key)");
            }
            for (int i = 1; i <= number; i++) {
                identities
                        .signals()
                        .accept(Signal.builder("page")
                                .eventId("e-" + i)
                                .email("ann@x.org")
                                .build());
            }
        }

        SignalTask take() {
            return signals.take(10, Duration.ofHours(1)).get(0);
        }

        List<String> seen() throws SQLException {
            List<String> seen = new ArrayList<>();
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("select event from seen order by event")) {
                while (row.next()) {
                    seen.add(row.getString(1));
                }
            }
            return seen;
        }
    }

    private static Connection connection(SignalCall.Transaction transaction) {
        return transaction.unwrap(Connection.class).orElseThrow();
    }

    private static void insert(Connection connection, String event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into seen values (?)")) {
            assertThat(insert.getConnection()).isSameAs(connection);
            insert.setString(1, event);
            insert.executeUpdate();
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatAHandlerWroteIsThereOnceHoweverOftenItThrew(Dialect dialect) throws SQLException {
        Host host = new Host(dialect, 3);
        SignalTask task = host.take();
        for (int round = 0; round < 2; round++) {
            int[] calls = new int[1];
            HandOver failed = host.signals.handOver(task, 10, (person, signal, transaction) -> {
                insert(connection(transaction), signal.signal().eventId().orElseThrow());
                if (++calls[0] == 2) {
                    throw new IllegalStateException();
                }
            });
            assertThat(failed).isInstanceOf(HandOver.Failed.class);
            assertThat(host.seen()).isEmpty();
        }
        assertThat(host.signals.handOver(task, 10, (person, signal, transaction) -> {
                    insert(connection(transaction), signal.signal().eventId().orElseThrow());
                }))
                .isEqualTo(new HandOver.Handled(3));
        assertThat(host.seen()).containsExactly("e-1", "e-2", "e-3");
        assertThat(host.signals.handOver(task, 10, (person, signal, transaction) -> {
                    throw new IllegalStateException();
                }))
                .isEqualTo(new HandOver.Handled(0));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void anErrorOfAHandlerRollsBackAndIsThrown(Dialect dialect) throws SQLException {
        Host host = new Host(dialect, 1);
        SignalTask task = host.take();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> host.signals.handOver(task, 10, (person, signal, transaction) -> {
                    insert(connection(transaction), "e-1");
                    throw new AssertionError();
                }));
        assertThat(host.seen()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHandlerCannotEndTheTransactionOrChangeTheConnection(Dialect dialect) throws SQLException {
        Host host = new Host(dialect, 1);
        Connection[] kept = new Connection[1];
        HandOver done = host.signals.handOver(host.take(), 10, (person, signal, transaction) -> {
            Connection mine = connection(transaction);
            kept[0] = mine;
            insert(mine, "e-1");
            assertThatThrownBy(mine::commit).isInstanceOf(SQLException.class);
            assertThatThrownBy(mine::rollback).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> mine.setAutoCommit(true)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> mine.abort(Runnable::run)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> mine.setReadOnly(true)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> mine.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE))
                    .isInstanceOf(SQLException.class);
            mine.setAutoCommit(false);
            mine.close();
            assertThat(mine.isClosed()).isFalse();
            assertThat(mine.unwrap(Connection.class)).isSameAs(mine);
            assertThat(transaction.unwrap(String.class)).isEmpty();
            Savepoint savepoint = mine.setSavepoint();
            insert(mine, "e-2");
            mine.rollback(savepoint);
            assertThat(mine.getAutoCommit()).isFalse();
        });
        assertThat(done).isEqualTo(new HandOver.Handled(1));
        assertThat(host.seen()).containsExactly("e-1");
        assertThat(kept[0].isClosed()).isTrue();
        assertThatThrownBy(kept[0]::createStatement).isInstanceOf(SQLException.class);
    }

    /** On PostgreSQL a failed statement ends the transaction; the handler that hid it is told from the store. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHandlerThatHidesItsFailureIsTheOneThatFailed(Dialect dialect) throws SQLException {
        Host host = new Host(dialect, 2);
        SignalTask task = host.take();
        HandOver done = host.signals.handOver(task, 10, (person, signal, transaction) -> {
            Connection mine = connection(transaction);
            insert(mine, signal.signal().eventId().orElseThrow());
            if (signal.signal().eventId().orElseThrow().equals("e-2")) {
                assertThatThrownBy(() -> insert(mine, "e-2")).isInstanceOf(SQLException.class);
            }
        });
        if (dialect == Dialect.H2) {
            assertThat(done).isEqualTo(new HandOver.Handled(2));
            return;
        }
        assertThat(done).isInstanceOfSatisfying(HandOver.Failed.class, failed -> {
            assertThat(failed.signal().signal().eventId()).contains("e-2");
            host.signals.failed(task, failed, true);
        });
        assertThat(host.seen()).isEmpty();
    }

    /** Its own connection does not wait for that of the hand-over, whatever it does with the person. */
    @ParameterizedTest
    @EnumSource(Dialect.class)
    void aHandlerMayResolveAndAcceptOnConnectionsOfItsOwn(Dialect dialect) throws SQLException {
        Host host = new Host(dialect, 1);
        SignalTask task = host.take();
        HandOver done = host.signals.handOver(task, 10, (person, signal, transaction) -> {
            host.identities
                    .signals()
                    .accept(Signal.builder("page")
                            .eventId("e-9")
                            .email("ann@x.org")
                            .anonymousId("v")
                            .build());
            host.signals.search(
                    host.identities.tenant(), List.of(person), signal.signal().occurredAt());
        });
        assertThat(done).isEqualTo(new HandOver.Handled(1));
        host.signals.finish(task);
        assertThat(host.signals.handOver(host.take(), 10, (person, signal, transaction) -> {}))
                .isEqualTo(new HandOver.Handled(1));
    }
}
