package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Mutated queries over both transports: the server goes on, and finds nothing worth a line in its log. */
final class FuzzPropertiesTest {
    private static final int DEADLINE_MILLIS = 10_000;
    private static final int AT_ONCE = 200;
    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();
    private static final DnsServer SERVER = start();

    private static DnsServer start() {
        try {
            return DnsServer.start(
                    List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                    Fixture.SETTINGS,
                    Fixture.big(200));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeContainer
    static void listen() {
        LOGGED.start();
        logger().addAppender(LOGGED);
    }

    @AfterContainer
    static void stop() {
        SERVER.close();
        logger().detachAppender(LOGGED);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("engine.dns");
    }

    private static InetSocketAddress address() {
        return SERVER.addresses().getFirst();
    }

    @Property(tries = 60)
    void mutatedDatagramsStopNothing(@ForAll long seed) throws IOException {
        var mutator = new Mutator(seed);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < AT_ONCE; i++) {
                byte[] query = mutator.next();
                socket.send(new DatagramPacket(query, query.length, address()));
            }
        }
        answers();
    }

    @Property(tries = 30)
    void mutatedStreamsStopNothing(@ForAll long seed) throws IOException {
        var mutator = new Mutator(seed);
        try (var socket = new Socket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(address());
            for (int i = 0; i < 20; i++) {
                byte[] query = mutator.next();
                int length = i % 10 == 9 ? 65_535 : query.length;
                socket.getOutputStream()
                        .write(ByteBuffer.allocate(query.length + 2)
                                .putShort((short) length)
                                .put(query)
                                .array());
            }
        } catch (SocketException _) {
            // Cut off, as it may be for what it sent.
        }
        answers();
    }

    /** The server has a word for a query that is right, over both transports. */
    private static void answers() throws IOException {
        byte[] query = Fixture.query("web.service.consul", Type.A, 0).toWire();
        try (var socket = new Socket()) {
            socket.setSoTimeout(DEADLINE_MILLIS);
            socket.connect(address());
            socket.getOutputStream()
                    .write(ByteBuffer.allocate(query.length + 2)
                            .putShort((short) query.length)
                            .put(query)
                            .array());
            var in = new DataInputStream(socket.getInputStream());
            var answer = Fixture.read(in.readNBytes(in.readUnsignedShort()));
            assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
            assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        }
        assertThat(LOGGED.list.stream().filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO)))
                .isEmpty();
    }

    /** What the responder says to each is a message or nothing; it never fails (RFC 1035 4.1.1, RFC 6891 6.1). */
    @Property(tries = 200)
    void mutatedQueriesAreNeverServfail(@ForAll long seed) {
        var mutator = new Mutator(seed);
        Responder responder = Fixture.big(50).responder();
        for (int i = 0; i < AT_ONCE; i++) {
            byte[] query = mutator.next();
            for (Responder.Transport transport : Responder.Transport.values()) {
                responder.answer(query, transport).ifPresent(answer -> {
                    var read = Fixture.read(answer);
                    boolean reverse = read.getQuestion() != null
                            && read.getQuestion()
                                    .getName()
                                    .toString()
                                    .toLowerCase(Locale.ROOT)
                                    .endsWith(".arpa.");
                    assertThat(read.getRcode() == Rcode.SERVFAIL && !reverse).isFalse();
                });
            }
        }
    }
}
