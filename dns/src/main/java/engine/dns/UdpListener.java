package engine.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One UDP socket and the one thread that answers what it receives. */
final class UdpListener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);
    /**
     * Bytes of room for bursts while the thread is busy, of which Linux makes some thousand queries; the system may give less.
     * What waits behind so many is better lost: under more load than can be answered, each query would wait for a full buffer.
     */
    private static final int RECEIVE_BUFFER = 512 << 10;
    /** Pause after a failed receive, so that a lasting fault does not take a core. */
    private static final Duration AFTER_FAULT = Duration.ofMillis(10);

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Responder responder;
    private final @Nullable Forwarder forwarder;
    private final Recursion recursion;
    private final Faults faults = new Faults(LOG);
    private final Thread thread;

    private UdpListener(
            DatagramChannel channel,
            InetSocketAddress address,
            Supplier<Zone> zone,
            @Nullable Forwarder forwarder,
            Recursion recursion) {
        this.channel = channel;
        this.address = address;
        this.responder = new Responder(zone);
        this.forwarder = forwarder;
        this.recursion = recursion;
        this.thread = Thread.ofPlatform()
                .name("dns-udp-" + address.getPort())
                .daemon()
                .unstarted(this::serve);
    }

    /** @param forwarder has the answers; without one they are made here */
    static UdpListener bind(
            InetSocketAddress address,
            InheritedSockets inherited,
            Supplier<Zone> zone,
            @Nullable Forwarder forwarder,
            Recursion recursion)
            throws IOException {
        Optional<DatagramChannel> given = inherited.udp(address);
        if (given.isPresent()) {
            return new UdpListener(given.get(), address, zone, forwarder, recursion);
        }
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
            channel.bind(address);
            var bound = (InetSocketAddress) channel.getLocalAddress();
            return new UdpListener(channel, bound, zone, forwarder, recursion);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void start() {
        thread.start();
    }

    /** With its real port. */
    InetSocketAddress address() {
        return address;
    }

    private void serve() {
        ByteBuffer query = ByteBuffer.allocateDirect(Responder.MAX_UDP);
        ByteBuffer answer = ByteBuffer.allocateDirect(Responder.MAX_UDP);
        while (channel.isOpen()) {
            try {
                InetSocketAddress client = (InetSocketAddress) channel.receive(query.clear());
                // Port 0 cannot be answered.
                if (client.getPort() != 0 && !forwarded(query.flip(), client, answer)) {
                    answer(query, client, answer);
                }
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException e) {
                faults.report("receiving over UDP", e);
                LockSupport.parkNanos(AFTER_FAULT.toNanos());
            }
        }
    }

    private void answer(ByteBuffer query, InetSocketAddress client, ByteBuffer answer) throws ClosedChannelException {
        ByteBuffer asked = query.duplicate();
        switch (responder.answer(query, Responder.Transport.UDP, client.getAddress(), answer)) {
            case IGNORED -> {}
            case ANSWERED -> {
                if (mayAnswer(asked, client, answer)) {
                    send(answer, client);
                }
            }
            case BEYOND -> {
                if (mayAnswer(asked, client, answer)) {
                    var bytes = new byte[asked.remaining()];
                    asked.get(bytes);
                    recursion.answer(bytes, Responder.Transport.UDP, client.getAddress(), later(client));
                }
            }
        }
    }

    /**
     * Whether the client may have a response; where it may not, it is told or left.
     *
     * @param answer overwritten with what it is told
     */
    private boolean mayAnswer(ByteBuffer query, InetSocketAddress client, ByteBuffer answer)
            throws ClosedChannelException {
        return switch (responder.judge(query.duplicate(), client.getAddress(), System.nanoTime())) {
            case SEND -> true;
            case TRUNCATE -> {
                responder.truncated(query.duplicate(), answer);
                send(answer, client);
                yield false;
            }
            case DROP -> false;
        };
    }

    /** Sends an answer that comes from elsewhere. */
    private Consumer<byte[]> later(SocketAddress client) {
        return answer -> {
            try {
                send(ByteBuffer.wrap(answer), client);
            } catch (ClosedChannelException _) {
                LOG.debug("DNS over UDP: closed before {} was answered", client);
            }
        };
    }

    private boolean forwarded(ByteBuffer query, InetSocketAddress client, ByteBuffer answer)
            throws ClosedChannelException {
        Optional<Query.Asking> asking = forwarder == null ? Optional.empty() : forwarder.covered(query);
        if (forwarder == null || asking.isEmpty()) {
            return false;
        }
        if (mayAnswer(query, client, answer)) {
            forwarder.take(query, asking.get(), Responder.Transport.UDP, client.getAddress(), later(client));
        }
        return true;
    }

    /** An answer that cannot be sent is the client's loss alone, such as one whose network is unreachable. */
    private void send(ByteBuffer answer, SocketAddress client) throws ClosedChannelException {
        try {
            channel.send(answer, client);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("DNS over UDP: no answer to {}: {}", client, e.toString());
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (thread.isAlive()) {
            DnsServer.await(thread);
        }
    }
}
