package engine.checks;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of grpc-java's server, by the health protocol and by pings of HTTP/2. */
class GrpcProbeTest {

    private static @TempDir @Nullable Path directory;
    private static @Nullable Authority authority;

    private final Connections connections = new Connections();
    private final HealthStatusManager health = new HealthStatusManager();
    private @Nullable Server server;

    @BeforeAll
    static void certify() throws Exception {
        authority = Authority.in(requireNonNull(directory)).certify("server", "EC", "dns:grpc.example,ip:127.0.0.1");
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
        }
        connections.close();
    }

    @Test
    void aServerThatServesPasses() throws Exception {
        start(InsecureServerCredentials.create(), true);
        assertThat(grpc("", Optional.empty()))
                .isEqualTo(new Result(Status.PASSING, "gRPC check 127.0.0.1:" + port() + ": success"));
    }

    @Test
    void aServiceIsAskedForByItsName() throws Exception {
        start(InsecureServerCredentials.create(), true);
        var name = "a.very.long.name.of.a.service.".repeat(10);
        health.setStatus(name, ServingStatus.SERVING);
        health.setStatus("down", ServingStatus.NOT_SERVING);
        assertThat(grpc(name, Optional.empty()).output()).endsWith(":" + port() + "/" + name + ": success");
        assertThat(grpc("down", Optional.empty()))
                .isEqualTo(new Result(Status.CRITICAL, "gRPC application didn't report service healthy: NOT_SERVING"));
        assertThat(grpc("none", Optional.empty()))
                .isEqualTo(new Result(Status.CRITICAL, "rpc error: code = NotFound desc = unknown service none"));
    }

    @Test
    void aServerWithoutTheProtocolIsCritical() throws Exception {
        start(InsecureServerCredentials.create(), false);
        var result = grpc("", Optional.empty());
        assertThat(result.status()).isEqualTo(Status.CRITICAL);
        assertThat(result.output()).startsWith("rpc error: code = Unimplemented desc = Method not found");
    }

    @Test
    void tlsIsVerified() throws Exception {
        var ca = requireNonNull(authority);
        start(
                TlsServerCredentials.create(
                        ca.file("server.pem").toFile(),
                        ca.file("server-key.pem").toFile()),
                true);
        var trusting = new Tls(false, "grpc.example", ca.file("ca.pem").toString(), "", "");
        assertThat(grpc("", Optional.of(trusting)).status()).isEqualTo(Status.PASSING);
        assertThat(ping(Optional.of(trusting))).isEqualTo(new Result(Status.PASSING, "HTTP2 ping was successful"));
        for (var result : List.of(grpc("", Optional.of(Tls.DEFAULT)), ping(Optional.of(Tls.DEFAULT)))) {
            assertThat(result.status()).isEqualTo(Status.CRITICAL);
            assertThat(result.output()).contains("PKIX path building failed");
        }
        assertThat(grpc("", Optional.empty()).status()).isEqualTo(Status.CRITICAL);
        assertThat(ping(Optional.empty()).status()).isEqualTo(Status.CRITICAL);
    }

    @Test
    void aPingIsAnswered() throws Exception {
        start(InsecureServerCredentials.create(), true);
        assertThat(ping(Optional.empty())).isEqualTo(new Result(Status.PASSING, "HTTP2 ping was successful"));
    }

    @Test
    void aPortThatRefusesIsCritical() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = taken.getLocalPort();
        }
        assertThat(grpc("", Optional.empty()).output())
                .isEqualTo("rpc error: code = Unavailable desc = connection error: desc = \"transport: "
                        + "Error while dialing: dial tcp 127.0.0.1:%d: connect: connection refused\""
                                .formatted(closed));
        assertThat(ping(Optional.empty()).output())
                .isEqualTo("Failed to dial to 127.0.0.1:%d: dial tcp 127.0.0.1:%d: connect: connection refused"
                        .formatted(closed, closed));
    }

    @Test
    void aServerOfHttp1IsCritical() throws Exception {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.start();
        try {
            closed = http.getAddress().getPort();
            assertThat(grpc("", Optional.empty()).output()).startsWith("rpc error: code = Unavailable desc = ");
            assertThat(ping(Optional.empty()).output()).startsWith("HTTP2 ping failed: ");
        } finally {
            http.stop(0);
        }
    }

    @Test
    void aServerThatSaysNothingIsCriticalWhenAbandoned() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            closed = silent.getLocalPort();
            var flight = new GrpcProbe(
                            new CheckSpec.Grpc(new Endpoint.Port("127.0.0.1", closed), "", Optional.empty()),
                            Definitions.of(Definitions.SCRIPT),
                            connections)
                    .start();
            try (var accepted = silent.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo('P');
                flight.abandon().run();
                assertThat(flight.result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                        .isEqualTo(new Result(
                                Status.CRITICAL,
                                "rpc error: code = DeadlineExceeded desc = context deadline exceeded"));
            }
        }
    }

    private int closed;

    private int port() {
        return server == null ? closed : server.getPort();
    }

    private void start(ServerCredentials credentials, boolean withHealth) throws Exception {
        var builder = Grpc.newServerBuilderForPort(0, credentials);
        if (withHealth) {
            builder.addService(health.getHealthService());
        }
        server = builder.build().start();
    }

    private Result grpc(String service, Optional<Tls> tls) throws Exception {
        var target = new CheckSpec.Grpc(new Endpoint.Port("127.0.0.1", port()), service, tls);
        return run(new GrpcProbe(target, Definitions.of(target), connections));
    }

    private Result ping(Optional<Tls> tls) throws Exception {
        var target = new CheckSpec.H2Ping(new Endpoint.Port("127.0.0.1", port()), tls);
        return run(new H2PingProbe(target, Definitions.of(target), connections));
    }

    private static Result run(Probe probe) throws Exception {
        return probe.start().result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
