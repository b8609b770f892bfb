package engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TLS (RFC 7858): the messages of TCP in TLS, with the same limits. A virtual thread for each connection, which holds one
 * query and one answer at a time.
 */
final class TlsListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
    private static final Duration AFTER_FAULT = Duration.ofMillis(10);

    private final ServerSocket listening;
    private final SSLSocketFactory sockets;
    private final BiFunction<byte[], InetAddress, byte[]> answers;
    private final TcpListener.Limits limits;
    private final Set<TlsConnection> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private final Faults faults = new Faults(LOG);

    private TlsListener(
            ServerSocket listening,
            SSLSocketFactory sockets,
            BiFunction<byte[], InetAddress, byte[]> answers,
            TcpListener.Limits limits) {
        this.listening = listening;
        this.sockets = sockets;
        this.answers = answers;
        this.limits = limits;
        this.thread = Thread.ofPlatform()
                .name("dns-tls-" + listening.getLocalPort())
                .daemon()
                .unstarted(this::accept);
    }

    /**
     * Listens and serves.
     *
     * @param answers the answer to a message of a client, empty for none; may block
     */
    static TlsListener start(
            InetSocketAddress address,
            SSLContext context,
            BiFunction<byte[], InetAddress, byte[]> answers,
            TcpListener.Limits limits)
            throws IOException {
        var socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, limits.connections());
            // Connections that take too long are looked for between two that come.
            socket.setSoTimeout((int) Math.max(1, limits.idle().toMillis() / 8));
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        var listener = new TlsListener(socket, context.getSocketFactory(), answers, limits);
        listener.thread.start();
        return listener;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    /** How many connections there are. */
    int connections() {
        return open.size();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                admit(listening.accept());
            } catch (SocketTimeoutException _) {
                // Nobody came.
            } catch (SocketException e) {
                LOG.debug("DNS over TLS: {}", e.toString());
            } catch (IOException e) {
                faults.report("accepting a TLS connection", e);
                LockSupport.parkNanos(AFTER_FAULT.toNanos());
            }
            long now = System.nanoTime();
            open.stream()
                    .filter(connection -> connection.idle(now) > limits.idle().toNanos())
                    .forEach(TlsConnection::cut);
        }
    }

    /** One too many takes the place of the one that is idle longest, of its own client if that has too many. */
    private void admit(Socket socket) {
        InetAddress client = socket.getInetAddress();
        var its = open.stream().filter(connection -> connection.isOf(client)).toList();
        if (its.size() >= limits.ofClient()) {
            cutIdlest(its);
        } else if (open.size() >= limits.connections()) {
            cutIdlest(open);
        }
        var connection = new TlsConnection(socket, sockets, answers);
        open.add(connection);
        Thread.ofVirtual().name("dns-tls").start(() -> {
            try {
                connection.serve();
            } finally {
                open.remove(connection);
            }
        });
    }

    private void cutIdlest(Collection<TlsConnection> connections) {
        long now = System.nanoTime();
        connections.stream()
                .max(Comparator.comparingLong(connection -> connection.idle(now)))
                .ifPresent(connection -> {
                    // Its thread takes a moment to end; its place is free now.
                    open.remove(connection);
                    connection.cut();
                });
    }

    @Override
    public void close() throws IOException {
        listening.close();
        DnsServer.await(thread);
        open.forEach(TlsConnection::cut);
    }
}
