package engine.link;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A server's end of one stream in nothing but a socket: says and reads what the test wants. */
final class RawServer implements AutoCloseable {
    /** RFC 6455, 1.3. */
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private Socket socket = new Socket();

    RawServer() throws IOException {}

    InetSocketAddress address() {
        return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    }

    /** Takes the connection and answers its handshake; what was asked. */
    String accept() throws IOException {
        socket = listener.accept();
        var request = new StringBuilder();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) socket.getInputStream().read());
        }
        var key = request.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "Sec-WebSocket-Key: ", 0, 19))
                .findFirst()
                .orElseThrow()
                .substring(19)
                .strip();
        // As Pekko HTTP answers, which agents before this one have.
        write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: " + accepted(key)
                        + "\r\nDate: Sun, 22 Nov 2026 19:00:00 GMT\r\nConnection: upgrade\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        return request.toString();
    }

    private static String accepted(String key) {
        try {
            var sum = MessageDigest.getInstance("SHA-1").digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(sum);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** One binary message (RFC 6455, 5.2) of that many bytes, of which only the head is here. */
    static byte[] head(long length) {
        var head = new ByteArrayOutputStream();
        head.write(0x82);
        head.write(127);
        for (var shift = 56; shift >= 0; shift -= 8) {
            head.write((int) (length >> shift));
        }
        return head.toByteArray();
    }

    /** The payload of the next frame, unmasked. */
    byte[] receive() throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        in.readUnsignedByte();
        long length = in.readUnsignedByte() & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        var mask = in.readNBytes(4);
        var bytes = in.readNBytes((int) length);
        for (var i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i % 4];
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        listener.close();
    }
}
