package engine.cli;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A small HTTP/1.1 client over one socket, or Unix socket, per request: loading {@code java.net.http} takes ten times as long as the call.
 * Neither redirects nor TLS.
 */
final class HttpClient {
    private static final int CONNECT_MILLIS = 5000;

    /** Bytes that are moved at a time. */
    private static final int PART = 64 * 1024;

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
        try (var socket = connect(timeout)) {
            socket.getOutputStream().write(request(method, target, headers, body));
            var in = new BufferedInputStream(new DeadlineStream(socket, deadline));
            return new ReplyReader(in).read(method.equals("HEAD"));
        }
    }

    /**
     * As {@link #send}, for an answer of any length: the body of one of status 2xx goes elsewhere.
     *
     * @param moved told after each part how many bytes have come
     * @param patience the longest silence
     * @throws UncheckedIOException the bytes cannot be written
     */
    Reply download(String target, Map<String, String> headers, OutputStream into, LongConsumer moved, Duration patience)
            throws IOException {
        try (var socket = connect(patience)) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.getOutputStream().write(request("GET", target, headers, new byte[0]));
            var in = new BufferedInputStream(socket.getInputStream(), PART);
            return new ReplyReader(in).read(new Counted(into, moved));
        }
    }

    /**
     * As {@link #send}, with a body of any length.
     *
     * @param length of the body, to which it is read
     * @param moved told after each part how many bytes have gone
     * @param patience the longest time for a part to go, and then for the answer
     * @throws UncheckedIOException the body cannot be read
     */
    Reply upload(
            String target,
            Map<String, String> headers,
            InputStream body,
            long length,
            LongConsumer moved,
            Duration patience)
            throws IOException {
        try (var socket = connect(patience);
                var watch = new StallWatch(socket, patience)) {
            socket.setSoTimeout((int) patience.toMillis());
            var out = socket.getOutputStream();
            var in = new BufferedInputStream(socket.getInputStream());
            try {
                out.write(head("PUT", target, headers, length));
                var buffer = new byte[PART];
                for (long gone = 0; gone < length; ) {
                    int part = read(body, buffer, length - gone);
                    out.write(buffer, 0, part);
                    gone += part;
                    watch.moved();
                    moved.accept(gone);
                }
            } catch (SocketException e) {
                // Who refuses a body may answer, and close, before all of it has come.
                return answerAfter(watch.stalled() ? new SocketTimeoutException("no part was taken") : e, in);
            }
            watch.done();
            return new ReplyReader(in).read(false);
        }
    }

    private static int read(InputStream body, byte[] buffer, long most) {
        try {
            int part = body.read(buffer, 0, (int) Math.min(buffer.length, most));
            if (part < 0) {
                throw new EOFException("it has become shorter");
            }
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Reply answerAfter(IOException failed, InputStream in) throws IOException {
        try {
            return new ReplyReader(in).read(false);
        } catch (IOException e) {
            failed.addSuppressed(e);
            throw failed;
        }
    }

    private Socket connect(Duration timeout) throws IOException {
        var file = address.file();
        if (file.isPresent()) {
            return new FileSocket(file.get());
        }
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            var remote = new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
            socket.connect(remote, Math.clamp(timeout.toMillis(), 1, CONNECT_MILLIS));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Head and body in one piece, so that they leave in one packet. */
    private byte[] request(String method, String target, Map<String, String> headers, byte[] body) {
        var first = head(method, target, headers, body.length);
        var all = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, all, first.length, body.length);
        return all;
    }

    private byte[] head(String method, String target, Map<String, String> headers, long length) {
        var head = new StringBuilder(256);
        head.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(address.name());
        head.append("\r\nConnection: close\r\nContent-Length: ").append(length);
        for (var header : headers.entrySet()) {
            head.append("\r\n").append(header.getKey()).append(": ").append(header.getValue());
        }
        return head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
