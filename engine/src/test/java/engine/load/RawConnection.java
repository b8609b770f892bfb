package engine.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection that sends bytes as they are and reads what is answered, HTTP/1.1 or not. */
final class RawConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int LONGEST_LINE = 64 << 10;

    private final Socket socket;
    private final InputStream in;
    private boolean open = true;

    RawConnection(InetSocketAddress address) throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** What came back. {@code body} is that of the final answer. */
    record Answer(int status, String body) {}

    /** Whether another request may follow. */
    boolean isOpen() {
        return open;
    }

    /** @throws IOException also when the peer takes longer than 20 s, or what it says is no HTTP */
    Answer send(String method, byte[] request) throws IOException {
        IOException broken = null;
        try {
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            // Refused before it was read whole: the answer may be there all the same.
            open = false;
            broken = e;
        }
        try {
            return answer(method);
        } catch (EOFException e) {
            throw broken == null ? e : broken;
        }
    }

    private Answer answer(String method) throws IOException {
        var words = line().split(" ", 3);
        if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
            throw new IOException("no status line: " + String.join(" ", words));
        }
        var status = Integer.parseInt(words[1]);
        var length = -1L;
        var chunked = false;
        for (var header = line(); !header.isEmpty(); header = line()) {
            var lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:") && lower.contains("chunked")) {
                chunked = true;
            } else if (lower.startsWith("connection:") && lower.contains("close")) {
                open = false;
            }
        }
        if (status == 100) {
            return answer(method);
        }
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new Answer(status, "");
        }
        if (chunked) {
            return new Answer(status, chunks());
        }
        if (length < 0) {
            open = false;
            return new Answer(status, text(in.readAllBytes()));
        }
        return new Answer(status, text(exactly((int) length)));
    }

    private String chunks() throws IOException {
        var body = new StringBuilder();
        while (true) {
            var size = Integer.parseInt(line().split(";")[0].strip(), 16);
            if (size == 0) {
                while (!line().isEmpty()) {
                    // Trailers.
                }
                return body.toString();
            }
            body.append(text(exactly(size)));
            line();
        }
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the answer ended early");
        }
        return bytes;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (true) {
            var c = in.read();
            if (c < 0) {
                open = false;
                throw new EOFException("closed");
            }
            if (c == '\n') {
                return line.toString().stripTrailing();
            }
            if (line.append((char) c).length() > LONGEST_LINE) {
                throw new IOException("a line of more than " + LONGEST_LINE + " characters");
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
