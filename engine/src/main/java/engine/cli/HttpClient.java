package engine.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * A small HTTP/1.1 client over one socket per request: loading {@code java.net.http} takes ten times as long as the call.
 * Neither redirects nor TLS.
 */
final class HttpClient {
    private static final int CONNECT_MILLIS = 5000;

    private final Address address;

    HttpClient(Address address) {
        this.address = address;
    }

    Address address() {
        return address;
    }

    /**
     * Sends a request and reads the whole answer.
     *
     * @param target path and query, already encoded
     * @param timeout from connect to the last byte
     * @throws java.net.ConnectException nobody listens
     * @throws java.net.UnknownHostException the host has no address
     * @throws java.net.SocketTimeoutException the time ran out
     */
    Reply send(String method, String target, Map<String, String> headers, byte[] body, Duration timeout)
            throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var socket = new Socket()) {
            socket.setTcpNoDelay(true);
            var remote = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            socket.connect(remote, Math.clamp(timeout.toMillis(), 1, CONNECT_MILLIS));
            socket.getOutputStream().write(request(method, target, headers, body));
            var in = new BufferedInputStream(new DeadlineStream(socket, deadline));
            return new ReplyReader(in).read(method.equals("HEAD"));
        }
    }

    /** Head and body in one piece, so that they leave in one packet. */
    private byte[] request(String method, String target, Map<String, String> headers, byte[] body) {
        var head = new StringBuilder(256);
        head.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(address);
        head.append("\r\nConnection: close\r\nContent-Length: ").append(body.length);
        for (var header : headers.entrySet()) {
            head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
        }
        var first = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        var all = new byte[first.length + body.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }
}
