package engine.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Opens connections. Blocks, so it belongs on a virtual thread. */
final class Dial {

    /** No connection came about; the message says why, in Consul's words. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1L;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private Dial() {}

    /** An open connection without TLS. */
    static Line open(Endpoint endpoint, Opened opened) throws IOException {
        return open(endpoint, Optional.empty(), List.of(), opened);
    }

    /**
     * An open connection. The addresses of a name are tried in turn, and the first one's failure is reported.
     *
     * @param protocols offered by ALPN where there is TLS
     */
    static Line open(Endpoint endpoint, Optional<TlsClient> tls, List<String> protocols, Opened opened)
            throws IOException {
        return switch (endpoint) {
            case Endpoint.Unix unix when tls.isEmpty() -> unix(unix, opened);
            case Endpoint.Unix _ -> throw new IOException("TLS over a unix socket is not supported");
            case Endpoint.Port port -> {
                var socket = connect(port, opened);
                yield tls.isPresent()
                        ? secured(opened.add(tls.get().over(socket, port.host(), protocols)))
                        : new Line(socket.getInputStream(), socket.getOutputStream(), "");
            }
        };
    }

    private static Line secured(SSLSocket socket) throws IOException {
        return new Line(socket.getInputStream(), socket.getOutputStream(), socket.getApplicationProtocol());
    }

    private static Socket connect(Endpoint.Port port, Opened opened) throws IOException {
        @Nullable Failed first = null;
        for (var address : addresses(port.host())) {
            var socket = opened.add(new Socket(Proxy.NO_PROXY));
            try {
                socket.connect(new InetSocketAddress(address, port.port()));
                socket.setTcpNoDelay(true);
                return socket;
            } catch (SocketException refused) {
                var tried = DialError.address(address.getHostAddress(), port.port());
                first = first == null ? new Failed(DialError.connect(tried, refused), refused) : first;
                socket.close();
            }
        }
        throw first == null ? new IOException(DialError.unknownHost(port.host())) : first;
    }

    /** Looking up a name blocks; the JDK adds a carrier thread for so long, so other virtual threads go on. */
    static List<InetAddress> addresses(String host) throws IOException {
        try {
            return List.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            try {
                return List.of(InetAddress.getAllByName(host));
            } catch (UnknownHostException unknown) {
                throw new Failed(DialError.unknownHost(host), unknown);
            }
        }
    }

    private static Line unix(Endpoint.Unix unix, Opened opened) throws IOException {
        var channel = opened.add(SocketChannel.open(StandardProtocolFamily.UNIX));
        try {
            channel.connect(UnixDomainSocketAddress.of(unix.path()));
        } catch (SocketException refused) {
            throw new Failed(DialError.unix(unix.path(), refused), refused);
        }
        return new Line(Channels.newInputStream(channel), Channels.newOutputStream(channel), "");
    }
}
