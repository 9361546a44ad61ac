package io.identitystitch.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of the run's own that may be killed and started again on the same port and data. It syncs to disk, as a
 * server in production does. Thread-safe.
 */
final class Cluster implements AutoCloseable {
    private static final int NOBODY = 65_534;
    private static final long START_SECONDS = 60;
    private static final long ORPHAN_SECONDS = 10;

    private final Path folder;
    private final Path data;
    private final Path log;
    private final int port;
    private final List<String> asUser;
    private final Set<Long> stopped = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Process postmaster;
    private boolean closed;

    private Cluster(Path folder, int port, List<String> asUser) {
        this.folder = folder;
        this.data = folder.resolve("data");
        this.log = folder.resolve("server.log");
        this.port = port;
        this.asUser = asUser;
    }

    /** Makes an empty cluster; it is not running yet. */
    static Cluster create(Path folder) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<String> asUser = asUser();
        PostgresBinaries.unpack(folder.resolve("server"));
        Cluster cluster = new Cluster(folder, freePort(), asUser);
        Files.createDirectory(
                cluster.data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!asUser.isEmpty()) {
            Files.setAttribute(cluster.data, "unix:uid", NOBODY);
        }
        List<String> initdb = cluster.command("initdb");
        initdb.addAll(List.of("--auth=trust", "--username=postgres", "--encoding=UTF-8", "--locale=C"));
        initdb.add("--pgdata=" + cluster.data);
        finish(initdb, folder);
        return cluster;
    }

    int port() {
        return port;
    }

    Path log() {
        return log;
    }

    /** A connection past every proxy. */
    Connection connect(String application) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port
                + "/postgres?user=postgres&connectTimeout=5&socketTimeout=60&ApplicationName=" + application);
    }

    /** Starts the server and waits until it answers. What was left behind by a kill is recovered by that. */
    synchronized void start() throws IOException, InterruptedException {
        if (closed) {
            return;
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        Process process = launch();
        while (!answers()) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("PostgreSQL did not start: " + tail());
            }
            if (!process.isAlive()) {
                // Back ends of the killed server may still hold its memory.
                process = launch();
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    boolean answers() {
        try (Connection connection = connect("torture-probe");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select not pg_is_in_recovery()")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Kills the postmaster; its children notice, and those that do not are killed too. */
    synchronized void kill() throws IOException, InterruptedException {
        end("KILL");
    }

    /** What {@code pg_ctl stop -m immediate} does. */
    synchronized void stopImmediately() throws IOException, InterruptedException {
        end("QUIT");
    }

    /** Whether a process is a back end of this server. Nothing else gets a signal. */
    boolean owns(long pid) {
        Process process = postmaster;
        return process != null
                && ProcessHandle.of(pid)
                        .flatMap(ProcessHandle::parent)
                        .map(parent -> parent.pid() == process.pid())
                        .orElse(false);
    }

    boolean signal(String signal, long backend) throws IOException, InterruptedException {
        return owns(backend) && Signals.send(signal, backend);
    }

    /** Stops a back end for a time; it goes on whatever happens meanwhile. */
    boolean freeze(long backend, long millis) throws IOException, InterruptedException {
        stopped.add(backend);
        try {
            boolean hit = signal("STOP", backend);
            if (hit) {
                TimeUnit.MILLISECONDS.sleep(millis);
            }
            return hit;
        } finally {
            signal("CONT", backend);
            stopped.remove(backend);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        try {
            for (long backend : stopped) {
                signal("CONT", backend);
            }
            end("QUIT");
        } catch (IOException e) {
            throw new IllegalStateException("the server may still be running", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(String signal) throws IOException, InterruptedException {
        Process process = postmaster;
        if (process == null) {
            return;
        }
        List<ProcessHandle> children = process.toHandle().descendants().toList();
        Signals.send(signal, process.pid());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(ORPHAN_SECONDS);
        while ((process.isAlive() || children.stream().anyMatch(ProcessHandle::isAlive)) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
        postmaster = null;
    }

    private Process launch() throws IOException {
        List<String> command = command("postgres");
        command.addAll(List.of("-D", data.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port)));
        List<String> settings = new ArrayList<>(List.of(
                "unix_socket_directories=", "log_line_prefix=%m [%p] %e %a ", "timezone=UTC", "log_timezone=UTC"));
        if (isLinux()) {
            // As safe as the default for a folder on one file system, and done in a moment, so that crashes can come
            // often.
            settings.add("recovery_init_sync_method=syncfs");
        }
        settings.forEach(setting -> command.addAll(List.of("-c", setting)));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        postmaster = process;
        return process;
    }

    private List<String> command(String program) {
        List<String> command = new ArrayList<>(asUser);
        command.add(folder.resolve("server/bin").resolve(program).toString());
        return command;
    }

    private String tail() throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> all = lines.toList();
            return String.join("\n", all.subList(Math.max(0, all.size() - 20), all.size()));
        }
    }

    /** PostgreSQL does not run as root. setpriv becomes the server, so signals reach that. */
    private static List<String> asUser() throws IOException {
        boolean root = isLinux() && Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        return root ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of();
    }

    private static boolean isLinux() {
        return Files.exists(Path.of("/proc/self"));
    }

    private static void finish(List<String> command, Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + said);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
