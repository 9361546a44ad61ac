package io.identitystitch.torture;

import io.identitystitch.torture.FaultProxy.Ambush;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One client's connection and its twin to the server, with a thread for each direction. Messages are passed on one by one;
 * what has been read is flushed before the next read has to wait.
 */
final class ProxyLink {
    private static final int SSL_REQUEST = 80_877_103;
    private static final int GSS_REQUEST = 80_877_104;
    private static final int LARGEST = 1 << 26;
    private static final Pattern WRITES = Pattern.compile("\\b(insert into|update|delete from|commit)\\b");

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket backend;
    /** Prepared statements that write, by their names; only the thread of the requests looks at it. */
    private final Set<String> writers = new HashSet<>();

    private volatile boolean reset;
    /** A request that writes was sent and not answered yet. */
    private volatile boolean writing;

    ProxyLink(FaultProxy proxy, Socket client, Socket backend) throws SocketException {
        this.proxy = proxy;
        this.client = client;
        this.backend = backend;
        client.setTcpNoDelay(true);
        backend.setTcpNoDelay(true);
    }

    void start() {
        run(this::passRequests, "proxy-requests");
        run(this::passAnswers, "proxy-answers");
    }

    boolean isReset() {
        return reset;
    }

    /** Ends it as a broken line does, without a farewell. */
    void reset() {
        reset = true;
        for (Socket socket : List.of(client, backend)) {
            try {
                socket.setSoLinger(true, 0);
            } catch (SocketException e) {
                // Closed already.
            }
            try {
                socket.close();
            } catch (IOException e) {
                // It is being thrown away.
            }
        }
        proxy.remove(this);
    }

    private void run(Direction direction, String name) {
        Thread thread = new Thread(
                () -> {
                    try {
                        direction.pass();
                    } catch (IOException e) {
                        // One side has gone, so the other one goes too.
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        reset();
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private void passRequests() throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(backend.getOutputStream()));
        passStart(in, out);
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = body(in);
            boolean isBulk = type == 'P' || type == 'B' || type == 'Q';
            if (isBulk && body.length > 8 && proxy.isAmbushed(Ambush.MIDST_OF_REQUEST)) {
                write(out, type, body, body.length / 2);
                out.flush();
                spring();
                return;
            }
            boolean asks = type == 'S' || type == 'Q';
            noteWriters(type, body);
            write(out, type, body, body.length);
            if (in.available() == 0) {
                out.flush();
            }
            if (asks && proxy.isAmbushed(Ambush.BEFORE_ANSWER)) {
                out.flush();
                spring();
                return;
            }
        }
    }

    /** The first message has no type; requests for encryption come before it and are declined. */
    private void passStart(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        int code = in.readInt();
        while (code == SSL_REQUEST || code == GSS_REQUEST) {
            client.getOutputStream().write('N');
            length = in.readInt();
            code = in.readInt();
        }
        byte[] rest = new byte[checked(length - 2 * Integer.BYTES)];
        in.readFully(rest);
        out.writeInt(length);
        out.writeInt(code);
        out.write(rest);
        out.flush();
    }

    private void passAnswers() throws IOException, InterruptedException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(backend.getInputStream()));
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream()));
        boolean failed = false;
        for (int type = in.read(); type >= 0; type = in.read()) {
            byte[] body = body(in);
            if (type == 'E') {
                failed = true;
            } else if (type == 'Z') {
                // I: no transaction is open, so what was written is committed.
                if (writing && !failed && body[0] == 'I' && proxy.isAmbushed(Ambush.AFTER_COMMIT)) {
                    spring();
                    return;
                }
                failed = false;
                writing = false;
            }
            proxy.awaitRelease(this);
            write(out, type, body, body.length);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    private void spring() {
        reset();
        proxy.sprung();
    }

    /** A statement is parsed under a name, or under none, and bound by it then and later. */
    private void noteWriters(int type, byte[] body) {
        if (type == 'P') {
            String name = text(body, 0);
            String sql = text(body, name.length() + 1).toLowerCase(Locale.ROOT);
            if (WRITES.matcher(sql).find()) {
                writers.add(name);
            } else {
                writers.remove(name);
            }
        } else if (type == 'B') {
            writing |= writers.contains(text(body, text(body, 0).length() + 1));
        } else if (type == 'Q') {
            writing |= WRITES.matcher(text(body, 0).toLowerCase(Locale.ROOT)).find();
        }
    }

    /** Text that ends with a zero; one byte a character, for only names and keywords matter. */
    private static String text(byte[] body, int from) {
        int end = from;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        return new String(body, from, end - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] body(DataInputStream in) throws IOException {
        byte[] body = new byte[checked(in.readInt() - Integer.BYTES)];
        in.readFully(body);
        return body;
    }

    private static int checked(int length) throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("not a message of PostgreSQL");
        }
        return length;
    }

    private static void write(DataOutputStream out, int type, byte[] body, int howMuch) throws IOException {
        out.write(type);
        out.writeInt(body.length + Integer.BYTES);
        out.write(body, 0, howMuch);
    }

    private interface Direction {
        void pass() throws IOException, InterruptedException;
    }
}
