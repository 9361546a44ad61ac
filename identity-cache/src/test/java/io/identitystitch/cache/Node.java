package io.identitystitch.cache;

import com.zaxxer.hikari.HikariDataSource;
import io.identitystitch.IdentityResolver;
import io.identitystitch.jdbc.JdbcIdentityStore;
import io.identitystitch.jdbc.JoinedIdentityStore;
import io.identitystitch.model.TenantId;
import io.identitystitch.plan.IdentitySnapshot;
import io.identitystitch.plan.LoadQuery;
import io.identitystitch.spi.ForwardingIdentityStore;
import io.identitystitch.testdb.TestPostgres;
import io.identitystitch.testkit.CountingStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** One of several nodes on a database: a store, what counts its use, and a cache in front, with a clock of its own. */
final class Node implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();

    final AtomicLong millis = new AtomicLong(1_000_000);
    private final AtomicLong readings = new AtomicLong();
    private final AtomicReference<Runnable> next = new AtomicReference<>();
    private final HikariDataSource pool = new HikariDataSource();
    private final JdbcIdentityStore store;
    private final CountingStore counting;
    private final CachedIdentityStore cache;

    private Node(DataSource dataSource, int connections, boolean byHand) {
        pool.setDataSource(dataSource);
        pool.setMaximumPoolSize(connections);
        store = JdbcIdentityStore.builder(pool).autoMigrate(true).build();
        counting = new CountingStore(store);
        CachedIdentityStoreBuilder builder = CachedIdentityStore.builder(new Interrupted(), store.changes());
        cache = (byHand ? builder.byHand(this::nanos, millis::get) : builder).build();
    }

    /** One that reads the feed when it is told to, and whose time passes when it is told to. */
    static Node byHand(DataSource dataSource) {
        return new Node(dataSource, 4, true);
    }

    /** One as hosts have it. */
    static Node running(DataSource dataSource) {
        return new Node(dataSource, 20, false);
    }

    /** One whose host has a single connection. */
    static Node withOneConnection(DataSource dataSource) {
        return new Node(dataSource, 1, false);
    }

    /** No two readings are the same. */
    private long nanos() {
        return millis.get() * 1_000_000 + readings.incrementAndGet();
    }

    static DataSource h2() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:cache" + COUNT.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
        return dataSource;
    }

    static DataSource postgres() {
        return TestPostgres.shared().newDatabase();
    }

    CachedIdentityStore cache() {
        return cache;
    }

    CountingStore store() {
        return counting;
    }

    /** One of the node's, for a transaction of its host. */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    JoinedIdentityStore joining(Connection connection) {
        return store.joining(connection);
    }

    IdentityResolver resolver(TenantId tenant) {
        return IdentityResolver.builder(cache).key(new byte[32]).tenant(tenant).build();
    }

    /** What the database says. */
    IdentityResolver truth(TenantId tenant) {
        return IdentityResolver.builder(counting)
                .key(new byte[32])
                .tenant(tenant)
                .build();
    }

    /** Between the next load's answer from the store and its way into the cache, something happens. */
    void holdBack(Runnable meanwhile) {
        next.set(meanwhile);
    }

    /** What was held back while nothing was loaded. */
    void runHeldBack() {
        Runnable meanwhile = next.getAndSet(null);
        if (meanwhile != null) {
            meanwhile.run();
        }
    }

    private final class Interrupted extends ForwardingIdentityStore {
        private Interrupted() {
            super(counting);
        }

        @Override
        public IdentitySnapshot load(LoadQuery query) {
            IdentitySnapshot snapshot = super.load(query);
            Runnable meanwhile = next.getAndSet(null);
            if (meanwhile != null) {
                meanwhile.run();
            }
            return snapshot;
        }
    }

    @Override
    public void close() {
        cache.close();
        pool.close();
    }
}
