package io.identitystitch.torture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A proxy on the loopback address in front of one PostgreSQL that understands enough of the protocol to break a connection
 * at a chosen point of a request. While the server is away, clients are turned away. Thread-safe.
 */
final class FaultProxy implements AutoCloseable {
    /** Where the next connection to get there is broken. */
    enum Ambush {
        /** After half of a request's message has gone to the server. */
        MIDST_OF_REQUEST,
        /** After a whole request has gone to the server, before its answer. */
        BEFORE_ANSWER,
        /** After the server has committed something and said so, before the client hears of it. */
        AFTER_COMMIT
    }

    private final InetSocketAddress server;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final Set<ProxyLink> links = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Ambush> ambush = new AtomicReference<>();
    private final AtomicInteger sprung = new AtomicInteger();
    private final Object gate = new Object();
    private boolean answersHeld;
    private volatile boolean closed;

    FaultProxy(int serverPort) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        acceptor = new Thread(this::accept, "proxy-accept");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return links.size();
    }

    /** Resets all connections; new ones are welcome. */
    int cutAll() {
        List<ProxyLink> cut = List.copyOf(links);
        cut.forEach(ProxyLink::reset);
        return cut.size();
    }

    /** Breaks the next connection that gets to a point; false where none did in time. */
    boolean ambush(Ambush where, long millis) throws InterruptedException {
        synchronized (sprung) {
            int before = sprung.get();
            ambush.set(where);
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            for (long left = millis; sprung.get() == before && left > 0; ) {
                sprung.wait(left);
                left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            }
            ambush.set(null);
            return sprung.get() != before;
        }
    }

    /** Lets requests pass but no answers, until {@link #release()}. */
    void holdAnswers() {
        setHeld(true);
    }

    void release() {
        setHeld(false);
    }

    @Override
    public void close() {
        closed = true;
        release();
        try {
            listener.close();
        } catch (IOException e) {
            // It is being thrown away.
        }
        links.forEach(ProxyLink::reset);
    }

    /** Whether a connection at this point is the one to break. */
    boolean isAmbushed(Ambush where) {
        return ambush.compareAndSet(where, null);
    }

    /** The connection that was to be broken is. */
    void sprung() {
        synchronized (sprung) {
            sprung.incrementAndGet();
            sprung.notifyAll();
        }
    }

    /** Waits while answers are held. */
    void awaitRelease(ProxyLink link) throws InterruptedException {
        synchronized (gate) {
            while (answersHeld && !link.isReset()) {
                gate.wait(100);
            }
        }
    }

    void remove(ProxyLink link) {
        links.remove(link);
    }

    private void setHeld(boolean held) {
        synchronized (gate) {
            answersHeld = held;
            gate.notifyAll();
        }
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                try {
                    Socket backend = new Socket(server.getAddress(), server.getPort());
                    ProxyLink link = new ProxyLink(this, client, backend);
                    links.add(link);
                    link.start();
                } catch (IOException e) {
                    client.close();
                }
            } catch (IOException e) {
                // Closed, or the client has gone already.
            }
        }
    }
}
