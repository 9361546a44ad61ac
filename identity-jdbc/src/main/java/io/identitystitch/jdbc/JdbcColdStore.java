package io.identitystitch.jdbc;

import io.identitystitch.cold.BlockCodec;
import io.identitystitch.model.IdentifierKey;
import io.identitystitch.model.IdentifierType;
import io.identitystitch.model.TenantId;
import io.identitystitch.spi.ColdHealth;
import io.identitystitch.spi.ColdQuery;
import io.identitystitch.spi.ColdScan;
import io.identitystitch.spi.ColdSignal;
import io.identitystitch.spi.ColdStore;
import io.identitystitch.spi.IdentityStoreException;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record2;
import org.jooq.exception.DataAccessException;

/**
 * The cold store in PostgreSQL or H2: for hosts with a database and no other place for files, and with no more anonymous signals than it
 * can take. Nothing but the database itself is needed.
 *
 * <p>A signal is a row, and another one for each of its visitors; its body is compressed by itself, which takes more room than the file
 * store's blocks. {@link #append} is one transaction: all signals or none. What does not come back from a row as it was stored is
 * counted and given to nobody.
 *
 * <p>Each call takes connections of the data source for its own transactions and gives them back before it calls the host; a transaction
 * of the host neither sees nor holds what has not ended. Give it the pool itself, not a wrapper that hands out the connection of the
 * thread's transaction.
 *
 * <p>Thread-safe.
 */
public final class JdbcColdStore implements ColdStore {
    private static final int ATTEMPTS = 5;

    private final Database database;
    private final OwnConnections connections;
    private final Names names;
    private final ColdRows rows;
    private final DamagedRows damaged = new DamagedRows();
    private volatile boolean closed;

    JdbcColdStore(Database database, OwnConnections connections, Names names, BlockCodec codec) {
        this.database = database;
        this.connections = connections;
        this.names = names;
        SecureRandom random = new SecureRandom();
        rows = new ColdRows(database.tables(), codec, random::nextLong);
    }

    /**
     * A store with the default settings: the tables are in the connection's current schema and up to date.
     *
     * @param dataSource where connections come from; best a pool
     * @return the store
     * @throws IdentityStoreException if the database cannot be reached, will not do, or lacks the tables
     */
    public static JdbcColdStore create(DataSource dataSource) {
        return builder(dataSource).build();
    }

    /**
     * A store with other settings.
     *
     * @param dataSource where connections come from; best a pool
     * @return a builder
     */
    public static JdbcColdStoreBuilder builder(DataSource dataSource) {
        return new JdbcColdStoreBuilder(Objects.requireNonNull(dataSource, "dataSource"));
    }

    @Override
    public void append(TenantId tenant, List<ColdSignal> signals) {
        checkOpen();
        if (signals.isEmpty()) {
            return;
        }
        Set<IdentifierType> types = new TreeSet<>();
        signals.forEach(signal -> signal.visitors().forEach(each -> types.add(each.type())));
        int number = run(connection -> {
            names.register(connection, types);
            return names.register(connection, tenant);
        });
        transaction(dsl -> {
            rows.append(dsl, names, tenant, number, signals);
            return signals.size();
        });
    }

    @Override
    public ColdScan scan(ColdQuery query, Consumer<ColdSignal> found) {
        checkOpen();
        Optional<Integer> tenant = number(query.tenant());
        if (tenant.isEmpty()) {
            return new ColdScan(0, 0, 0);
        }
        ColdScanning scanning = new ColdScanning(rows, query, tenant.get(), damaged);
        for (IdentifierKey visitor : ColdRows.inOrder(query.visitors())) {
            Optional<Short> type = type(visitor.type());
            boolean more = type.isPresent();
            while (more) {
                short number = type.get();
                List<ColdSignal> page =
                        run(connection -> scanning.next(dsl(connection), connection, names, visitor, number));
                page.forEach(found);
                more = scanning.hasMore();
            }
        }
        return scanning.result();
    }

    @Override
    public int expire(TenantId tenant, LocalDate before) {
        checkOpen();
        Optional<Integer> number = number(tenant);
        if (number.isEmpty()) {
            return 0;
        }
        Instant bound = ColdRows.clamped(startOf(before));
        int days = 0;
        Optional<Instant> oldest = oldest(number.get(), bound);
        while (oldest.isPresent()) {
            LocalDate day = LocalDate.ofInstant(oldest.get(), ZoneOffset.UTC);
            Instant end = ColdRows.clamped(startOf(day.plusDays(1)));
            boolean more = true;
            while (more) {
                more = transaction(dsl -> rows.deleteBefore(dsl, number.get(), end)) > 0;
            }
            days++;
            oldest = oldest(number.get(), bound);
        }
        return days;
    }

    private Optional<Instant> oldest(int tenant, Instant before) {
        return run(connection -> rows.oldest(dsl(connection), tenant, before));
    }

    private static Instant startOf(LocalDate day) {
        return day.equals(LocalDate.MAX)
                ? Instant.MAX
                : day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    @Override
    public long erase(TenantId tenant, Set<IdentifierKey> visitors) {
        checkOpen();
        Optional<Integer> number = number(tenant);
        if (number.isEmpty()) {
            return 0;
        }
        long count = 0;
        for (IdentifierKey visitor : ColdRows.inOrder(visitors)) {
            Optional<Short> type = type(visitor.type());
            boolean more = type.isPresent();
            while (more) {
                ColdKeys.Numbered key = new ColdKeys.Numbered(type.get(), visitor.digest());
                int deleted = transaction(dsl -> rows.deleteOf(dsl, number.get(), key));
                count += Math.max(0, deleted);
                more = deleted >= 0;
            }
        }
        return count;
    }

    /** Reads the size of every row; a segment is a row, and nothing is done in the background. */
    @Override
    public ColdHealth health() {
        checkOpen();
        return run(connection -> {
            Record2<Integer, Long> total = rows.total(dsl(connection));
            return new ColdHealth(damaged.count(), damaged.count(), 0, total.value1(), total.value2());
        });
    }

    private Optional<Integer> number(TenantId tenant) {
        return run(connection -> Optional.ofNullable(names.tenant(connection, tenant)));
    }

    /** The number of a type, if any identifier of it was ever stored. */
    private Optional<Short> type(IdentifierType type) {
        Short known = names.knownType(type);
        if (known != null) {
            return Optional.of(known);
        }
        return run(connection -> {
            names.lookUp(connection, Set.of(type));
            return Optional.ofNullable(names.knownType(type));
        });
    }

    private DSLContext dsl(Connection connection) {
        return database.on(connection, connections.queryTimeout());
    }

    /** Something in a transaction. */
    @FunctionalInterface
    private interface Step {
        int run(DSLContext dsl) throws SQLException;
    }

    /** Runs again what lost a race: two who delete the same, or H2's concurrent updates. */
    private int transaction(Step step) {
        for (int attempt = 1; ; attempt++) {
            try {
                return connections.call(connection -> connections.readCommitted(
                        connection, LocalSettings.NONE, mine -> step.run(dsl(mine)), any -> true));
            } catch (SQLException | DataAccessException e) {
                if (attempt == ATTEMPTS || !Failures.isRace(e)) {
                    throw Failures.own(e);
                }
            }
        }
    }

    private <T> T run(Work<T> work) {
        try {
            return connections.call(work);
        } catch (SQLException | DataAccessException e) {
            throw Failures.own(e);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the cold store is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The kind of database. */
    @Override
    public String toString() {
        return "JdbcColdStore[" + database.dialect() + "]";
    }
}
