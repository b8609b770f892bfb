package cluster;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * HTTP over one connection that is kept: asking costs little here, so that what is measured is the agent. For answers of a
 * known length; one that breaks is a failure.
 */
final class Wire implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 30_000;

    /**
     * An answer.
     *
     * @param index {@code X-Consul-Index}; -1 without one
     */
    record Answer(int status, String body, long index) {
        /** What the answer to a fired event calls it. */
        String id() {
            var from = body.indexOf("\"ID\":\"") + 6;
            if (status != 200 || from < 6) {
                throw new Failure("an event must be fired, but status " + status + ": " + body);
            }
            return body.substring(from, body.indexOf('"', from));
        }
    }

    private final String host;
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    Wire(Node node) {
        host = node.address();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(host, Program.HTTP_PORT), PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Answer get(String path) {
        return ask("GET", path, "");
    }

    Answer put(String path, String body) {
        return ask("PUT", path, body);
    }

    private Answer ask(String method, String path, String body) {
        try {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            var head = method + ' ' + path + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: " + bytes.length + "\r\n\r\n";
            var request = new byte[head.length() + bytes.length];
            System.arraycopy(head.getBytes(StandardCharsets.US_ASCII), 0, request, 0, head.length());
            System.arraycopy(bytes, 0, request, head.length(), bytes.length);
            out.write(request);
            return answer();
        } catch (IOException e) {
            throw new Failure(host + " " + path + ": " + e);
        }
    }

    private Answer answer() throws IOException {
        var status = Integer.parseInt(line().split(" ")[1]);
        var length = -1;
        var index = -1L;
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            var value = line.substring(colon + 1).strip();
            switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case "x-consul-index" -> index = Long.parseLong(value);
                default -> {}
            }
        }
        if (length < 0) {
            throw new IOException("an answer without a length");
        }
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("the answer ends early");
        }
        return new Answer(status, new String(body, StandardCharsets.UTF_8), index);
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the connection ends");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
