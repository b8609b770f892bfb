package engine.link;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/** A client agent's end in nothing but a socket: takes next to no memory, and can say what no agent would. */
final class RawAgent implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;

    RawAgent(Identity identity, int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        this.in = new DataInputStream(socket.getInputStream());
        var head = new StringBuilder("""
                GET /stream HTTP/1.1\r
                Host: s\r
                Upgrade: websocket\r
                Connection: Upgrade\r
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
                Sec-WebSocket-Version: 13\r
                """);
        Signature.headers(identity, "GET", "/stream")
                .forEach(header -> head.append(header.name())
                        .append(": ")
                        .append(header.value())
                        .append("\r\n"));
        socket.getOutputStream().write((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
        var answer = new StringBuilder();
        while (answer.indexOf("\r\n\r\n") < 0) {
            answer.append((char) in.readUnsignedByte());
        }
        if (!answer.toString().startsWith("HTTP/1.1 101")) {
            throw new IOException(answer.toString());
        }
    }

    static FromAgent.Hello hello(Identity identity) {
        return new FromAgent.Hello(
                identity.node(), identity.nodeId(), "127.0.0.1", 1, "1.0", identity.datacenter(), 0, "");
    }

    void send(FromAgent frame) throws IOException {
        send(FrameCodec.encode(frame));
    }

    /** One binary message (RFC 6455, 5.2), masked with nothing. */
    void send(ByteString frame) throws IOException {
        var length = frame.size();
        var head = length < 126
                ? new byte[] {(byte) 0x82, (byte) (0x80 | length), 0, 0, 0, 0}
                : new byte[] {(byte) 0x82, (byte) 0xFE, (byte) (length >> 8), (byte) length, 0, 0, 0, 0};
        socket.getOutputStream().write(ByteString.fromArray(head).concat(frame).toArray());
    }

    FromServer receive() throws IOException {
        if (in.readUnsignedByte() != 0x82) {
            throw new IOException("no binary message");
        }
        var length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        return FrameCodec.fromServer(ByteString.fromArray(in.readNBytes(length)));
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** What the other side's close frame says: a code and a reason. */
    String closed() throws IOException {
        if (in.readUnsignedByte() != 0x88) {
            throw new IOException("no close frame");
        }
        var length = in.readUnsignedByte();
        return in.readUnsignedShort() + " " + new String(in.readNBytes(length - 2), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
