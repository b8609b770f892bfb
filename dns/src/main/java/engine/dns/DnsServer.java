package engine.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The DNS server: answers over UDP and TCP on each of its addresses out of a {@link Directory}. One thread for each UDP
 * address and one for all of TCP.
 */
public final class DnsServer implements AutoCloseable {
    /** How often a free port is looked for that is free for both UDP and TCP. */
    private static final int FREE_PORT_TRIES = 20;

    private static final Duration CLOSING = Duration.ofSeconds(1);

    private final Directory directory;
    private final List<UdpListener> udp = new ArrayList<>();
    private final TcpListener tcp;
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private volatile Zone zone;

    private DnsServer(DnsSettings settings, Directory directory, TcpListener.Limits limits) throws IOException {
        this.directory = directory;
        this.zone = new Zone(settings, directory, InstantSource.system());
        this.tcp = new TcpListener(() -> zone, limits);
    }

    /**
     * Listens on each address, UDP and TCP on the same port; port 0 takes a free one.
     *
     * @throws IOException when an address cannot be bound; the message names it. Nothing is left open then.
     */
    public static DnsServer start(List<InetSocketAddress> addresses, DnsSettings settings, Directory directory)
            throws IOException {
        return start(addresses, settings, directory, TcpListener.Limits.DEFAULT);
    }

    static DnsServer start(
            List<InetSocketAddress> addresses, DnsSettings settings, Directory directory, TcpListener.Limits limits)
            throws IOException {
        var server = new DnsServer(settings, directory, limits);
        try {
            for (InetSocketAddress address : addresses) {
                server.bind(address);
            }
        } catch (IOException e) {
            server.close();
            throw e;
        }
        server.tcp.start();
        server.udp.forEach(UdpListener::start);
        return server;
    }

    private void bind(InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw refused("UDP", address, new IOException("unknown host"));
        }
        for (int tries = 1; ; tries++) {
            UdpListener listener = bindUdp(address);
            try {
                tcp.bind(listener.address());
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

    private UdpListener bindUdp(InetSocketAddress address) throws IOException {
        try {
            return UdpListener.bind(address, () -> zone);
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

    /** Serves with other settings from the next query on. */
    public void update(DnsSettings settings) {
        zone = new Zone(settings, directory, InstantSource.system());
    }

    /** Stops answering and frees the ports. Closing twice does nothing. */
    @Override
    public void close() {
        try {
            for (UdpListener listener : udp) {
                listener.close();
            }
            tcp.close();
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
