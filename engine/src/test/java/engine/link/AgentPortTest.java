package engine.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AgentPortTest {
    private static FakeServer server;
    private static AgentPortClient client;

    @BeforeAll
    static void start() {
        server = new FakeServer("s1", StreamSettings.DEFAULT);
        client = new AgentPortClient(
                server.system, FakeServer.identity("web1", "dc1", "secret"), Duration.ofMinutes(11));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse call(HttpRequest request) {
        return client.call(server.port.address(), request).toCompletableFuture().join();
    }

    private static String body(HttpResponse response) {
        return response.entity()
                .read(1 << 20, FakeServer.PATIENCE, Materializer.matFromSystem(server.system))
                .toCompletableFuture()
                .join()
                .utf8String();
    }

    @Test
    void aProbeTellsWhetherItIsAServerAndWhichThereAre() {
        var response = client.probe(server.port.address(), Duration.ofSeconds(10))
                .toCompletableFuture()
                .join();
        assertThat(response.status()).isEqualTo(200);
        assertThat(body(response)).isEqualTo("{}");
        assertThat(response.header(PortRoutes.ROLE).orElseThrow()).isEqualTo("server");
        assertThat(response.header(PortRoutes.SERVERS).orElseThrow())
                .isEqualTo(server.place().toString());
    }

    @Test
    void aProbeOfAHostThatDoesNotAnswerEndsInTime() throws IOException {
        try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var address = new java.net.InetSocketAddress(mute.getInetAddress(), mute.getLocalPort());
            assertThatThrownBy(() -> client.probe(address, Duration.ofMillis(200))
                            .toCompletableFuture()
                            .join())
                    .hasRootCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void whoIsNoAgentIsRefusedWithASentence() throws IOException {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), server.port.address().getPort())) {
            socket.getOutputStream()
                    .write("GET /v1/catalog/nodes HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("This is the agent port of s1 in datacenter dc1");
        }
        assertThat(server.asked).noneMatch(request -> request.path().equals("/v1/catalog/nodes"));
    }

    @Test
    void whatThePortDoesNotHaveIsSaid() {
        assertThat(body(call(HttpRequest.get("/ui")))).contains("/cluster, /stream, /dns and /v1/");
        assertThat(call(HttpRequest.post("/cluster")).status()).isEqualTo(405);
        assertThat(call(HttpRequest.get("/dns")).status()).isEqualTo(405);
        assertThat(call(HttpRequest.get("/stream")).status()).isEqualTo(400);
        assertThat(body(call(HttpRequest.post("/dns?max-stale=soon").with(Entity.text("x")))))
                .contains("max-stale is a number of milliseconds");
        assertThat(call(HttpRequest.post("/dns").with(Entity.text("x".repeat(70_000))))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aFailureBehindThePortIsAnAnswer() {
        server.api = _ -> {
            throw new IllegalStateException("a bug");
        };
        try (var _ = new Logged(PortRoutes.class)) {
            var response = call(HttpRequest.get("/v1/status/leader"));
            assertThat(response.status()).isEqualTo(500);
            assertThat(body(response)).doesNotContain("a bug");
        }
    }

    @Test
    void aPortInUseIsNamedInASentence() {
        assertThatThrownBy(() -> new FakeServer(
                        FakeServer.identity("s2", "dc1", ""),
                        StreamSettings.DEFAULT,
                        server.port.address().getPort()))
                .hasCauseInstanceOf(BindException.class)
                .hasMessageContaining("the agent port cannot be opened at localhost:"
                        + server.port.address().getPort())
                .hasMessageContaining("Address already in use")
                .hasMessageContaining("--serf-lan-port");
    }
}
