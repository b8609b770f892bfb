package engine.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sockets that who started this process opened for it, as systemd does (sd_listen_fds(3)): so it needs no right to use a port below
 * 1024. Each is taken over once, by who would else bind its address. Linux.
 *
 * <p>The JDK makes channels only of sockets that it opened. So one is opened, and its descriptor made one of the inherited socket.
 */
final class InheritedSockets {
    private static final Logger LOG = LoggerFactory.getLogger(InheritedSockets.class);

    /** SD_LISTEN_FDS_START: below are the standard streams. */
    private static final int FIRST = 3;

    private static final int MOST = 1024;

    private final List<Inherited> inherited = new ArrayList<>();

    private record Inherited(int descriptor, SocketTable.Socket socket) {
        boolean isAt(boolean stream, InetSocketAddress address) {
            return socket.stream() == stream
                    && socket.address().getPort() == address.getPort()
                    && (socket.address().equals(address) || (isWildcard(socket.address()) && isWildcard(address)));
        }

        private static boolean isWildcard(InetSocketAddress address) {
            return address.getAddress().isAnyLocalAddress();
        }

        InetSocketAddress loopback() {
            boolean six = socket.family() == StandardProtocolFamily.INET6;
            return new InetSocketAddress(InetAddress.ofLiteral(six ? "::1" : "127.0.0.1"), 0);
        }
    }

    InheritedSockets(Iterable<Integer> descriptors) throws IOException {
        for (int descriptor : descriptors) {
            Optional<SocketTable.Socket> socket = SocketTable.behind(descriptor);
            if (socket.isPresent()) {
                inherited.add(new Inherited(descriptor, socket.get()));
            } else {
                LOG.warn(
                        "DNS: descriptor {} that was handed over is no UDP or listening TCP socket: not used",
                        descriptor);
            }
        }
    }

    /**
     * What this process was handed over, and no other one that has the same environment.
     *
     * @throws IOException where there are some and they cannot be looked at
     */
    static InheritedSockets of(Map<String, String> environment, long pid) throws IOException {
        if (!Long.toString(pid).equals(environment.get("LISTEN_PID"))) {
            return none();
        }
        return new InheritedSockets(IntStream.range(FIRST, FIRST + count(environment.getOrDefault("LISTEN_FDS", "0")))
                .boxed()
                .toList());
    }

    private static int count(String text) throws IOException {
        try {
            int count = Integer.parseInt(text);
            if (count >= 0 && count <= MOST) {
                return count;
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw new IOException("LISTEN_FDS is a number of sockets, 0 to " + MOST + ", not '" + text + "'");
    }

    static InheritedSockets none() throws IOException {
        return new InheritedSockets(List.of());
    }

    /** A UDP socket that receives what is sent to the address. */
    Optional<DatagramChannel> udp(InetSocketAddress address) throws IOException {
        Optional<Inherited> found = take(false, address);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        DatagramChannel channel = DatagramChannel.open(found.get().socket().family());
        become(channel.bind(found.get().loopback()), found.get());
        return Optional.of(channel);
    }

    /** A TCP socket that takes connections to the address. */
    Optional<ServerSocketChannel> tcp(InetSocketAddress address) throws IOException {
        Optional<Inherited> found = take(true, address);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ServerSocketChannel channel =
                ServerSocketChannel.open(found.get().socket().family());
        become(channel.bind(found.get().loopback()), found.get());
        return Optional.of(channel);
    }

    /** Where the sockets are that nobody has taken over. */
    List<InetSocketAddress> left() {
        return inherited.stream().map(each -> each.socket().address()).toList();
    }

    private Optional<Inherited> take(boolean stream, InetSocketAddress address) {
        Optional<Inherited> found =
                inherited.stream().filter(each -> each.isAt(stream, address)).findFirst();
        found.ifPresent(inherited::remove);
        return found;
    }

    /** Closes the channel where that fails. */
    private static void become(NetworkChannel channel, Inherited other) throws IOException {
        try {
            var own = (InetSocketAddress) channel.getLocalAddress();
            Descriptors.move(other.descriptor(), SocketTable.descriptor(other.socket().stream(), own));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
