package engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** DNS over TCP (RFC 7766): all listening sockets and all connections on one selector and one thread. */
final class TcpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    /** Pause after a failed accept, such as one for want of file descriptors, which would fail again at once. */
    private static final Duration AFTER_FAULT = Duration.ofMillis(10);

    private final Selector selector;
    private final Limits limits;
    private final TcpConnection.Exchange exchange;
    private final Faults faults = new Faults(LOG);
    private final Thread thread;
    private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * What clients may use.
     *
     * @param connections most at once; one more takes the place of the one that is idle longest (RFC 7766 6.2.3)
     * @param ofClient most of one address, likewise: then of its own (RFC 7766 6.2.2)
     * @param idle longest time for one query to arrive or one answer to be taken
     */
    record Limits(int connections, int ofClient, Duration idle) {
        static final Limits DEFAULT = new Limits(256, 64, Duration.ofSeconds(10));
    }

    /** @param forwarder has the answers; without one they are made here */
    TcpListener(Supplier<Zone> zone, @Nullable Forwarder forwarder, Recursion recursion, Limits limits)
            throws IOException {
        this.selector = Selector.open();
        this.limits = limits;
        this.exchange = new TcpConnection.Exchange(zone, forwarder, recursion, this::handOver);
        this.thread = Thread.ofPlatform().name("dns-tcp").daemon().unstarted(this::serve);
    }

    /** Before {@link #start}. */
    void bind(InetSocketAddress address, InheritedSockets inherited) throws IOException {
        ServerSocketChannel channel = channel(address, inherited);
        try {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private ServerSocketChannel channel(InetSocketAddress address, InheritedSockets inherited) throws IOException {
        Optional<ServerSocketChannel> given = inherited.tcp(address);
        if (given.isPresent()) {
            return given.get();
        }
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return channel.bind(address, limits.connections());
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    private void serve() {
        try {
            while (!closed) {
                selector.select(this::ready, Math.max(1, limits.idle().toMillis() / 8));
                for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
                    task.run();
                }
                long now = System.nanoTime();
                connections().stream()
                        .filter(connection ->
                                connection.idle(now) > limits.idle().toNanos())
                        .forEach(TcpConnection::close);
            }
        } catch (IOException e) {
            LOG.error("DNS over TCP stopped: {}", e.toString());
        } finally {
            closeAll();
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("DNS over TCP: closing failed: {}", e.toString());
        }
    }

    /** Has the selector's thread do something soon; connections are its alone. */
    private void handOver(Runnable task) {
        handedOver.add(task);
        selector.wakeup();
    }

    private void ready(SelectionKey key) {
        if (!key.isValid()) {
            return;
        }
        if (key.attachment() instanceof TcpConnection connection) {
            connection.ready();
        } else {
            accept((ServerSocketChannel) key.channel());
        }
    }

    private void accept(ServerSocketChannel listening) {
        try {
            SocketChannel channel = listening.accept();
            if (channel == null) {
                return;
            }
            List<TcpConnection> open = connections();
            long now = System.nanoTime();
            InetAddress client = channel.socket().getInetAddress();
            List<TcpConnection> its =
                    open.stream().filter(connection -> connection.isOf(client)).toList();
            if (its.size() >= limits.ofClient()) {
                closeIdlest(its, now);
            } else if (open.size() >= limits.connections()) {
                closeIdlest(open, now);
            }
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
            key.attach(new TcpConnection(channel, key, exchange));
        } catch (IOException e) {
            faults.report("accepting a connection", e);
            LockSupport.parkNanos(AFTER_FAULT.toNanos());
        }
    }

    private static void closeIdlest(List<TcpConnection> connections, long now) {
        connections.stream()
                .max(Comparator.comparingLong(connection -> connection.idle(now)))
                .ifPresent(TcpConnection::close);
    }

    private List<TcpConnection> connections() {
        return selector.keys().stream()
                .filter(SelectionKey::isValid)
                .map(SelectionKey::attachment)
                .filter(TcpConnection.class::isInstance)
                .map(TcpConnection.class::cast)
                .toList();
    }

    private void closeAll() {
        for (SelectionKey key : List.copyOf(selector.keys())) {
            try {
                key.channel().close();
            } catch (IOException e) {
                LOG.debug("DNS over TCP: closing failed: {}", e.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (thread.getState() == Thread.State.NEW) {
            closeAll();
            selector.close();
        }
        selector.wakeup();
        if (thread.isAlive()) {
            DnsServer.await(thread);
        }
    }
}
