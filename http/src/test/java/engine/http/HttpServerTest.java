package engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.stream.Materializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private Api api;

    @BeforeEach
    void start() {
        api = new Api();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    /** Sends bytes and reads until the server closes or the answer contains this. */
    private String raw(String request, String until) throws IOException {
        try (var socket = new Socket(LOOPBACK, api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var answer = new StringBuilder();
            var buffer = new byte[4096];
            while (!answer.toString().contains(until)) {
                var n = socket.getInputStream().read(buffer);
                if (n < 0) {
                    break;
                }
                answer.append(new String(buffer, 0, n, StandardCharsets.ISO_8859_1));
            }
            return answer.toString();
        }
    }

    @Test
    void aBlockingQueryWakesOnItsOwnChangeOnly() {
        api.put("/v1/kv/a", "1");
        var index = api.get("/v1/kv/a").header("X-Consul-Index");
        var waiting = api.sent("GET", "/v1/kv/a?index=" + index, "");
        Api.until(() -> api.state.waiting() == 1);
        api.put("/v1/kv/b", "x");
        assertThat(waiting).isNotDone();
        api.put("/v1/kv/a", "2");
        var reply = waiting.join();
        assertThat(reply.body()).contains("\"Value\":\"Mg==\"");
        assertThat(Long.parseLong(reply.header("X-Consul-Index"))).isGreaterThan(Long.parseLong(index));
    }

    @Test
    void aFilteredQueryStaysParkedWhileItsResultIsTheSame() {
        var web = Fakes.service("web1", "web", 1);
        api.state.instances.add(new Instance(Fakes.NODE, web, List.of(Fakes.check("c", web, "passing"))));
        var topic = new Topic.ServiceHealth("web");
        var waiting = api.sent("GET", "/v1/health/service/web?passing&index=10", "");
        Api.until(() -> api.state.waiting() == 1);
        var bad = Fakes.service("web2", "web", 2);
        api.state.instances.add(new Instance(Fakes.NODE, bad, List.of(Fakes.check("c2", bad, "critical"))));
        api.state.change(topic);
        Api.until(() -> api.state.waiting() == 1);
        assertThat(waiting).isNotDone();
        api.state.instances.set(1, new Instance(Fakes.NODE, bad, List.of(Fakes.check("c2", bad, "passing"))));
        api.state.change(topic);
        assertThat(waiting.join().body()).contains("web1").contains("web2");
    }

    @Test
    void aQueryWhoseTimeIsOverAnswersWithTheSameIndex() {
        var reply = api.get("/v1/catalog/nodes?index=10&wait=20ms");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Consul-Index")).isEqualTo("10");
        assertThat(api.state.waiting()).isZero();
    }

    @Test
    void closingAnswersWaitingQueriesAtOnce() {
        var waiting = new ArrayList<CompletableFuture<Api.Reply>>();
        for (var i = 0; i < 20; i++) {
            waiting.add(api.sent("GET", "/v1/kv/none?index=10&wait=5m", ""));
        }
        Api.until(() -> api.state.waiting() == 20);
        var before = System.nanoTime();
        api.server.close().toCompletableFuture().join();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        assertThat(waiting)
                .allSatisfy(reply -> assertThat(reply.join().status()).isEqualTo(404));
        assertThatThrownBy(() -> new Socket(LOOPBACK, api.port()).close()).isInstanceOf(IOException.class);
    }

    @Test
    void anAddressInUseIsNamedAndNothingStaysBound() throws IOException {
        var freePort = freePort();
        try (var taken = new ServerSocket(0, 1, LOOPBACK)) {
            var addresses = List.of(
                    new InetSocketAddress(LOOPBACK, freePort), new InetSocketAddress(LOOPBACK, taken.getLocalPort()));
            assertThatThrownBy(() -> HttpServer.bind(api.kit.system(), addresses, Api.SETTINGS, api.state.ports())
                            .toCompletableFuture()
                            .join())
                    .cause()
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("The HTTP API cannot listen on")
                    .hasMessageContaining("in use");
            assertThatThrownBy(() -> new Socket(LOOPBACK, freePort).close()).isInstanceOf(IOException.class);
        }
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }

    @Test
    void aRequestThatAnAgentHandedOnIsItsClients() {
        var request = HttpRequest.put("/v1/kv/a").with(Entity.text("x"));
        for (var client : List.of("10.0.0.7", "x".repeat(65))) {
            api.server
                    .handle(request.with("X-Forwarded-For", client), "agent")
                    .toCompletableFuture()
                    .join()
                    .entity()
                    .leave(Materializer.matFromSystem(api.kit.system()));
        }
        assertThat(api.state.contexts).extracting(Context::by).containsExactly("10.0.0.7", "");
        api.send("PUT", "/v1/kv/a", "x", "X-Forwarded-For", "10.0.0.7");
        assertThat(api.state.contexts.getLast().by()).isEqualTo("127.0.0.1");
    }

    @Test
    void severalAddressesAreServed() {
        var server = HttpServer.bind(
                        api.kit.system(),
                        List.of(new InetSocketAddress(LOOPBACK, 0), new InetSocketAddress(LOOPBACK, 0)),
                        Api.SETTINGS,
                        api.state.ports())
                .toCompletableFuture()
                .join();
        assertThat(server.addresses()).hasSize(2).doesNotHaveDuplicates().allMatch(a -> a.getPort() > 0);
        server.close().toCompletableFuture().join();
    }

    @Test
    void changedLimitsHoldFromTheNextRequestOn() throws IOException {
        var large = "x".repeat(1500);
        var chunked = "PUT /v1/kv/large HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5dc\r\n" + large
                + "\r\n0\r\n\r\n";
        assertThat(api.put("/v1/kv/large", large).status()).isEqualTo(413);
        api.server.update(new HttpSettings("dc1", "node1", 1500, 10, 1400, Duration.ofMillis(1), Duration.ofMillis(2)));
        assertThat(api.put("/v1/kv/large", large).body()).isEqualTo("true");
        assertThat(raw(chunked, "true")).startsWith("HTTP/1.1 200 ");
        assertThat(api.put("/v1/event/fire/deploy", "x".repeat(1400)).status()).isEqualTo(200);
        assertThat(api.put("/v1/catalog/register", "{\"Node\": \"longer than ten bytes\"}")
                        .status())
                .isEqualTo(413);
        var index = api.state.indexOf(new Topic.Nodes());
        assertThat(api.get("/v1/catalog/nodes?index=" + index + "&wait=1h").status())
                .isEqualTo(200);

        api.server.update(Api.SETTINGS);

        assertThat(api.put("/v1/kv/large", large).status()).isEqualTo(413);
    }

    @Test
    void aChunkedBodyIsNotReadBeyondTheLimit() throws IOException {
        var chunk = "400\r\n" + "x".repeat(0x400) + "\r\n";
        var answer = raw(
                "PUT /v1/kv/large HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + chunk,
                "configuration.");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("too large, max size: 1000 bytes");
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void anAnnouncedBodyBeyondTheLimitIsRefusedBeforeItArrives() throws IOException {
        var answer = raw(
                "PUT /v1/agent/service/register HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nxxx",
                "configuration.");
        assertThat(answer)
                .startsWith("HTTP/1.1 413 ")
                .contains("(1000000000 bytes)")
                .contains("See http-config.max-body-size in")
                .contains("Connection: close");
    }

    @Test
    void aBodyThatNobodyReadsDoesNotBlockTheConnection() throws IOException {
        var body = "x".repeat(1500);
        var put = "PUT /v1/agent/leave HTTP/1.1\r\nHost: x\r\nContent-Length: 1500\r\n\r\n";
        var get = "GET /v1/status/leader HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        try (var socket = new Socket(LOOPBACK, api.port())) {
            socket.setSoTimeout(10_000);
            var out = socket.getOutputStream();
            out.write(put.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            Api.until(() -> api.state.calls.contains("leave"));
            out.write((body + get).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            var answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answers).startsWith("HTTP/1.1 200 ").contains("\"127.0.0.1:8300\"");
        }
    }

    @Test
    void anUnexpectedFailureIsToldWithoutItsTrace() {
        api.state.failure = new IllegalStateException("secret detail");
        for (var reply : List.of(api.get("/v1/catalog/nodes"), api.put("/v1/kv/a", "x"))) {
            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.body()).matches("Internal error, logged by the agent with id [0-9a-f]{16}\\.");
        }
    }

    @Test
    void unknownPathsAreEmpty404AndOthersMove() {
        for (var path : List.of("/v1/nope", "/v1/agent/nope", "/v1/", "/v1/agent/services/", "/v1/acl/nope", "/ui/")) {
            assertThat(api.get(path).status()).as(path).isEqualTo(404);
            assertThat(api.get(path).body()).isEmpty();
        }
        assertThat(api.get("/").body()).isEqualTo("engine agent");
        assertThat(api.get("/v1/kv?recurse").header("Location")).isEqualTo("/v1/kv/?recurse");
        assertThat(api.put("/v1/kv//lead", "x").status()).isEqualTo(301);
        assertThat(api.put("/v1/kv//le%20ad", "x").header("Location")).isEqualTo("/v1/kv/le%20ad");
        assertThat(api.get("/v1/acl/tokens").status()).isEqualTo(401);
    }

    @Test
    void methodsAreTold() {
        assertThat(api.send("DELETE", "/v1/agent/services", "").header("Allow")).isEqualTo("OPTIONS,GET");
        var options = api.send("OPTIONS", "/v1/kv/x", "");
        assertThat(options.status()).isEqualTo(200);
        assertThat(options.header("Allow")).isEqualTo("OPTIONS,GET,PUT,DELETE");
        var head = api.send("HEAD", "/v1/status/leader", "");
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("16");
    }

    @Test
    void theContextCarriesTokenDatacenterAndConsistency() {
        api.send("PUT", "/v1/agent/leave?token=a&dc=x", "", "X-Consul-Token", "b");
        api.send("PUT", "/v1/agent/leave?stale", "", "X-Consul-Token", "b", "Authorization", "Bearer c");
        api.send("PUT", "/v1/agent/leave?consistent", "", "Authorization", "Bearer c");
        api.put("/v1/agent/leave", "");
        assertThat(api.state.contexts).extracting(Context::token).containsExactly("a", "b", "c", "");
        assertThat(api.state.contexts)
                .extracting(Context::consistency)
                .containsExactly(
                        Context.Consistency.DEFAULT,
                        Context.Consistency.STALE,
                        Context.Consistency.CONSISTENT,
                        Context.Consistency.DEFAULT);
        assertThat(api.state.contexts.getFirst().datacenter()).isEqualTo("x");
    }

    @Test
    void garbageOnTheWireIsAnsweredWithA4xx() throws IOException {
        for (var request : List.of(
                "GARBAGE ".repeat(20) + "\r\n\r\n",
                "GET /v1/kv/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/kv/x?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/kv/x%00y HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: x\r\n\r\n")) {
            var answer = raw(request, "\r\n\r\n");
            assertThat(answer).as(request.substring(0, 9)).matches("(?s)HTTP/1.1 (4\\d\\d|501) .*");
            assertThat(answer).doesNotContain("org.apache").doesNotContain("java.");
        }
    }
}
