package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Probes by tcp and udp that say something and hope to hear something. */
class TalkProbeTest {

    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void whatATcpServerSaysMustMatch() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answering(server, "+PONG ");
            var success = "TCP connect 127.0.0.1:" + server.getLocalPort() + ": Success Output: +PONG PING\r\n";
            assertThat(run(tcp(server, "PING\r\n", "^\\+PONG PING"))).isEqualTo(new Result(Status.PASSING, success));
            assertThat(run(tcp(server, "PING\r\n", "LOADING")))
                    .isEqualTo(new Result(
                            Status.CRITICAL,
                            "TCP connect 127.0.0.1:" + server.getLocalPort()
                                    + ": what it says does not match 'LOADING' Output: +PONG PING\r\n"));
        }
    }

    @Test
    void aTcpServerThatSaysTooMuchIsCritical() throws Exception {
        try (var server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            answering(server, "x".repeat(1 << 20));
            assertThat(run(tcp(server, "a", "never")).status()).isEqualTo(Status.CRITICAL);
        }
    }

    @Test
    void aUdpEchoAnswers() throws Exception {
        try (var echo = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            connections.threads().execute(() -> echo(echo));
            var success = "UDP connect 127.0.0.1:" + echo.getLocalPort() + ": Success";
            assertThat(run(udp(echo.getLocalPort(), "ping", ""), Duration.ofSeconds(5)))
                    .isEqualTo(new Result(Status.PASSING, success));
            assertThat(run(udp(echo.getLocalPort(), "ping", "^pi"), Duration.ofSeconds(5)))
                    .isEqualTo(new Result(Status.PASSING, success + " Output: ping"));
            assertThat(run(udp(echo.getLocalPort(), "ping", "pong"), Duration.ofMillis(200)))
                    .isEqualTo(new Result(
                            Status.CRITICAL,
                            "UDP connect 127.0.0.1:" + echo.getLocalPort()
                                    + ": no answer that matches 'pong' within 200ms"));
        }
    }

    @Test
    void silenceIsPassingWhereNothingIsExpected() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            assertThat(run(udp(silent.getLocalPort(), "", ""), Duration.ofMillis(100))
                            .status())
                    .isEqualTo(Status.PASSING);
            assertThat(run(udp(silent.getLocalPort(), "", "x"), Duration.ofMillis(100))
                            .status())
                    .isEqualTo(Status.CRITICAL);
        }
    }

    @Test
    void aClosedUdpPortIsCritical() throws Exception {
        int port;
        try (var taken = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            port = taken.getLocalPort();
        }
        assertThat(run(udp(port, "", ""), Duration.ofSeconds(5)))
                .isEqualTo(new Result(Status.CRITICAL, "UDP connect 127.0.0.1:" + port + ": connection refused"));
    }

    @Test
    void anAbandonedUdpProbeEndsAtOnce() throws Exception {
        try (var silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            var flight = probe(udp(silent.getLocalPort(), "x", "x"), Duration.ofMinutes(1))
                    .start();
            silent.receive(new DatagramPacket(new byte[10], 10));
            flight.abandon().run();
            assertThat(flight.result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(new Result(
                            Status.CRITICAL,
                            "UDP connect 127.0.0.1:" + silent.getLocalPort() + ": no answer within 1m0s"));
        }
    }

    @Test
    void whatIsTooLongToSendIsRefused() {
        assertThatThrownBy(() -> udp(1, "x".repeat(1025), "")).hasMessage("send has at most 1024 bytes");
    }

    private void answering(ServerSocket server, String greeting) {
        connections.threads().execute(() -> {
            while (!server.isClosed()) {
                try (var accepted = server.accept()) {
                    var said = new byte[1024];
                    int length = accepted.getInputStream().read(said);
                    accepted.getOutputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
                    accepted.getOutputStream().write(said, 0, length);
                } catch (IOException _) {
                    // The probe has heard enough, or the test has closed the server.
                }
            }
        });
    }

    private static void echo(DatagramSocket socket) {
        try {
            while (true) {
                var packet = new DatagramPacket(new byte[1500], 1500);
                socket.receive(packet);
                socket.send(packet);
            }
        } catch (IOException _) {
            // The test has closed the socket.
        }
    }

    private static CheckSpec.Tcp tcp(ServerSocket server, String send, String expect) {
        return new CheckSpec.Tcp(new Endpoint.Port("127.0.0.1", server.getLocalPort()), Optional.empty(), send, expect);
    }

    private static CheckSpec.Udp udp(int port, String send, String expect) {
        return new CheckSpec.Udp(new Endpoint.Port("127.0.0.1", port), send, expect);
    }

    private Probe probe(CheckSpec.Udp target, Duration timeout) {
        return new UdpProbe(target, Definitions.of(target, timeout), connections);
    }

    private Result run(CheckSpec.Udp target, Duration timeout) throws Exception {
        return probe(target, timeout).start().result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Result run(CheckSpec.Tcp target) throws Exception {
        return new TcpProbe(target, Definitions.of(target), connections)
                .start()
                .result()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
    }
}
