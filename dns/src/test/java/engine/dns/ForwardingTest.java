package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import engine.dns.Directory.Endpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** A client agent, whose queries a server answers. */
final class ForwardingTest {
    private static final List<InetSocketAddress> ANY_PORT =
            List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    private static final int DEADLINE_MILLIS = 10_000;
    private static final Duration LONG = Duration.ofSeconds(30);

    private DnsServer server;
    private DnsServer client;
    private volatile Upstream upstream = this::atServer;
    private final LinkedBlockingQueue<Asked> asked = new LinkedBlockingQueue<>();

    /** A query that the server has until the test lets it answer. */
    private record Asked(Message query, boolean tcp, CompletableFuture<byte[]> answer) {}

    @BeforeEach
    void start() throws IOException {
        server = DnsServer.start(ANY_PORT, Fixture.SETTINGS, Fixture.big(300));
        client = client(new Forwarder.Limits(100, LONG));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private DnsServer client(Forwarder.Limits limits) throws IOException {
        var own = new Fixture();
        own.service("own", new Endpoint(own.node("client1", "127.0.0.41", Map.of()), "", 8041, List.of(), 1));
        return DnsServer.start(
                ANY_PORT,
                Fixture.SETTINGS,
                own,
                (query, tcp, maxStale) -> upstream.answer(query, tcp, maxStale),
                new DnsServer.Limits(new TcpListener.Limits(8, 8, LONG), limits),
                InheritedSockets.none());
    }

    private CompletionStage<byte[]> atServer(byte[] query, boolean tcp, Duration maxStale) {
        return CompletableFuture.completedFuture(
                server.answer(query, tcp, maxStale).orElseThrow());
    }

    private CompletionStage<byte[]> later(byte[] query, boolean tcp, Duration maxStale) {
        var answer = new CompletableFuture<byte[]>();
        asked.add(new Asked(Fixture.read(query), tcp, answer));
        return answer;
    }

    private Asked next() throws InterruptedException {
        var next = asked.poll(DEADLINE_MILLIS, TimeUnit.MILLISECONDS);
        assertThat(next).as("a query at the server").isNotNull();
        return next;
    }

    private void answer(Asked query) throws IOException {
        query.answer()
                .complete(
                        server.answer(query.query().toWire(), query.tcp(), LONG).orElseThrow());
    }

    private static Message query(String name, int type) {
        return Fixture.query(name, type, 0);
    }

    private DatagramSocket udp() throws IOException {
        var socket = new DatagramSocket();
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(client.addresses().getFirst());
        return socket;
    }

    private static void send(DatagramSocket socket, Message query) throws IOException {
        byte[] wire = query.toWire();
        socket.send(new DatagramPacket(wire, wire.length));
    }

    private static Message receive(DatagramSocket socket) throws IOException {
        var answer = new DatagramPacket(new byte[4096], 4096);
        socket.receive(answer);
        return new Message(ByteBuffer.wrap(answer.getData(), 0, answer.getLength()));
    }

    private Message ask(Message query) throws IOException {
        try (var socket = udp()) {
            send(socket, query);
            return receive(socket);
        }
    }

    private Socket tcp() throws IOException {
        var socket = new Socket();
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(client.addresses().getFirst());
        return socket;
    }

    private static void send(Socket socket, Message query) throws IOException {
        byte[] wire = query.toWire();
        socket.getOutputStream()
                .write(ByteBuffer.allocate(wire.length + 2)
                        .putShort((short) wire.length)
                        .put(wire)
                        .array());
    }

    private static Message receive(Socket socket) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        return Fixture.read(in.readNBytes(in.readUnsignedShort()));
    }

