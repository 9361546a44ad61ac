package io.identitystitch.torture;

import io.identitystitch.spi.IdentityStoreException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a worker is about to do and what it was told, one line each, handed to the operating system before it goes on: a
 * worker that is killed loses nothing of it. {@link HistoryReader} reads it.
 *
 * <pre>
 * I id kind tenant workload micros key,key[;key,key]           a call begins
 * A id attempts OUTCOME/profile/ignored[;OUTCOME/profile/...]   its answers; ignored: positions of keys, or -
 * X id kind sqlstate                                            the store was away: it may have been done or not
 * F id class message                                            it failed in a way that it must not
 * L id profile                                                  a profile that was returned once was found
 * Q                                                             from here on nothing is broken
 * </pre>
 *
 * <p>Thread-safe.
 */
final class CallLog implements Closeable {
    private final FileChannel file;

    CallLog(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    void begin(String id, Step step) {
        String requests =
                step.requests().stream().map(keys -> String.join(",", keys)).collect(Collectors.joining(";"));
        write("I " + id + ' ' + step.kind() + ' ' + step.tenant() + ' ' + step.workload() + ' ' + step.observedAt()
                + ' ' + requests);
    }

    void answered(String id, int attempts, List<String> answers) {
        write("A " + id + ' ' + attempts + ' ' + String.join(";", answers));
    }

    void inDoubt(String id, IdentityStoreException e) {
        write("X " + id + ' ' + e.kind() + ' ' + state(e));
    }

    void failed(String id, Throwable e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
        write("F " + id + ' ' + e.getClass().getName() + ' ' + message);
    }

    void found(String id, String profile) {
        write("L " + id + ' ' + profile);
    }

    void quiet() {
        write("Q");
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static String state(IdentityStoreException e) {
        return e.getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "-";
    }

    private synchronized void write(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap((line + '\n').getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
