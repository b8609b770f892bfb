package engine.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/** What clients of DNS over TLS may take: places and time. */
final class TlsLimitsTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    private static final int DEADLINE_MILLIS = 20_000;
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(1_500);
    /** A handshake record of TLS 1.2 and later that promises 512 bytes. */
    private static final byte[] RECORD = {0x16, 3, 1, 2, 0};

    private static SSLContext context;

    private @Nullable TlsListener started;

    @BeforeAll
    static void makeContext(@TempDir Path dir) throws Exception {
        context = TlsContext.of(dir);
    }

    @AfterEach
    void stop() throws IOException {
        listener().close();
    }

    private void start(int connections, int ofClient, Duration idle, int answerLength) throws IOException {
        started = TlsListener.start(
                ANY_PORT,
                context,
                (_, _) -> new byte[answerLength],
                new TcpListener.Limits(connections, ofClient, idle));
    }

    private TlsListener listener() {
        return Objects.requireNonNull(started);
    }

    private Socket plain(String from) throws IOException {
        var socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        socket.setSoTimeout(DEADLINE_MILLIS);
        socket.connect(listener().address());
        return socket;
    }

    private SSLSocket secured(String from) throws IOException {
        var socket = (SSLSocket) context.getSocketFactory().createSocket(plain(from), "localhost", 853, true);
        socket.startHandshake();
        return socket;
    }

    private static void answered(Socket socket) throws IOException {
        Clients.send(socket, Fixture.query("web.service.consul", Type.A, 0));
        assertThat(socket.getInputStream().readNBytes(2 + 12)).hasSize(14);
    }

    private static boolean isAnswered(Socket socket) {
        try {
            Clients.send(socket, Fixture.query("web.service.consul", Type.A, 0));
            return socket.getInputStream().readNBytes(2 + 12).length == 14;
        } catch (IOException _) {
            return false;
        }
    }

    private static boolean ended(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException _) {
            return true;
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    /** RFC 7766 6.2.2, which RFC 7858 3.4 refers to. */
    @Test
    void oneConnectionTooManyOfAClientTakesThePlaceOfItsOwn() throws IOException {
        start(8, 2, LONG, 12);
        try (Socket other = secured("127.0.0.1");
                Socket first = secured("127.0.0.2");
                Socket second = secured("127.0.0.2")) {
            for (Socket socket : List.of(other, first, second)) {
                answered(socket);
            }
            try (Socket third = secured("127.0.0.2")) {
                answered(third);
                answered(other);
                // Which one is idle longest is written down after its answer has gone, so it may be either.
                assertThat(Stream.of(first, second).filter(TlsLimitsTest::isAnswered))
                        .hasSize(1);
            }
        }
    }

    /** Half handshakes hold places, and lose them to who comes. */
    @Test
    void oneConnectionTooManyTakesThePlaceOfTheOneThatIsIdleLongest() throws IOException {
        start(3, 3, LONG, 12);
        try (Socket first = plain("127.0.0.2");
                Socket second = plain("127.0.0.3");
                Socket third = plain("127.0.0.4")) {
            until("three", () -> listener().connections() == 3);
            first.getOutputStream().write(RECORD);
            try (Socket fourth = secured("127.0.0.5")) {
                answered(fourth);
                assertThat(ended(first)).isTrue();
                assertThat(listener().connections()).isEqualTo(3);
                assertThat(second.isClosed() || third.isClosed()).isFalse();
            }
        }
    }

    @Test
    void whoBeginsNoHandshakeIsCutOff() throws IOException {
        start(8, 8, SHORT, 12);
        try (Socket socket = plain("127.0.0.1")) {
            assertThat(ended(socket)).isTrue();
        }
        until("no place is held", () -> listener().connections() == 0);
    }

    /** However busy the client seems. */
    @Test
    void whoDragsItsHandshakeOutIsCutOff() throws IOException {
        start(8, 8, SHORT, 12);
        try (Socket socket = plain("127.0.0.1")) {
            socket.getOutputStream().write(RECORD);
            dragOut(socket);
        }
    }

    @Test
    void whoDragsItsQueryOutIsCutOff() throws IOException {
        start(8, 8, SHORT, 12);
        try (Socket socket = secured("127.0.0.1")) {
            answered(socket);
            socket.getOutputStream().write(new byte[] {8, 0});
            dragOut(socket);
        }
    }

    /** Sends a byte now and then until the connection has ended. */
    private void dragOut(Socket socket) throws IOException {
        socket.setSoTimeout(20);
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS);
        boolean open = true;
        while (open) {
            assertThat(System.nanoTime()).as("still open").isLessThan(deadline);
            try {
                socket.getOutputStream().write(0);
                open = socket.getInputStream().read() >= 0;
            } catch (SocketTimeoutException _) {
                // Still open.
            } catch (IOException _) {
                open = false;
            }
        }
        until("no place is held", () -> listener().connections() == 0);
    }

    @Test
    void whoTakesNoAnswersIsCutOff() throws IOException {
        start(8, 8, SHORT, 60_000);
        try (Socket socket = secured("127.0.0.1")) {
            Thread.ofVirtual().start(() -> sendMany(socket));
            until("an answer", () -> listener().connections() == 1);
            until("no place is held", () -> listener().connections() == 0);
        }
    }

    /** More than any buffers between here and there take of the answers. */
    private static void sendMany(Socket socket) {
        try {
            for (int i = 0; i < 1_000; i++) {
                Clients.send(socket, Fixture.query("web.service.consul", Type.A, 0));
            }
        } catch (IOException _) {
            // Cut off.
        }
    }

    /** The time that a server takes is not the client's. */
    @Test
    void whoWaitsForAnAnswerIsNotCutOff() throws Exception {
        var wanted = new CountDownLatch(1);
        var may = new CountDownLatch(1);
        started = TlsListener.start(
                ANY_PORT,
                context,
                (_, _) -> {
                    wanted.countDown();
                    try {
                        may.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return new byte[12];
                },
                new TcpListener.Limits(8, 8, SHORT));
        try (Socket waiting = secured("127.0.0.1");
                Socket idle = plain("127.0.0.1")) {
            Clients.send(waiting, Fixture.query("web.service.consul", Type.A, 0));
            wanted.await();
            // One that came later and does nothing has been cut off: the limit has passed.
            assertThat(ended(idle)).isTrue();
            may.countDown();
            assertThat(waiting.getInputStream().readNBytes(14)).hasSize(14);
        }
    }
}
