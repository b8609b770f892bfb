package engine.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of a stream of Server-Sent Events, as simple as one can be. */
final class EventReader implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final String head;

    EventReader(int port, String path, String... headers) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            var request = "GET " + path + " HTTP/1.0\r\nHost: x\r\nAccept: text/event-stream\r\n"
                    + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n") + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().flush();
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            head = next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Status line and headers. */
    String head() {
        return head;
    }

    /** The lines up to the next empty one; what there is when the stream ends. */
    String next() {
        try {
            var lines = new StringBuilder();
            for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                lines.append(line).append('\n');
            }
            return lines.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
