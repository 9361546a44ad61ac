package io.identitystitch.testdb;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A proxy on the loopback address, between clients and one PostgreSQL, that counts round trips and breaks connections.
 *
 * <p>A round trip is a message that asks the server for an answer, a Sync or a simple Query, sent while no answer is
 * outstanding. What a driver sends in one go is therefore one: its BEGIN with the first statement of a transaction, or a
 * batch. Logging in is not counted; what a driver asks afterwards on a fresh connection is.
 *
 * <p>A cut connection is reset, not ended politely. While {@linkplain #blackHole() held}, bytes wait; they are never
 * dropped, as in a network that loses packets and resends them.
 *
 * <p>Encryption is declined, so clients that insist on it cannot connect. Its threads are daemons and end with
 * {@link #close()}.
 *
 * <p>Safe for use by many threads.
 */
public final class WireProxy implements AutoCloseable {
    private static final int SSL_REQUEST = 80877103;
    private static final int GSS_REQUEST = 80877104;
    private static final int BUFFER = 1 << 16;

    private enum Flow {
        OPEN,
        REPLIES_HELD,
        HELD
    }

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong roundTrips = new AtomicLong();
    private final Object gate = new Object();
    private Flow flow = Flow.OPEN;
    private volatile boolean closed;

    /**
     * Starts a proxy.
     *
     * @param host the server's host
     * @param port the server's port
     * @throws UncheckedIOException if no port could be opened
     */
    public WireProxy(String host, int port) {
        server = new InetSocketAddress(host, port);
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = daemon(this::accept, "accept");
        acceptor.start();
    }

    /**
     * Starts a proxy before the server of a data source.
     *
     * @param target connections to a PostgreSQL
     * @return the proxy
     * @throws UncheckedIOException if no port could be opened
     */
    public static WireProxy inFrontOf(PGSimpleDataSource target) {
        return new WireProxy(target.getServerNames()[0], target.getPortNumbers()[0]);
    }

    /**
     * Leads a data source through this proxy.
     *
     * @param target connections to this proxy's server
     * @return connections to the same database as the same user, by way of this proxy
     */
    public PGSimpleDataSource through(PGSimpleDataSource target) {
        String database = target.getDatabaseName();
        if (database == null) {
            throw new IllegalArgumentException("the data source names no database");
        }
        return new OddZoneDataSource(
                listener.getInetAddress().getHostAddress(), port(), database, target.getUser(), target.getPassword());
    }

    /**
     * The port that clients connect to, on the loopback address.
     *
     * @return its number
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Counts since the start or the last {@link #reset()}, over all connections.
     *
     * @return the number of round trips
     */
    public long roundTrips() {
        return roundTrips.get();
    }

    /** Sets the count of round trips to zero. */
    public void reset() {
        roundTrips.set(0);
    }

    /**
     * The connections that are open now.
     *
     * @return how many
     */
    public int connections() {
        return links.size();
    }

    /**
     * Resets every connection, on both sides. New ones are welcome.
     *
     * @return how many were cut
     */
    public int cutAll() {
        List<Link> cut = new ArrayList<>(links);
        cut.forEach(link -> link.end(true));
        return cut.size();
    }

    /** Holds all bytes of all connections, of new ones too, until {@link #heal()}. */
    public void blackHole() {
        let(Flow.HELD);
    }

    /** Lets requests reach the server but holds its answers, until {@link #heal()}. */
    public void holdReplies() {
        let(Flow.REPLIES_HELD);
    }

    /** Lets all bytes pass again, those that were held first. */
    public void heal() {
        let(Flow.OPEN);
    }

    /** Cuts all connections and ends all threads. */
    @Override
    public void close() {
        closed = true;
        quietly(listener);
        join(acceptor);
        for (Link link : List.copyOf(links)) {
            link.end(true);
            join(link.requests);
            join(link.replies);
        }
    }

    private void let(Flow next) {
        synchronized (gate) {
            flow = next;
            gate.notifyAll();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                try {
                    Socket backend = new Socket(server.getHostString(), server.getPort());
                    Link link = new Link(client, backend);
                    links.add(link);
                    link.start();
                } catch (IOException e) {
                    quietly(client);
                }
            } catch (IOException e) {
                if (!closed) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, "wire-proxy-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void quietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            // It is being thrown away.
        }
    }

    /** One client's connection and its twin to the server. */
    private final class Link {
        private final Socket client;
        private final Socket backend;
        private final Thread requests;
        private final Thread replies;
        /** Answers that the client waits for; the first is that to its log-in. */
        private final AtomicInteger outstanding = new AtomicInteger(1);

        private boolean ended;

        Link(Socket client, Socket backend) throws SocketException {
            this.client = client;
            this.backend = backend;
            client.setTcpNoDelay(true);
            backend.setTcpNoDelay(true);
            requests = daemon(() -> pump(this::forwardRequests), "requests-" + client.getPort());
            replies = daemon(() -> pump(this::forwardReplies), "replies-" + client.getPort());
        }

        void start() {
            requests.start();
            replies.start();
        }

        void end(boolean reset) {
            synchronized (gate) {
                ended = true;
                gate.notifyAll();
            }
            for (Socket socket : List.of(client, backend)) {
                try {
                    if (reset) {
                        socket.setSoLinger(true, 0);
                    }
                } catch (SocketException e) {
                    // Closed already.
                }
                quietly(socket);
            }
            links.remove(this);
        }

        private void pump(Pumping work) {
            try {
                work.run();
            } catch (IOException e) {
                // Either side has gone, or the link was cut: both end it.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                end(false);
            }
        }

        private void forwardRequests() throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream(), BUFFER));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(backend.getOutputStream(), BUFFER));
            forwardStart(in, out);
            for (int type = in.read(); type >= 0; type = in.read()) {
                int length = in.readInt();
                if ((type == 'S' || type == 'Q') && outstanding.getAndIncrement() == 0) {
                    roundTrips.incrementAndGet();
                }
                await(false);
                forward(type, length, in, out);
            }
        }

        /** The first message has no type byte, and requests for encryption may come before it. */
        private void forwardStart(DataInputStream in, DataOutputStream out) throws IOException, InterruptedException {
            int length = in.readInt();
            int code = in.readInt();
            while (code == SSL_REQUEST || code == GSS_REQUEST) {
                await(true);
                client.getOutputStream().write('N');
                length = in.readInt();
                code = in.readInt();
            }
            await(false);
            out.writeInt(length);
            out.writeInt(code);
            copy(in, out, length - 2 * Integer.BYTES);
            out.flush();
        }

        private void forwardReplies() throws IOException, InterruptedException {
            DataInputStream in = new DataInputStream(new BufferedInputStream(backend.getInputStream(), BUFFER));
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(client.getOutputStream(), BUFFER));
            for (int type = in.read(); type >= 0; type = in.read()) {
                int length = in.readInt();
                if (type == 'Z') {
                    outstanding.decrementAndGet();
                }
                await(true);
                forward(type, length, in, out);
            }
        }

        private void forward(int type, int length, DataInputStream in, DataOutputStream out) throws IOException {
            out.write(type);
            out.writeInt(length);
            copy(in, out, length - Integer.BYTES);
            if (in.available() == 0) {
                out.flush();
            }
        }

        private void copy(InputStream in, OutputStream out, int length) throws IOException {
            byte[] buffer = new byte[Math.min(length, BUFFER)];
            for (int left = length; left > 0; ) {
                int n = in.read(buffer, 0, Math.min(left, buffer.length));
                if (n < 0) {
                    throw new EOFException();
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }

        /** Waits while this direction is held. */
        private void await(boolean reply) throws InterruptedException, IOException {
            synchronized (gate) {
                while (!ended && (flow == Flow.HELD || (reply && flow == Flow.REPLIES_HELD))) {
                    gate.wait();
                }
                if (ended) {
                    throw new EOFException();
                }
            }
        }
    }

    private interface Pumping {
        void run() throws IOException, InterruptedException;
    }
}
