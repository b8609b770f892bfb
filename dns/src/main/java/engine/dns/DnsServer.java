package engine.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The DNS server: answers over UDP and TCP on each of its addresses, out of a {@link Directory} or by an {@link Upstream}.
 * One thread for each UDP address and one for all of TCP.
 */
public final class DnsServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DnsServer.class);

    /** How often a free port is looked for that is free for both UDP and TCP. */
    private static final int FREE_PORT_TRIES = 20;

    /** Longer waits for others nobody who asked. */
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(60);

    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** What clients may use. */
    record Limits(TcpListener.Limits tcp, Forwarder.Limits forwarding) {
        static final Limits DEFAULT = new Limits(TcpListener.Limits.DEFAULT, Forwarder.Limits.DEFAULT);
    }

    private final Directory directory;
    private final Limits limits;
    private final Responders responders = new Responders(this::zone);
    private final @Nullable Forwarder forwarder;
    private final Recursion recursion;
    private final List<UdpListener> udp = new ArrayList<>();
    private final TcpListener tcp;
    private final List<TlsListener> secured = new CopyOnWriteArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private volatile Zone zone;

    private DnsServer(DnsSettings settings, Directory directory, @Nullable Upstream upstream, Limits limits)
            throws IOException {
        this.directory = directory;
        this.limits = limits;
        this.zone = new Zone(settings, directory, InstantSource.system());
        this.recursion =
                new Recursion(responders, new Recursors(() -> zone().settings().recursors()));
        this.forwarder = upstream == null
                ? null
                : new Forwarder(upstream, this::zone, responders, recursion, limits.forwarding());
        this.tcp = new TcpListener(this::zone, forwarder, recursion, limits.tcp());
    }

    /**
     * Listens on each address, UDP and TCP on the same port; port 0 takes a free one. Sockets that systemd opened are taken over.
     *
     * @throws IOException when an address cannot be bound; the message names it. Nothing is left open then.
     */
    public static DnsServer start(List<InetSocketAddress> addresses, DnsSettings settings, Directory directory)
            throws IOException {
        return start(addresses, settings, directory, null, Limits.DEFAULT, handedOver());
    }

    /**
     * The same for a client agent: what depends on what is registered is answered by a server, or out of what this agent
     * knows itself when none answers; what it does not know is SERVFAIL then.
     *
     * @param own what the agent knows; {@link Directory#servers} may be empty
     */
    public static DnsServer start(
            List<InetSocketAddress> addresses, DnsSettings settings, Directory own, Upstream upstream)
            throws IOException {
        return start(addresses, settings, own, upstream, Limits.DEFAULT, handedOver());
    }

    private static InheritedSockets handedOver() throws IOException {
        return InheritedSockets.of(System.getenv(), ProcessHandle.current().pid());
    }

    static DnsServer start(
            List<InetSocketAddress> addresses,
            DnsSettings settings,
            Directory directory,
            @Nullable Upstream upstream,
            Limits limits,
            InheritedSockets inherited)
            throws IOException {
        var server = new DnsServer(settings, directory, upstream, limits);
        try {
            for (InetSocketAddress address : addresses) {
                server.bind(address, inherited);
            }
        } catch (IOException e) {
            server.close();
            throw e;
        }
        for (InetSocketAddress left : inherited.left()) {
            LOG.warn("DNS: the socket at {} that was handed over is not used: DNS listens elsewhere", left);
        }
        server.tcp.start();
        server.udp.forEach(UdpListener::start);
        return server;
    }

    private void bind(InetSocketAddress address, InheritedSockets inherited) throws IOException {
        if (address.isUnresolved()) {
            throw refused("UDP", address, new IOException("unknown host"));
        }
        for (int tries = 1; ; tries++) {
            UdpListener listener = bindUdp(address, inherited);
            try {
                tcp.bind(listener.address(), inherited);
            } catch (IOException e) {
                listener.close();
                if (address.getPort() == 0 && tries < FREE_PORT_TRIES) {
                    continue;
                }
                throw refused("TCP", address, e);
            }
            udp.add(listener);
            addresses.add(listener.address());
            return;
        }
    }

    private UdpListener bindUdp(InetSocketAddress address, InheritedSockets inherited) throws IOException {
        try {
            return UdpListener.bind(address, inherited, this::zone, forwarder, recursion);
        } catch (IOException e) {
            throw refused("UDP", address, e);
        }
    }

    private static IOException refused(String transport, InetSocketAddress address, IOException cause) {
        return new IOException(
                "DNS cannot listen on %s:%d (%s): %s"
                        .formatted(address.getHostString(), address.getPort(), transport, cause.getMessage()),
                cause);
    }

    /** The addresses it listens on, in the order given, with their real ports. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    /**
     * Answers over TLS too (RFC 7858), until this is closed.
     *
     * @throws IOException when the address cannot be bound; the message names it
     * @return the address with its real port
     */
    public InetSocketAddress secure(InetSocketAddress address, SSLContext context) throws IOException {
        try {
            TlsListener listener = TlsListener.start(address, context, this::waited, limits.tcp());
            secured.add(listener);
            return listener.address();
        } catch (IOException e) {
            throw refused("TLS", address, e);
        }
    }

    /** The answer over a connection, waited for. */
    private byte[] waited(byte[] query, InetAddress client) {
        var answered = new CompletableFuture<byte[]>();
        if (forwarder == null
                || !forwarder.take(ByteBuffer.wrap(query), Responder.Transport.TCP, client, answered::complete)) {
            ByteBuffer answer = ByteBuffer.allocate(Responder.MAX_TCP);
            switch (responders.use(
                    responder -> responder.answer(ByteBuffer.wrap(query), Responder.Transport.TCP, client, answer))) {
                case IGNORED -> answered.complete(new byte[0]);
                case ANSWERED -> answered.complete(Arrays.copyOf(answer.array(), answer.limit()));
                case BEYOND -> recursion.answer(query, Responder.Transport.TCP, client, answered::complete);
            }
        }
        return answered.completeOnTimeout(new byte[0], LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Serves with other settings from the next query on. */
    public void update(DnsSettings settings) {
        zone = new Zone(settings, directory, InstantSource.system());
    }

    /**
     * Answers a query that came another way, such as one that a client agent hands on, out of the directory. For any
     * thread.
     *
     * @param tcp how the client asked, and so how long its answer may be
     * @param maxStale how old what is answered may be, besides what the settings say
     * @return empty for what is no query, which gets no answer
     */
    public Optional<byte[]> answer(byte[] query, boolean tcp, Duration maxStale) {
        var transport = tcp ? Responder.Transport.TCP : Responder.Transport.UDP;
        boolean fresh = directory.age().compareTo(maxStale) <= 0;
        return responders.use(
                responder -> fresh ? responder.answer(query, transport) : responder.unknown(query, transport));
    }

    /**
     * What a client is told, over TCP or over UDP without EDNS, and what its question means. For any thread.
     *
     * @throws IllegalArgumentException with a sentence for what is no name or type
     */
    public Explained explain(String name, String type, boolean tcp) {
        return new Explainer(this::zone, responders).explain(name, type, tcp);
    }

    private Zone zone() {
        return zone;
    }

    /** Stops answering and frees the ports. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            for (UdpListener listener : udp) {
                listener.close();
            }
            tcp.close();
            for (TlsListener listener : secured) {
                listener.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("DNS did not close", e);
        }
    }

    /** Ports are free only when the thread that used them has let go. */
    static void await(Thread thread) {
        try {
            thread.join(CLOSING);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
