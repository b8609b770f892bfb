package engine.link;

import static engine.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.Done;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An end of a stream whose other side is a socket. */
class FrameHandlerTest {
    private static final int SOME = 64 << 10;

    private FakeServer server;
    private AgentPortClient client;
    private RawServer other;
    private final Recorded end = new Recorded();

    /** Keeps what happens, and frames until they are let go. */
    private static final class Recorded implements FrameHandler.End {
        private final CompletableFuture<Outbox> outbox = new CompletableFuture<>();
        private final CompletableFuture<Optional<Throwable>> closed = new CompletableFuture<>();
        private final List<ByteString> frames = new CopyOnWriteArrayList<>();
        private final AtomicInteger drained = new AtomicInteger();
        private final CompletableFuture<Done> taken = new CompletableFuture<>();

        @Override
        public void opened(Outbox opened) {
            outbox.complete(opened);
        }

        @Override
        public CompletionStage<Done> received(ByteString frame) {
            frames.add(frame);
            return taken;
        }

        @Override
        public void drained() {
            drained.incrementAndGet();
        }

        @Override
        public void closed(Optional<Throwable> failure) {
            closed.complete(failure);
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer("s1", StreamSettings.DEFAULT);
        client = new AgentPortClient(
                server.system, FakeServer.identity("web1", "dc1", "secret"), Duration.ofMinutes(11));
        other = new RawServer();
    }

    @AfterEach
    void end() throws IOException {
        other.close();
        server.close();
    }

    private Outbox open() throws IOException {
        var opened = client.stream(other.address(), end, FakeServer.PATIENCE).toCompletableFuture();
        other.accept();
        assertThat(opened.join()).isEmpty();
        return end.outbox.join();
    }

    @Test
    void aSideThatDoesNotReadIsGivenUpAfterSomeMegabytesAndGetsWhatWasTakenForIt() throws IOException {
        var outbox = open();
        var taken = 0;
        while (outbox.offer(ByteString.fromArray(new byte[SOME]).concat(number(taken)))) {
            taken++;
        }
        // Beside the outbox the system's buffers hold some.
        assertThat((long) taken * SOME).isBetween((long) Outbox.MAX_BYTES - 2 * SOME, Outbox.MAX_BYTES + (16L << 20));
        assertThat(outbox.isLow()).isFalse();
        for (var i = 0; i < taken; i++) {
            assertThat(ByteString.fromArray(other.receive()).drop(SOME)).isEqualTo(number(i));
        }
        until("all has gone", outbox::isEmpty);
        until("it was told", () -> end.drained.get() > 0);
        assertThat(outbox.offer(number(1))).isTrue();
    }

    @Test
    void whileAFrameIsNotDoneWithNoMoreThanTheSystemsBuffersAreRead() throws Exception {
        open();
        var sent = new AtomicInteger();
        var sending = Thread.ofVirtual().start(() -> {
            try {
                for (; sent.get() < 1024; sent.incrementAndGet()) {
                    other.write(RawServer.head(SOME));
                    other.write(new byte[SOME]);
                }
            } catch (IOException _) {
                // What was sent says so.
            }
        });
        until("the first is there", () -> end.frames.size() == 1);
        until("the other side is held up", () -> sending.getState() == Thread.State.WAITING && sent.get() > 0);
        assertThat(sent.get()).isLessThan(1024);
        assertThat(end.frames).hasSize(1);
        end.taken.complete(Done.done());
        until("all are there", () -> end.frames.size() == 1024);
        sending.join();
    }

    @Test
    void framesThatCameBeforeTheEndAreHandedOnBeforeItIsTold() throws IOException {
        open();
        other.write(new byte[] {(byte) 0x82, 1, 7, (byte) 0x82, 1, 8, (byte) 0x88, 2, 3, (byte) 0xE8});
        until("the first is there", () -> end.frames.size() == 1);
        assertThat(other.receive()).containsExactly(3, (byte) 0xE8);
        assertThat(end.closed).isNotDone();
        end.taken.complete(Done.done());
        assertThat(end.closed.join()).isEmpty();
        assertThat(end.frames).hasSize(2);
    }

    @Test
    void aFrameOverTheLimitEndsTheStreamWithASentenceForBothSides() throws IOException {
        open();
        other.write(RawServer.head(FrameCodec.MAX_FRAME + 1L));
        var sentence = "a frame has more than " + FrameCodec.MAX_FRAME + " bytes";
        assertThat(end.closed.join().orElseThrow()).hasMessage(sentence);
        assertThat(new String(other.receive(), StandardCharsets.ISO_8859_1)).isEqualTo("\u0003\u00f1" + sentence);
    }

