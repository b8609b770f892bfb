package engine.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpProbeTest {

    private record Seen(String method, Map<String, List<String>> headers, String body, int fromPort) {}

    private final Connections connections = new Connections();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private final HttpServer server;
    private String base = "";

    HttpProbeTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    }

    @BeforeEach
    void start() {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        base = "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        released.countDown();
        server.stop(0);
        threads.shutdownNow();
        connections.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200, PASSING, OK",
        "204, PASSING, No Content",
        "429, WARNING, Too Many Requests",
        "500, CRITICAL, Internal Server Error",
        "404, CRITICAL, Not Found"
    })
    void theStatusCodeIsTheStatus(int code, Status status, String phrase) throws Exception {
        assertThat(probe(get("/status/" + code)))
                .isEqualTo(new Result(
                        status,
                        "HTTP GET " + base + "/status/" + code + ": " + code + " " + phrase + " Output: "
                                + (code == 204 ? "" : "body")));
    }

    @Test
    void aRedirectIsFollowed() throws Exception {
        assertThat(probe(get("/redirect")).output()).isEqualTo("HTTP GET " + base + "/redirect: 200 OK Output: body");
    }

    @Test
    void itSaysWhoItIsUnlessTheCheckSaysOtherwise() throws Exception {
        probe(get("/status/200"));
        assertThat(seen.take().headers())
                .containsEntry("User-agent", List.of("Consul Health Check"))
                .containsEntry("Accept", List.of("text/plain, text/*, */*"));

        probe(http(
                "GET",
                "/status/200",
                Map.of("user-agent", List.of("me"), "Host", List.of("web.example"), "X", List.of("a", "b"))));
        assertThat(seen.take().headers())
                .containsEntry("User-agent", List.of("me"))
                .containsEntry("Host", List.of("web.example"))
                .containsEntry("X", List.of("a", "b"));
    }

    @Test
    void methodAndBodyAreThoseOfTheCheck() throws Exception {
        var target = new CheckSpec.Http(URI.create(base + "/status/200"), "PUT", Map.of(), "ping", false);
        assertThat(probe(target).output()).startsWith("HTTP PUT ");
        var request = seen.take();
        assertThat(request.method()).isEqualTo("PUT");
        assertThat(request.body()).isEqualTo("ping");
    }

    @Test
    void eachProbeHasAConnectionOfItsOwn() throws Exception {
        probe(get("/status/200"));
        probe(get("/status/200"));
        assertThat(seen.take().fromPort()).isNotEqualTo(seen.take().fromPort());
    }

    @Test
    void aHugeBodyIsReadToItsEndAndItsBeginningKept() throws Exception {
        assertThat(probe(get("/huge")).output())
                .isEqualTo("HTTP GET " + base + "/huge: 200 OK Output: " + "x".repeat(100));
    }

    @Test
    void anAnswerThatDoesNotComeIsCriticalWhenAbandoned() throws Exception {
        for (var path : List.of("/slow", "/slow-body")) {
            var flight = start(get(path));
            seen.take();
            flight.abandon().run();
            assertThat(flight.result().toCompletableFuture().get(5, TimeUnit.SECONDS))
                    .isEqualTo(
                            new Result(
                                    Status.CRITICAL,
                                    "Get \"" + base + path
                                            + "\": context deadline exceeded (Client.Timeout exceeded: no complete answer within 5s)"));
        }
    }

    @Test
    void aRefusedConnectionIsCritical() throws Exception {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var url = "http://127.0.0.1:" + port + "/health";
        assertThat(probe(new CheckSpec.Http(URI.create(url), "POST", Map.of(), "", false)))
                .isEqualTo(new Result(
                        Status.CRITICAL,
                        "Post \"" + url + "\": dial tcp 127.0.0.1:" + port + ": connect: connection refused"));
    }

    @Test
    void anUnknownHostIsCritical() throws Exception {
        var url = "http://no-such-host.invalid/";
        assertThat(probe(new CheckSpec.Http(URI.create(url), "", Map.of(), "", false))
                        .output())
                .isEqualTo("Get \"" + url + "\": dial tcp: lookup no-such-host.invalid: no such host");
    }

    @Test
    void aHeaderThatCannotBeSentIsCriticalWithTheReason() throws Exception {
        var result = probe(http("GET", "/status/200", Map.of("b a d", List.of("x"))));
        assertThat(result.status()).isEqualTo(Status.CRITICAL);
        assertThat(result.output()).contains("b a d");
    }

    @Test
    void thePasswordOfAUrlIsSentAndNotShown() throws Exception {
        var url = URI.create(base.replace("//", "//me:secret@") + "/status/200");
        var result = probe(new CheckSpec.Http(url, "GET", Map.of(), "", false));
        assertThat(result.output()).contains("//me:xxxxx@").doesNotContain("secret");
        assertThat(seen.take().headers()).containsEntry("Authorization", List.of("Basic bWU6c2VjcmV0"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            seen.add(new Seen(
                    exchange.getRequestMethod(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body,
                    exchange.getRemoteAddress().getPort()));
            switch (path) {
                case "/redirect" -> {
                    exchange.getResponseHeaders().set("Location", "/status/200");
                    exchange.sendResponseHeaders(302, -1);
                }
                case "/huge" -> {
                    exchange.sendResponseHeaders(200, 0);
                    var chunk = "x".repeat(65536).getBytes(StandardCharsets.UTF_8);
                    for (int n = 0; n < 160; n++) {
                        exchange.getResponseBody().write(chunk);
                    }
                }
                case "/slow" -> hang();
                case "/slow-body" -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('x');
                    exchange.getResponseBody().flush();
                    hang();
                }
                default -> {
                    int code = Integer.parseInt(path.substring("/status/".length()));
                    exchange.sendResponseHeaders(code, code == 204 ? -1 : 4);
                    if (code != 204) {
                        exchange.getResponseBody().write("body".getBytes(StandardCharsets.UTF_8));
                    }
                }
            }
        }
    }

    private void hang() {
        try {
            released.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private CheckSpec.Http get(String path) {
        return http("GET", path, Map.of());
    }

    private CheckSpec.Http http(String method, String path, Map<String, List<String>> headers) {
        return new CheckSpec.Http(URI.create(base + path), method, headers, "", false);
    }

    private Result probe(CheckSpec.Http target) throws Exception {
        return start(target).result().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Probe.Flight start(CheckSpec.Http target) {
        var definition = new CheckDefinition(
                "c",
                "c",
                "",
                "",
                target,
                Duration.ofSeconds(10),
                Duration.ofSeconds(5),
                Status.CRITICAL,
                Policy.IMMEDIATE,
                100,
                Optional.empty());
        return new HttpProbe(target, definition, connections).start();
    }
}
