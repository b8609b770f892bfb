package engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.1 answer (RFC 9112) from a stream; a body by length, in chunks or up to the end. */
final class ReplyReader {
    /** Bytes of a status line and headers; more is refused. */
    private static final int MAX_HEAD = 64 * 1024;

    /** Bytes of a body; more is refused. */
    private static final int MAX_BODY = 256 * 1024 * 1024;

    private final InputStream in;
    private int headBytes;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** The final answer: interim ones (1xx) are skipped. */
    Reply read(boolean headOnly) throws IOException {
        while (true) {
            int status = status(line());
            var headers = headers();
            if (status >= 200) {
                boolean empty = headOnly || status == 204 || status == 304;
                return new Reply(status, headers, empty ? new byte[0] : body(headers));
            }
        }
    }

    private static int status(String line) throws IOException {
        if (line.startsWith("HTTP/1.") && line.length() >= 12) {
            try {
                int status = Integer.parseInt(line.substring(9, 12));
                if (status >= 100) {
                    return status;
                }
            } catch (NumberFormatException _) {
                // said below
            }
        }
        throw new ProtocolException("what answers there does not speak HTTP");
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            return chunks();
        }
        var length = headers.get("content-length");
        if (length != null) {
            return exactly(size(length, 10));
        }
        var rest = in.readNBytes(MAX_BODY + 1);
        checkSize(rest.length);
        return rest;
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        while (true) {
            headBytes = 0;
            var line = line();
            int end = line.indexOf(';');
            int size = size((end < 0 ? line : line.substring(0, end)).strip(), 16);
            if (size == 0) {
                headers();
                return body.toByteArray();
            }
            checkSize(body.size() + size);
            body.write(exactly(size));
            line();
        }
    }

    private static void checkSize(int size) throws IOException {
        if (size > MAX_BODY) {
            throw new ProtocolException("the answer is longer than 256 MiB");
        }
    }

    private static int size(String digits, int radix) throws IOException {
        try {
            int size = Integer.parseInt(digits, radix);
            if (size >= 0 && size <= MAX_BODY) {
                return size;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new ProtocolException("the answer's length '" + digits + "' makes no sense");
    }

    private byte[] exactly(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException();
        }
        return bytes;
    }

    /** A line of the head without its end; also of a chunk's head, which counts as the same. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream(80);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (++headBytes > MAX_HEAD) {
                throw new ProtocolException("the answer's head is longer than 64 KiB");
            }
            line.write(c);
        }
        var text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
