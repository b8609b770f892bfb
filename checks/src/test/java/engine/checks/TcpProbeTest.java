package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpProbeTest {

    private final Connections connections = new Connections();

    @AfterEach
    void close() {
        connections.close();
    }

    @Test
    void aPortThatAcceptsPasses() throws Exception {
        try (var server = listener()) {
            assertThat(probe("127.0.0.1", server.getLocalPort()))
                    .isEqualTo(
                            new Result(Status.PASSING, "TCP connect 127.0.0.1:" + server.getLocalPort() + ": Success"));
        }
    }

    @Test
    void aNameIsLookedUpAndShownAsItIs() throws Exception {
        try (var server = listener()) {
            assertThat(probe("localhost", server.getLocalPort()))
                    .isEqualTo(
                            new Result(Status.PASSING, "TCP connect localhost:" + server.getLocalPort() + ": Success"));
        }
    }

    @Test
    void aPortThatRefusesIsCritical() throws Exception {
        int port = freePort();
        assertThat(probe("127.0.0.1", port))
                .isEqualTo(new Result(Status.CRITICAL, "dial tcp 127.0.0.1:" + port + ": connect: connection refused"));
    }

    @Test
    void anIpv6AddressIsShownInBracketsHoweverItWasGiven() throws Exception {
        int port = freePort();
        assertThat(probe("::1", port)).isEqualTo(probe("[::1]", port)).satisfies(result -> {
            assertThat(result.status()).isEqualTo(Status.CRITICAL);
            assertThat(result.output()).startsWith("dial tcp [").contains("]:" + port + ": connect: ");
        });
    }

    @Test
    void anUnknownNameIsCritical() throws Exception {
        assertThat(probe("no-such-host.invalid", 80))
                .isEqualTo(new Result(Status.CRITICAL, "dial tcp: lookup no-such-host.invalid: no such host"));
    }

    /** A full backlog lets further connections hang, as a firewall that drops packets does. */
    @Test
    void anAbandonedProbeEndsAtOnce() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Probe.Flight flight;
            do {
                flight = start("127.0.0.1", server.getLocalPort());
            } while (connected(flight));
            assertThat(flight.result().toCompletableFuture()).isNotDone();
            flight.abandon().run();
            assertThat(flight.result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(new Result(
                            Status.CRITICAL, "dial tcp 127.0.0.1:" + server.getLocalPort() + ": i/o timeout"));
        }
    }

    private static boolean connected(Probe.Flight flight) throws Exception {
        try {
            flight.result().toCompletableFuture().get(200, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return false;
        }
    }

    private Result probe(String host, int port) throws Exception {
        return start(host, port).result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Probe.Flight start(String host, int port) {
        return new TcpProbe(new CheckSpec.Tcp(host, port), Definitions.of(Definitions.SCRIPT), connections).start();
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    private static int freePort() throws IOException {
        try (var server = listener()) {
            return server.getLocalPort();
        }
    }
}
