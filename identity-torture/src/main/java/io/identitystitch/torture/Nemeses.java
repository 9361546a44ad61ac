package io.identitystitch.torture;

import io.identitystitch.torture.FaultProxy.Ambush;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** What happens to a run on PostgreSQL. Only processes that the run has started are touched, and only on loopback. */
final class Nemeses {
    private static final long AMBUSH_MILLIS = 1_000;
    private static final long LOCK_MILLIS = 2_000;
    private static final String OF_LIBRARY =
            " from pg_stat_activity where application_name = 'torture' and pid <> pg_backend_pid()";

    private final Cluster cluster;
    private final FaultProxy proxy;
    private final WorkerFleet fleet;

    Nemeses(Cluster cluster, FaultProxy proxy, WorkerFleet fleet) {
        this.cluster = cluster;
        this.proxy = proxy;
        this.fleet = fleet;
    }

    /** Those after which the server or everybody needs a while. */
    List<Nemesis> heavy() {
        List<Nemesis> all = new ArrayList<>();
        all.add(Nemesis.of(Fault.ANSWERS_HELD, this::holdAnswers));
        all.add(Nemesis.of(Fault.PROFILES_LOCKED, random -> lockProfiles()));
        if (Signals.available()) {
            all.add(Nemesis.of(Fault.SERVER_KILLED, random -> restartAfter(cluster::kill)));
            all.add(Nemesis.of(Fault.SERVER_STOPPED, random -> restartAfter(cluster::stopImmediately)));
            all.add(Nemesis.of(Fault.BACKEND_KILLED, random -> killBackend()));
            all.add(Nemesis.of(Fault.BACKEND_FROZEN, this::freezeBackend));
            all.add(Nemesis.of(Fault.WORKER_FROZEN, random -> fleet.freezeOne(random, briefly(random))));
        }
        return all;
    }

    /** Those that hit one connection or one call. */
    List<Nemesis> light() {
        List<Nemesis> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(ambush(Fault.ANSWER_LOST, Ambush.AFTER_COMMIT));
            all.add(ambush(Fault.ANSWER_AWAITED, Ambush.BEFORE_ANSWER));
            all.add(ambush(Fault.REQUEST_TORN, Ambush.MIDST_OF_REQUEST));
            all.add(Nemesis.of(Fault.BACKEND_TERMINATED, random -> tell("pg_terminate_backend")));
            all.add(Nemesis.of(Fault.BACKEND_CANCELLED, random -> tell("pg_cancel_backend")));
        }
        all.add(Nemesis.of(Fault.ALL_CUT, random -> proxy.cutAll() > 0));
        if (Signals.available()) {
            all.add(Nemesis.of(Fault.WORKER_KILLED, fleet::replaceOne));
        }
        return all;
    }

    /** What this system has no means for. */
    static List<Fault> impossible() {
        return Signals.available()
                ? List.of()
                : List.of(
                        Fault.SERVER_KILLED,
                        Fault.SERVER_STOPPED,
                        Fault.BACKEND_KILLED,
                        Fault.BACKEND_FROZEN,
                        Fault.WORKER_FROZEN,
                        Fault.WORKER_KILLED);
    }

    private Nemesis ambush(Fault fault, Ambush where) {
        return Nemesis.of(fault, random -> proxy.ambush(where, AMBUSH_MILLIS));
    }

    private boolean holdAnswers(RandomGenerator random) throws InterruptedException {
        try {
            proxy.holdAnswers();
            TimeUnit.MILLISECONDS.sleep(briefly(random));
            return proxy.connections() > 0;
        } finally {
            proxy.release();
        }
    }

    private boolean restartAfter(Blow blow) throws Exception {
        try {
            blow.strike();
            return true;
        } finally {
            cluster.start();
        }
    }

    private boolean killBackend() throws Exception {
        long pid = busyBackend();
        boolean hit = pid != 0 && cluster.signal("KILL", pid);
        if (hit) {
            awaitServer();
        }
        return hit;
    }

    private boolean freezeBackend(RandomGenerator random) throws Exception {
        long pid = busyBackend();
        return pid != 0 && cluster.freeze(pid, briefly(random));
    }

    /** A back end that works for the library, at best one that is in the middle of something. */
    private long busyBackend() throws SQLException {
        return askNumber("select pid" + OF_LIBRARY + " order by (state = 'active') desc, random() limit 1");
    }

    private boolean tell(String function) throws SQLException {
        return askNumber("select count(*) filter (where " + function + "(pid)) from (select pid" + OF_LIBRARY
                        + " order by (state = 'active') desc, random() limit 1) x")
                > 0;
    }

    private long askNumber(String sql) throws SQLException {
        try (Connection connection = cluster.connect("torture-nemesis");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Locks the youngest roots in the order in which everybody locks. */
    private boolean lockProfiles() throws SQLException, InterruptedException {
        try (Connection connection = cluster.connect("torture-lock")) {
            connection.setAutoCommit(false);
            int locked = 0;
            try (Statement youngest = connection.createStatement();
                    PreparedStatement lock = connection.prepareStatement(
                            "select 1 from id_profile where tenant = ? and id = ?::uuid for update");
                    ResultSet row =
                            youngest.executeQuery("select * from (select tenant, id from id_profile where is_root"
                                    + " order by created_at desc limit 8) x order by tenant, id")) {
                while (row.next()) {
                    lock.setInt(1, row.getInt(1));
                    lock.setString(2, row.getString(2));
                    lock.executeQuery().close();
                    locked++;
                }
            }
            TimeUnit.MILLISECONDS.sleep(LOCK_MILLIS);
            connection.rollback();
            return locked > 0;
        }
    }

    private void awaitServer() throws InterruptedException {
        for (int i = 0; i < 300 && !cluster.answers(); i++) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private static long briefly(RandomGenerator random) {
        return random.nextLong(1_000, 3_000);
    }

    private interface Blow {
        void strike() throws Exception;
    }
}
