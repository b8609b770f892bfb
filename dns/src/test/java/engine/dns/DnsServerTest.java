package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.dns.TcpListener.Limits;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The sockets. */
final class DnsServerTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final int DEADLINE_MILLIS = 10_000;
    private static final DnsServer.Limits LIMITS =
            new DnsServer.Limits(new Limits(3, 2, Duration.ofMillis(400)), Forwarder.Limits.DEFAULT);
    private static final byte[] WEB =
            Fixture.query("web.service.consul", Type.A, 0).toWire();

    private final Fixture catalog = Fixture.big(3000);
    private DnsServer server;

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start(List.of(ANY_PORT), Fixture.SETTINGS, catalog, null, LIMITS, InheritedSockets.none());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private InetSocketAddress address() {
        return server.addresses().getFirst();
    }

    private Message overUdp(byte[] query) throws IOException {
        try (var socket = new DatagramSocket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.send(new DatagramPacket(query, query.length, address()));
            var answer = new DatagramPacket(new byte[4096], 4096);
            socket.receive(answer);
            return new Message(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
        }
    }

    private Socket connect() throws IOException {
        return connect("127.0.0.1");
    }

    private Socket connect(String from) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(address());
        return socket;
    }

    private static byte[] framed(byte[] query) {
        return ByteBuffer.allocate(query.length + 2)
                .putShort((short) query.length)
                .put(query)
                .array();
    }

    private static Message read(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return Fixture.read(in.readNBytes(in.readUnsignedShort()));
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void aResolverGetsAnswersOverUdpAndTcp() throws IOException {
        for (boolean tcp : new boolean[] {false, true}) {
            var resolver = new SimpleResolver(address());
            resolver.setTCP(tcp);
            resolver.setTimeout(Duration.ofMillis(DEADLINE_MILLIS));
            Message answer = resolver.send(Fixture.query("web.service.consul", Type.SRV, 0));
            assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
        }
    }

    /** RFC 7766 6.2.1.1: several queries may be under way on one connection. */
    @Test
    void queriesOnOneConnectionAreAllAnsweredHoweverTheyAreSplit() throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            ByteBuffer all = ByteBuffer.allocate(50 * (WEB.length + 2));
            for (int i = 0; i < 50; i++) {
                all.put(framed(WEB));
            }
            out.write(all.array(), 0, 7);
            out.flush();
            out.write(all.array(), 7, all.capacity() - 7);
            for (int i = 0; i < 50; i++) {
                assertThat(read(socket).getSection(Section.ANSWER)).hasSize(2);
            }
        }
    }

    @Test
    void longAnswersOverTcpArriveWhole() throws IOException {
        try (Socket socket = connect()) {
            byte[] query = Fixture.query("big.service.consul", Type.A, 0).toWire();
            for (int i = 0; i < 20; i++) {
                socket.getOutputStream().write(framed(query));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(read(socket).getSection(Section.ANSWER)).hasSize(3000);
            }
        }
    }

    @Test
    void garbageStopsNothing() throws IOException {
        var random = new Random(7);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < 500; i++) {
                byte[] junk = i % 2 == 0 ? new byte[random.nextInt(600)] : WEB.clone();
                if (i % 2 == 0) {
                    random.nextBytes(junk);
                } else {
                    junk[random.nextInt(junk.length)] ^= (byte) (1 << random.nextInt(8));
                }
                socket.send(new DatagramPacket(junk, junk.length, address()));
            }
        }
        assertThat(overUdp(WEB).getSection(Section.ANSWER)).hasSize(2);
        for (byte[] junk : List.of(new byte[] {0, 0}, new byte[] {-1, -1, 1}, new byte[] {0, 5, 1, 2, 3, 4, 5})) {
            try (Socket socket = connect()) {
                socket.getOutputStream().write(junk);
                assertThat(ended(socket)).isTrue();
            }
        }
        try (Socket socket = connect()) {
            socket.getOutputStream().write(framed(WEB));
            assertThat(read(socket).getSection(Section.ANSWER)).hasSize(2);
        }
    }

    @Test
    void aClientThatDribblesIsCutOff() throws IOException {
        try (Socket socket = connect()) {
            byte[] query = framed(WEB);
            assertThatThrownBy(() -> {
                        long deadline = System.nanoTime()
                                + Duration.ofMillis(DEADLINE_MILLIS).toNanos();
                        for (int i = 0; System.nanoTime() < deadline; i++) {
                            socket.getOutputStream().write(query[Math.min(i, 4)]);
                            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
        assertThat(overUdp(WEB).getSection(Section.ANSWER)).hasSize(2);
    }

    @Test
    void aClientThatDoesNotReadIsCutOff() throws IOException {
        try (Socket socket = connect()) {
            byte[] query = framed(Fixture.query("big.service.consul", Type.A, 0).toWire());
            for (int i = 0; i < 400; i++) {
                socket.getOutputStream().write(query);
            }
            assertThatThrownBy(() -> {
                        long deadline = System.nanoTime()
                                + Duration.ofMillis(DEADLINE_MILLIS).toNanos();
                        while (System.nanoTime() < deadline) {
                            socket.getOutputStream().write(0);
                            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                        }
                    })
                    .isInstanceOf(SocketException.class);
        }
    }

    /** RFC 7766 6.2.3. */
    @Test
    void oneConnectionTooManyTakesThePlaceOfTheOneThatIsIdleLongest() throws IOException {
        try (Socket first = connect("127.0.0.2");
                Socket second = connect("127.0.0.3");
                Socket third = connect("127.0.0.4")) {
            for (Socket socket : List.of(first, second, third)) {
                socket.getOutputStream().write(framed(WEB));
                read(socket);
            }
            try (Socket fourth = connect()) {
                fourth.getOutputStream().write(framed(WEB));
                assertThat(read(fourth).getSection(Section.ANSWER)).hasSize(2);
                assertThat(ended(first)).isTrue();
                second.getOutputStream().write(framed(WEB));
                assertThat(read(second).getSection(Section.ANSWER)).hasSize(2);
            }
        }
    }

    /** RFC 7766 6.2.2: a client has so many connections, and takes none from others. */
    @Test
    void oneConnectionTooManyOfAClientTakesThePlaceOfItsOwn() throws IOException {
        try (Socket other = connect("127.0.0.1");
                Socket first = connect("127.0.0.2");
                Socket second = connect("127.0.0.2")) {
            for (Socket socket : List.of(other, first, second)) {
                socket.getOutputStream().write(framed(WEB));
                read(socket);
            }
            try (Socket third = connect("127.0.0.2")) {
                third.getOutputStream().write(framed(WEB));
                assertThat(read(third).getSection(Section.ANSWER)).hasSize(2);
                assertThat(ended(first)).isTrue();
                for (Socket socket : List.of(other, second)) {
                    socket.getOutputStream().write(framed(WEB));
                    assertThat(read(socket).getSection(Section.ANSWER)).hasSize(2);
                }
            }
        }
    }

    @Test
    void otherSettingsHoldFromTheNextQueryOn() throws IOException {
        DnsSettings now = Fixture.SETTINGS;
        server.update(new DnsSettings(
                "other", "", "dc2", Duration.ofSeconds(5), Duration.ofSeconds(6), 3, 0, true, true, now.soa()));
        Message answer = overUdp(Fixture.query("web.service.other", Type.A, 0).toWire());
        assertThat(Fixture.answers(answer)).contains("web.service.other. 6 A 127.0.0.12");
        assertThat(overUdp(WEB).getSection(Section.ANSWER)).isEmpty();
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> DnsServer.start(List.of(address()), Fixture.SETTINGS, catalog))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(
                        "DNS cannot listen on 127.0.0.1:" + address().getPort() + " (UDP): ");
        assertThatThrownBy(() -> DnsServer.start(
                        List.of(InetSocketAddress.createUnresolved("nowhere.invalid", 53)), Fixture.SETTINGS, catalog))
                .hasMessage("DNS cannot listen on nowhere.invalid:53 (UDP): unknown host");
    }

    @Test
    void closingFreesThePortsForTheNext() throws IOException {
        InetSocketAddress address = address();
        server.close();
        server.close();
        server = DnsServer.start(List.of(address), Fixture.SETTINGS, catalog);
        assertThat(overUdp(WEB).getSection(Section.ANSWER)).hasSize(2);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(framed(WEB));
            assertThat(read(socket).getSection(Section.ANSWER)).hasSize(2);
        }
    }

    @Test
    void severalAddressesAreServed() throws IOException {
        try (DnsServer two = DnsServer.start(List.of(ANY_PORT, ANY_PORT), Fixture.SETTINGS, catalog)) {
            assertThat(two.addresses()).hasSize(2).doesNotHaveDuplicates().noneMatch(bound -> bound.getPort() == 0);
        }
    }
}
