package engine.cli;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Reads one HTTP/1.1 answer (RFC 9112) from a stream; a body by length, in chunks or up to the end. */
final class ReplyReader {
    /** Bytes of a status line and headers; more is refused. */
    private static final int MAX_HEAD = 64 * 1024;

    /** Bytes of a body that is kept in memory; more is refused. */
    private static final int MAX_BODY = 256 * 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private int headBytes;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** The final answer: interim ones (1xx) are skipped. */
    Reply read(boolean headOnly) throws IOException {
        var body = new ByteArrayOutputStream();
        return read(headOnly, body, body, MAX_BODY);
    }

    /**
     * As {@link #read(boolean)}, with the body of an answer of status 2xx, however long, written elsewhere.
     *
     * @throws UncheckedIOException what was read cannot be written
     */
    Reply read(OutputStream into) throws IOException {
        return read(false, into, new ByteArrayOutputStream(), Long.MAX_VALUE);
    }

    private Reply read(boolean headOnly, OutputStream into, ByteArrayOutputStream otherwise, long most)
            throws IOException {
        while (true) {
            int status = status(line());
            var headers = headers();
            if (status >= 200) {
                if (!headOnly && status != 204 && status != 304) {
                    boolean wanted = status < 300;
                    body(headers, wanted ? into : otherwise, wanted ? most : MAX_BODY);
                }
                return new Reply(status, headers, otherwise.toByteArray());
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

    private void body(Map<String, String> headers, OutputStream out, long most) throws IOException {
        var length = headers.get("content-length");
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .endsWith("chunked")) {
            chunks(out, most);
        } else if (length != null) {
            long size = size(length, 10);
            checkSize(size, most);
            exactly(size, out);
        } else {
            var buffer = new byte[BUFFER];
            long total = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                total += n;
                checkSize(total, most);
                write(buffer, n, out);
            }
        }
    }

    private void chunks(OutputStream out, long most) throws IOException {
        long total = 0;
        while (true) {
            headBytes = 0;
            var line = line();
            int end = line.indexOf(';');
            long size = size((end < 0 ? line : line.substring(0, end)).strip(), 16);
            if (size == 0) {
                headers();
                return;
            }
            checkSize(size, most - total);
            total += size;
            exactly(size, out);
            line();
        }
    }

    private static void checkSize(long size, long most) throws IOException {
        if (size > most) {
            throw new ProtocolException("the answer is longer than 256 MiB");
        }
    }

    private static long size(String digits, int radix) throws IOException {
        try {
            long size = Long.parseLong(digits, radix);
            if (size >= 0) {
                return size;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new ProtocolException("the answer's length '" + digits + "' makes no sense");
    }

    private void exactly(long length, OutputStream out) throws IOException {
        var buffer = new byte[(int) Math.min(BUFFER, length)];
        for (long left = length; left > 0; ) {
            int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (n < 0) {
                throw new EOFException();
            }
            left -= n;
            write(buffer, n, out);
        }
    }

    private static void write(byte[] buffer, int length, OutputStream out) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
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