    @Test
    void theServersAnswersArriveOverUdpAndTcp() throws IOException {
        assertThat(Fixture.answers(ask(query("web.service.consul", Type.A))))
                .containsExactly("web.service.consul. 0 A 127.0.0.12", "web.service.consul. 0 A 127.0.0.21");
        assertThat(ask(query("none.service.consul", Type.A)).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(Fixture.answers(ask(query("11.0.0.127.in-addr.arpa", Type.PTR))))
                .containsExactly("11.0.0.127.in-addr.arpa. 0 PTR ext1.node.dc1.consul.");
        assertThat(Fixture.answers(ask(query("web.service.alt.example", Type.A))))
                .hasSize(2);
        try (var socket = tcp()) {
            send(socket, query("big.service.consul", Type.A));
            assertThat(receive(socket).getSection(Section.ANSWER)).hasSize(300);
            send(socket, query("web.service.consul", Type.SRV));
            assertThat(receive(socket).getSection(Section.ANSWER)).hasSize(2);
        }
    }

    @Test
    void longAnswersAreCutToWhatTheClientTakes() throws IOException {
        var plain = ask(query("big.service.consul", Type.A));
        assertThat(plain.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(plain.numBytes()).isLessThanOrEqualTo(512);
        assertThat(ask(Fixture.query("big.service.consul", Type.A, 4096)).numBytes())
                .isBetween(3000, 4096);
    }

    @Test
    void idAndLettersAreThoseOfTheQuery() throws IOException {
        upstream = (query, tcp, maxStale) -> {
            var other = Fixture.read(query);
            var lower = query("web.service.consul", Type.A);
            lower.getHeader().setID(other.getHeader().getID() ^ 1);
            return atServer(lower.toWire(), tcp, maxStale);
        };
        var query = query("WeB.SErvice.conSUL", Type.A);
        var answer = ask(query);
        assertThat(answer.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(answer.getQuestion().getName()).hasToString("WeB.SErvice.conSUL.");
        assertThat(answer.getSection(Section.ANSWER)).hasSize(2);
    }

    @Test
    void withoutAServerOnlyWhatIsKnownHereIsAnswered() throws IOException {
        upstream = (_, _, _) -> CompletableFuture.failedFuture(new IOException("no server"));
        answersForItself();
        upstream = (_, _, _) -> {
            throw new IllegalStateException("not attached");
        };
        answersForItself();
    }

    private void answersForItself() throws IOException {
        assertThat(Fixture.answers(ask(query("own.service.consul", Type.A))))
                .containsExactly("own.service.consul. 0 A 127.0.0.41");
        assertThat(Fixture.answers(ask(query("client1.node.consul", Type.A))))
                .containsExactly("client1.node.consul. 0 A 127.0.0.41");
        assertThat(ask(query("own.service.consul", Type.AAAA)).getRcode()).isEqualTo(Rcode.NOERROR);
        for (var unknown : List.of("web.service.consul", "ext1.node.consul", "11.0.0.127.in-addr.arpa")) {
            var query = query(unknown, Type.ANY);
            var answer = ask(query);
            assertThat(answer.getRcode()).as(unknown).isEqualTo(Rcode.SERVFAIL);
            assertThat(answer.getQuestion()).isEqualTo(query.getQuestion());
        }
        try (var socket = tcp()) {
            send(socket, query("own.service.consul", Type.A));
            assertThat(receive(socket).getSection(Section.ANSWER)).hasSize(1);
            send(socket, query("web.service.consul", Type.A));
            assertThat(receive(socket).getRcode()).isEqualTo(Rcode.SERVFAIL);
        }
    }

    @Test
    void whatNoServerNeedsToKnowIsAnsweredHere() throws IOException {
        upstream = this::later;
        assertThat(ask(query("example.com", Type.A)).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(ask(query("consul", Type.AXFR)).getRcode()).isEqualTo(Rcode.NOTIMP);
        var chaos = query("web.service.consul", Type.A);
        chaos.removeAllRecords(Section.QUESTION);
        chaos.addRecord(
                Record.newRecord(Name.fromConstantString("web.service.consul."), Type.A, DClass.CHAOS),
                Section.QUESTION);
        assertThat(ask(chaos).getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "another", "query", "long"})
    void answersToAnotherQuestionCountAsNone(String kind) throws IOException {
        upstream = (query, tcp, maxStale) -> switch (kind) {
            case "another" -> atServer(query("web.service.consul", Type.A).toWire(), tcp, maxStale);
            case "query" -> CompletableFuture.completedFuture(query);
            case "long" ->
                atServer(Fixture.query("big.service.consul", Type.A, 4096).toWire(), tcp, maxStale);
            default -> CompletableFuture.completedFuture(kind.getBytes(StandardCharsets.UTF_8));
        };
        var name = kind.equals("long") ? "big.service.consul" : "own.service.consul";
        var answer = ask(query(name, Type.A));
        assertThat(answer.getRcode()).isEqualTo(kind.equals("long") ? Rcode.SERVFAIL : Rcode.NOERROR);
        assertThat(answer.getSection(Section.ANSWER)).hasSize(kind.equals("long") ? 0 : 1);
    }

    @Test
    void aServerThatDoesNotAnswerIsNotWaitedForLongAndWhatIsKnownHereIsNotTakenForAll() throws IOException {
        client.close();
        client = client(new Forwarder.Limits(100, Duration.ofMillis(30)));
        upstream = (_, _, _) -> new CompletableFuture<>();
        assertThat(ask(query("own.service.consul", Type.A)).getRcode()).isEqualTo(Rcode.SERVFAIL);
        upstream = (_, _, _) -> CompletableFuture.failedFuture(new TimeoutException());
        assertThat(ask(query("own.service.consul", Type.A)).getRcode()).isEqualTo(Rcode.SERVFAIL);
    }

    @Test
    void oneQueryTooManyIsAnsweredServfail() throws IOException, InterruptedException {
        client.close();
        client = client(new Forwarder.Limits(2, LONG));
        upstream = this::later;
        try (var first = udp();
                var second = tcp()) {
            send(first, query("web.service.consul", Type.A));
            send(second, query("web.service.consul", Type.A));
            var held = List.of(next(), next());
            assertThat(ask(query("own.service.consul", Type.A)).getRcode()).isEqualTo(Rcode.SERVFAIL);
            try (var third = tcp()) {
                send(third, query("own.service.consul", Type.A));
                assertThat(receive(third).getRcode()).isEqualTo(Rcode.SERVFAIL);
            }
            for (var query : held) {
                answer(query);
            }
            assertThat(receive(first).getSection(Section.ANSWER)).hasSize(2);
            assertThat(receive(second).getSection(Section.ANSWER)).hasSize(2);
            upstream = this::atServer;
            assertThat(ask(query("web.service.consul", Type.A)).getSection(Section.ANSWER))
                    .hasSize(2);
        }
    }

    @Test
    void overUdpNoQueryWaitsForAnother() throws IOException, InterruptedException {
        upstream = this::later;
        try (var socket = udp()) {
            var one = query("web.service.consul", Type.A);
            var other = query("big.service.consul", Type.A);
            send(socket, one);
            send(socket, other);
            var first = next();
            var second = next();
            answer(second);
            assertThat(receive(socket).getHeader().getID())
                    .isEqualTo(second.query().getHeader().getID());
            answer(first);
            assertThat(receive(socket).getHeader().getID())
                    .isEqualTo(first.query().getHeader().getID());
        }
    }

    @Test
    void overTcpAConnectionWaitsAndOthersGoOn() throws IOException, InterruptedException {
        upstream = this::later;
        try (var waiting = tcp();
                var other = tcp()) {
            for (var i = 0; i < 30; i++) {
                send(waiting, query("big.service.consul", Type.A));
            }
            var held = next();
            send(other, query("web.service.consul", Type.A));
            answer(next());
            assertThat(receive(other).getSection(Section.ANSWER)).hasSize(2);
            assertThat(asked).isEmpty();
            answer(held);
            for (var i = 1; i < 30; i++) {
                answer(next());
            }
            for (var i = 0; i < 30; i++) {
                assertThat(receive(waiting).getSection(Section.ANSWER)).hasSize(300);
            }
        }
    }

    @Test
    void anAnswerForAClientThatWentAwayHurtsNobody() throws IOException, InterruptedException {
        upstream = this::later;
        try (var socket = tcp()) {
            send(socket, query("web.service.consul", Type.A));
            socket.setSoLinger(true, 0);
        }
        answer(next());
        try (var socket = tcp()) {
            send(socket, query("web.service.consul", Type.A));
            answer(next());
            assertThat(receive(socket).getSection(Section.ANSWER)).hasSize(2);
        }
        try (var socket = udp()) {
            send(socket, query("web.service.consul", Type.A));
        }
        var late = next();
        client.close();
        answer(late);
    }

    @Test
    void garbageStopsNothing() throws IOException {
        var random = new Random(11);
        byte[] web = query("web.service.consul", Type.A).toWire();
        try (var socket = udp()) {
            for (var i = 0; i < 500; i++) {
                byte[] junk = web.clone();
                junk[random.nextInt(junk.length)] ^= (byte) (1 << random.nextInt(8));
                socket.send(new DatagramPacket(junk, junk.length));
            }
        }
        assertThat(ask(query("web.service.consul", Type.A)).getSection(Section.ANSWER))
                .hasSize(2);
    }

    @Test
    void queriesThatComeAnotherWayAreAnsweredOnAnyThread() {
        byte[] big = query("big.service.consul", Type.A).toWire();
        var lengths = IntStream.range(0, 400)
                .parallel()
                .map(i -> server.answer(big, i % 2 == 0, LONG).orElseThrow().length)
                .boxed()
                .toList();
        assertThat(IntStream.range(0, 400).filter(i -> i % 2 == 0).map(lengths::get))
                .allMatch(n -> n > 4000);
        assertThat(IntStream.range(0, 400).filter(i -> i % 2 == 1).map(lengths::get))
                .allMatch(n -> n <= 512);
        assertThat(server.answer(new byte[] {1, 2, 3}, false, LONG)).isEmpty();
        server.update(Fixture.settings(1, 0));
        assertThat(Fixture.read(server.answer(big, false, LONG).orElseThrow()).getSection(Section.ANSWER))
                .hasSize(1);
    }
}
