package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** Probes of a DNS server that answers over UDP, truncated for names that begin with {@code big}, and over TCP. */
class DnsProbeTest {

    private final Connections connections = new Connections();
    private final ServerSocket tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final DatagramSocket udp =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));

    DnsProbeTest() throws IOException {}

    @BeforeEach
    void serve() {
        connections.threads().execute(this::serveUdp);
        connections.threads().execute(this::serveTcp);
    }

    @AfterEach
    void stop() throws IOException {
        udp.close();
        tcp.close();
        connections.close();
    }

    @Test
    void aNameThatIsThereWillDo() throws Exception {
        assertThat(run("web.example", "A"))
                .isEqualTo(new Result(Status.PASSING, "DNS web.example A: 10.0.0.1, 10.0.0.2"));
    }

    @Test
    void whatIsExpectedMustBeAmongTheAnswers() throws Exception {
        assertThat(run("web.example", "A", "10.0.0.2").status()).isEqualTo(Status.PASSING);
        assertThat(run("web.example", "A", "10.0.0.2", "10.0.0.3"))
                .isEqualTo(new Result(Status.CRITICAL, "DNS web.example A: 10.0.0.3 is not among 10.0.0.1, 10.0.0.2"));
        assertThat(run("web.example", "MX", "10 Mail.Example").output())
                .isEqualTo("DNS web.example MX: 10 mail.example");
        assertThat(run("web.example", "TXT", "a b").output()).isEqualTo("DNS web.example TXT: a b");
    }

    @Test
    void namesAreFollowedByTheServer() throws Exception {
        assertThat(run("alias.example", "A", "10.0.0.9").output()).isEqualTo("DNS alias.example A: 10.0.0.9");
    }

    @Test
    void aNameThatIsNotThereIsCritical() throws Exception {
        assertThat(run("none.example", "A")).isEqualTo(new Result(Status.CRITICAL, "DNS none.example A: NXDOMAIN"));
        assertThat(run("web.example", "AAAA"))
                .isEqualTo(new Result(Status.CRITICAL, "DNS web.example AAAA: no such records"));
    }

    @Test
    void aTruncatedAnswerIsAskedForOverTcp() throws Exception {
        assertThat(run("big.example", "A").output()).startsWith("DNS big.example A: 10.0.0.1, 10.0.0.2, 10.0.0.3, ");
    }

    @Test
    void aServerThatDoesNotAnswerIsCritical() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var target = target("web.example", "A", silent.getLocalPort());
            assertThat(run(target, Duration.ofMillis(100)))
                    .isEqualTo(new Result(
                            Status.CRITICAL,
                            "DNS web.example A: 127.0.0.1:%d: receive timed out".formatted(silent.getLocalPort())));
        }
    }

    @Test
    void aPortWithoutAServerIsCritical() throws Exception {
        int port;
        try (var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = taken.getLocalPort();
        }
        assertThat(run(target("web.example", "A", port), Duration.ofSeconds(5)).output())
                .isEqualTo("DNS web.example A: 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void whatIsNoNameOrTypeIsRefused() {
        assertThatThrownBy(() -> target("a b", "A", 53)).hasMessage("a dns check needs a name, not 'a b'");
        assertThatThrownBy(() -> target("a", "ANY", 53)).hasMessageContaining("not 'ANY'");
    }

    private Result run(String name, String type, String... expected) throws Exception {
        return run(target(name, type, udp.getLocalPort(), expected), Duration.ofSeconds(5));
    }

    private Result run(CheckSpec.Dns target, Duration timeout) throws Exception {
        return new DnsProbe(target, Definitions.of(target, timeout), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }

    private static CheckSpec.Dns target(String name, String type, int port, String... expected) {
        return new CheckSpec.Dns(name, type, Optional.of(new Endpoint.Port("127.0.0.1", port)), List.of(expected));
    }

    private void serveUdp() {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[512], 512);
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                var other = answer(query);
                other.getHeader().setID(query.getHeader().getID() ^ 1);
                // A stray answer comes first.
                for (var answer : List.of(other, answer(query))) {
                    if (query.getQuestion().getName().toString().startsWith("big")) {
                        answer.removeAllRecords(Section.ANSWER);
                        answer.getHeader().setFlag(Flags.TC);
                    }
                    var wire = answer.toWire();
                    udp.send(new DatagramPacket(wire, wire.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException _) {
            // The test has closed the socket.
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                try (var accepted = tcp.accept()) {
                    var in = new DataInputStream(accepted.getInputStream());
                    var wire = answer(new Message(in.readNBytes(in.readUnsignedShort())))
                            .toWire();
                    accepted.getOutputStream()
                            .write(ByteBuffer.allocate(2 + wire.length)
                                    .putShort((short) wire.length)
                                    .put(wire)
                                    .array());
                }
            }
        } catch (IOException _) {
            // The test has closed the socket.
        }
    }

    private static Message answer(Message query) throws IOException {
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        var question = query.getQuestion();
        answer.addRecord(question, Section.QUESTION);
        var name = question.getName();
        switch (name + " " + Type.string(question.getType())) {
            case "web.example. A" -> addresses(answer, name, 1, 2);
            case "web.example. MX" ->
                answer.addRecord(
                        new MXRecord(name, DClass.IN, 0, 10, Name.fromString("MAIL.example.")), Section.ANSWER);
            case "web.example. TXT" -> answer.addRecord(new TXTRecord(name, DClass.IN, 0, "a b"), Section.ANSWER);
            case "web.example. AAAA" -> {}
            case "alias.example. A" -> {
                var real = Name.fromString("real.example.");
                answer.addRecord(new CNAMERecord(name, DClass.IN, 0, real), Section.ANSWER);
                addresses(answer, real, 9, 9);
            }
            case "big.example. A" -> addresses(answer, name, 1, 9);
            default -> answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        return answer;
    }

    private static void addresses(Message answer, Name name, int from, int to) throws IOException {
        for (int last = from; last <= to; last++) {
            var address = InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
            answer.addRecord(new ARecord(name, DClass.IN, 0, address), Section.ANSWER);
        }
    }
}
