package engine.dns;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TLS client, served by one thread that may block for as long as it is not {@link #cut}: reads and writes have no limits of
 * their own, as a limit on each would let a client send a byte at a time for ever.
 */
final class TlsConnection {
    private static final Logger LOG = LoggerFactory.getLogger(TlsConnection.class);

    private final Socket plain;
    private final InetAddress client;
    private final SSLSocketFactory sockets;
    private final BiFunction<byte[], InetAddress, byte[]> answers;
    private volatile long since = System.nanoTime();
    private volatile boolean answering;

    /** @param answers the answer to a message of a client, empty for none; may block */
    TlsConnection(Socket plain, SSLSocketFactory sockets, BiFunction<byte[], InetAddress, byte[]> answers) {
        this.plain = plain;
        this.client = plain.getInetAddress();
        this.sockets = sockets;
        this.answers = answers;
    }

    boolean isOf(InetAddress address) {
        return client.equals(address);
    }

    /** Nanoseconds that the client has taken for its handshake, its query or to take its answer. */
    long idle(long now) {
        return answering ? 0 : now - since;
    }

    /** Answers until the client or somebody else ends it. */
    void serve() {
        try (plain;
                var socket = (SSLSocket) sockets.createSocket(plain, client.getHostAddress(), plain.getPort(), true)) {
            plain.setTcpNoDelay(true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            since = System.nanoTime();
            var in = new DataInputStream(socket.getInputStream());
            for (byte[] query = read(in); query.length > 0; query = read(in)) {
                answer(socket, query);
            }
        } catch (IOException e) {
            LOG.debug("DNS over TLS: connection lost: {}", e.toString());
        }
    }

    private void answer(SSLSocket socket, byte[] query) throws IOException {
        answering = true;
        byte[] answer = answers.apply(query, client);
        since = System.nanoTime();
        answering = false;
        if (answer.length > 0) {
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(2 + answer.length)
                            .putShort((short) answer.length)
                            .put(answer)
                            .array());
            since = System.nanoTime();
        }
    }

    /** One message; empty when it is too short or too long. */
    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readUnsignedShort();
        return length < Query.HEADER || length > TcpConnection.MAX_QUERY ? new byte[0] : in.readNBytes(length);
    }

    /** Ends it at once, without a word in TLS, for which a client that takes nothing would be waited for. Any thread may. */
    void cut() {
        try {
            plain.close();
        } catch (IOException e) {
            LOG.debug("DNS over TLS: closing failed: {}", e.toString());
        }
    }
}