    @Test
    void aMessageInPiecesIsOneFrameAndOneOverTheLimitIsNone() throws IOException {
        open();
        end.taken.complete(Done.done());
        other.write(new byte[] {0x02, 1, 7, (byte) 0x80, 1, 8});
        until("it is there", () -> end.frames.equals(List.of(ByteString.fromArray(new byte[] {7, 8}))));
        other.write(new byte[] {0x02, 0});
        var more = RawServer.head(1 << 20);
        more[0] = 0;
        other.write(more);
        other.write(new byte[1 << 20]);
        other.write(more);
        other.write(new byte[1 << 20]);
        assertThat(end.closed.join().orElseThrow())
                .hasMessage("a frame has more than " + FrameCodec.MAX_FRAME + " bytes");
    }

    @Test
    void aTextIsRefusedAndAPingAnswered() throws IOException {
        open();
        other.write(new byte[] {(byte) 0x89, 2, 5, 6});
        assertThat(other.receive()).containsExactly(5, 6);
        other.write(new byte[] {(byte) 0x81, 1, 'x'});
        assertThat(end.closed.join().orElseThrow()).hasMessage("a text where frames are binary");
    }

    @Test
    void whoEndsItIsHeard() throws IOException {
        var outbox = open();
        outbox.offer(number(1));
        outbox.complete();
        assertThat(other.receive()).isEqualTo(number(1).toArray());
        assertThat(other.receive()).containsExactly(3, (byte) 0xE8);
        assertThat(outbox.offer(number(2))).isFalse();
    }

    @Test
    void aServerSaysWhyItEndsAStreamWhoseFrameIsTooLong() throws IOException {
        try (var agent = new RawAgent(
                FakeServer.identity("web1", "dc1", "secret"),
                server.port.address().getPort())) {
            agent.write(new byte[] {(byte) 0x82, (byte) 0xFF, 0, 0, 0, 0, 0x7F, 0, 0, 0, 0, 0, 0, 0});
            assertThat(agent.closed()).isEqualTo("1009 a frame has more than " + FrameCodec.MAX_FRAME + " bytes");
        }
    }

    /** Byte for byte what an agent with Pekko HTTP sent: a probe, a handshake, its greeting, its end. */
    @Test
    void anAgentOfTheTimeOfPekkoHttpIsUnderstood() throws IOException {
        var headers = """
                Engine-Datacenter: dc1\r
                Engine-Node: web1\r
                Engine-Node-Id: de527fce-d0c9-45a5-a3ce-2bd4879fd619\r
                Engine-Version: 0.1.0\r
                Host: 127.0.0.1:39100\r
                \r
                """;
        var greeting = "82ca5e84de535f85da243be6ef773ae1eb6169e2bd3673e0ee3067a9ea663fb1f3326de7bb7e"
                + "6ce6ba6766b3e7353ab2ef6a57b5ec6470b4f06370b517e25c81ee7d6faaee503ae7efd1ce4978f36a84";
        try (var open = new FakeServer(FakeServer.identity("s2", "dc1", ""), StreamSettings.DEFAULT, 0)) {
            try (var socket = socket(open)) {
                write(socket, "GET http://127.0.0.1:39100/cluster HTTP/1.1\r\n" + headers);
                assertThat(head(socket)).startsWith("http/1.1 200 ok\r\n").contains("engine-role: server\r\n");
            }
            try (var socket = socket(open)) {
                write(
                        socket,
                        "GET /stream HTTP/1.1\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                                + "Sec-WebSocket-Key: MOfYKTmfmM3kLJyOjKxKLw==\r\nSec-WebSocket-Version: 13\r\n"
                                + headers);
                assertThat(head(socket))
                        .startsWith("http/1.1 101 switching protocols\r\n")
                        .contains("upgrade: websocket\r\n", "connection: upgrade\r\n", "sec-websocket-accept: ");
                socket.getOutputStream().write(HexFormat.of().parseHex(greeting));
                assertThat(socket.getInputStream().read()).isEqualTo(0x82);
                until(
                        "it is attached",
                        () -> open.attached.stream()
                                .anyMatch(hello -> hello.node().equals("web1") && hello.agentPort() == 39113));
                socket.getOutputStream().write(HexFormat.of().parseHex("8882f7a6567cf44e"));
                until("its end is heard", () -> open.gone.equals(List.of("web1 CLOSED")));
            }
        }
    }

    private static Socket socket(FakeServer server) throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), server.port.address().getPort());
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** In lower case. */
    private static String head(Socket socket) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) socket.getInputStream().read());
        }
        return head.toString().toLowerCase(Locale.ROOT);
    }

    private static ByteString number(int number) {
        return ByteString.fromInts(number >> 16 & 0xFF, number >> 8 & 0xFF, number & 0xFF);
    }
}
