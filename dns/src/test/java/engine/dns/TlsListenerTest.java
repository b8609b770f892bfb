package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** RFC 7858 3.1 to 3.4. */
final class TlsListenerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final int DEADLINE_MILLIS = 20_000;

    @TempDir
    private Path dir;

    @Test
    void severalQueriesOnAConnectionAreAnsweredInTls() throws Exception {
        SSLContext context = TlsContext.of(dir);
        try (DnsServer server = DnsServer.start(List.of(ANY_PORT), Fixture.SETTINGS, Fixture.big(300))) {
            InetSocketAddress address = server.secure(ANY_PORT, context);
            try (var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
                socket.setSoTimeout(DEADLINE_MILLIS);
                for (int count : new int[] {2, 300}) {
                    send(socket, count == 2 ? "web.service.consul" : "big.service.consul");
                }
                assertThat(received(socket)).isEqualTo(2);
                assertThat(received(socket)).isEqualTo(300);
            }
            try (var plain = new Socket(address.getAddress(), address.getPort())) {
                plain.setSoTimeout(DEADLINE_MILLIS);
                plain.getOutputStream().write(new byte[64]);
                assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(64);
            } catch (IOException _) {
                // Cut off, as it may be.
            }
            try (var socket =
                    (SSLSocket) context.getSocketFactory().createSocket(address.getAddress(), address.getPort())) {
                socket.setSoTimeout(DEADLINE_MILLIS);
                send(socket, "web.service.consul");
                assertThat(received(socket)).isEqualTo(2);
            }
        }
    }

    private static void send(Socket socket, String name) throws IOException {
        byte[] query = Fixture.query(name, Type.A, 0).toWire();
        socket.getOutputStream()
                .write(ByteBuffer.allocate(query.length + 2)
                        .putShort((short) query.length)
                        .put(query)
                        .array());
    }

    private static int received(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return Fixture.read(in.readNBytes(in.readUnsignedShort()))
                .getSection(Section.ANSWER)
                .size();
    }
}
