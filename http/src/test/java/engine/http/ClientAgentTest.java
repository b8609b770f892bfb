package engine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import engine.http.message.Entity;
import engine.http.message.Header;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client agent's API, over HTTP to a server's. */
class ClientAgentTest {
    private static Api server;
    private static Api client;
    private static final List<HttpRequest> FORWARDED = new CopyOnWriteArrayList<>();
    private static final Upstream TO_SERVER =
            request -> new ToServer(server::port, server.kit.system()).forward(request);
    private static volatile Upstream upstream = TO_SERVER;

    @BeforeAll
    static void start() {
        server = new Api();
        client = new Api(request -> {
            FORWARDED.add(request);
            return upstream.forward(request);
        });
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @BeforeEach
    void attached() {
        upstream = TO_SERVER;
        FORWARDED.clear();
        server.state.calls.clear();
        server.state.contexts.clear();
        client.state.calls.clear();
        client.state.agent.services.clear();
    }

    @AfterEach
    void limits() {
        client.server.update(Api.SETTINGS);
    }

    @Test
    void theServerHearsThatAClientHasGone() throws IOException {
        upstream = request -> server.server.handle(request, "client");
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.port())) {
            socket.getOutputStream()
                    .write("GET /v1/kv/none?index=10&wait=5m HTTP/1.1\r\nHost: x\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            Api.until(() -> server.state.waiting() == 1);
        }
        Api.until(() -> server.state.waiting() == 0);
    }

    @Test
    void whatALostAgentAskedEnds() {
        var query = server.server.handle(
                HttpRequest.get("/v1/kv/none?index=10&wait=5m").with(Withdrawals.ID, "some"), "lost");
        var other = server.server.handle(
                HttpRequest.get("/v1/kv/none?index=10&wait=5m").with(Withdrawals.ID, "some"), "another");
        Api.until(() -> server.state.waiting() == 2);
        server.server.gone("lost");
        assertThat(query.toCompletableFuture().join().status()).isEqualTo(404);
        assertThat(other.toCompletableFuture()).isNotDone();
        server.server.gone("another");
        other.toCompletableFuture().join();
    }

    private static CompletionStage<HttpResponse> unreachable() {
        return CompletableFuture.failedFuture(new IOException("connection refused"));
    }

    private static List<String> names(Iterable<Header> headers) {
        var names = new ArrayList<String>();
        headers.forEach(header -> names.add(header.name()));
        return names;
    }

    @Test
    void whatTheServerAnswersIsAnswered() {
        assertThat(client.put("/v1/kv/a", "1").body()).isEqualTo("true");
        var direct = server.get("/v1/kv/a");
        var reply = client.get("/v1/kv/a");
        assertThat(reply.body()).isEqualTo(direct.body()).contains("\"Value\":\"MQ==\"");
        for (var header : List.of("X-Consul-Index", "X-Consul-Knownleader", "X-Consul-Lastcontact", "Content-Type")) {
            assertThat(reply.header(header))
                    .as(header)
                    .isEqualTo(direct.header(header))
                    .isNotEqualTo("-");
        }
        var raw = client.get("/v1/kv/a?raw");
        assertThat(raw.body()).isEqualTo("1");
        assertThat(raw.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(raw.header("Content-Security-Policy")).isEqualTo("sandbox");
        assertThat(raw.type()).isEqualTo("text/plain");
        assertThat(client.get("/v1/catalog/nodes").body())
                .isEqualTo(server.get("/v1/catalog/nodes").body());
        assertThat(client.get("/v1/kv/none").status()).isEqualTo(404);
        assertThat(client.get("/v1/query").body()).isEqualTo("[]");
        assertThat(client.get("/v1/nope").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with%20space",
                "slash%2Fwithin",
                "%C3%BC",
                "plus+plus",
                "question%3Fmark",
                "x=y&z",
                "at:b@c",
                "%2525",
                "semi;colon",
                "tilde~!$'()*,",
                "quote%22",
                "a/b/",
                "%7Bbrace%7D",
                "%5E%60%7C"
            })
    void keysOfAllKindsAreTheSameThere(String key) {
        server.state.entries.clear();
        server.put("/v1/kv/" + key, "x");
        var direct = List.copyOf(server.state.entries.keySet());
        server.state.entries.clear();
        assertThat(client.put("/v1/kv/" + key, "x").body()).isEqualTo("true");
        assertThat(server.state.entries.keySet()).containsExactlyElementsOf(direct);
        assertThat(client.get("/v1/kv/" + key + "?raw").body()).isEqualTo("x");
        assertThat(client.get("/v1/kv/?keys&separator=%2f").body())
                .isEqualTo(server.get("/v1/kv/?keys&separator=%2f").body());
    }

    @Test
    void onlyTheHeadersThatMatterAreSent() {
        client.send(
                "PUT",
                "/v1/kv/a?flags=7&token=t",
                "{}",
                "X-Consul-Token",
                "secret",
                "Authorization",
                "Bearer b",
                "Accept",
                "application/json",
                "If-None-Match",
                "\"5\"",
                "Cache-Control",
                "no-cache",
                "Content-Type",
                "application/json",
                "Cookie",
                "c=1",
                "User-Agent",
                "test");
        var request = FORWARDED.getFirst();
        assertThat(request.target()).isEqualTo("/v1/kv/a?flags=7&token=t");
        assertThat(names(request.headers()))
                .containsExactlyInAnyOrder(
                        "X-Forwarded-Request",
                        "X-Request-Id",
                        "X-Consul-Token",
                        "Authorization",
                        "Accept",
                        "If-None-Match",
                        "Cache-Control",
                        "X-Forwarded-For");
        assertThat(request.entity().type()).isEqualTo(Entity.JSON);
        assertThat(server.state.contexts.getFirst().token()).isEqualTo("t");
    }

    @Test
    void aSessionIsOneOfTheAgentThatWasAsked() {
        client.server.update(new HttpSettings("dc1", "client1", 100, 100, 100, 100, Duration.ZERO, Duration.ZERO));
        for (var body : List.of("", "{}", "{\"node\":null}")) {
            client.put("/v1/session/create", body);
            assertThat(server.state.ordered.asked.getLast().node()).isEqualTo("client1");
        }
        client.put("/v1/session/create", "{\"node\":\"other\",\"Name\":\"x\",\"LockDelay\":5,\"Checks\":[]}");
        assertThat(server.state.ordered.asked.getLast())
                .isEqualTo(new Sessions.Asked(
                        "x",
                        "other",
                        Duration.ofSeconds(5),
                        Sessions.Behavior.RELEASE,
                        "",
                        Duration.ZERO,
                        List.of(),
                        List.of()));
        assertThat(client.put("/v1/session/create", "[]").status()).isEqualTo(400);
    }

    @Test
    void transactionsAndImportsHaveTheirOwnLimits() {
        var large = "[" + " ".repeat(1100) + "]";
        client.server.update(new HttpSettings("dc1", "node1", 1500, 10, 10, 10, Duration.ZERO, Duration.ZERO));
        server.server.update(new HttpSettings("dc1", "node1", 1500, 10, 10, 10, Duration.ZERO, Duration.ZERO));
        assertThat(client.put("/v1/txn", large).status()).isEqualTo(200);
        assertThat(client.put("/v1/kv-import", large + " ".repeat(1000)).body()).isEqualTo("{\"Imported\":0}");
        server.server.update(Api.SETTINGS);
    }

    @Test
    void aStreamOfChangesComesThrough() {
        server.state.record.changes.clear();
        server.state.record.add(FakeRecord.change("a", 61, KvChanges.Operation.SET, "-", "1"));
        try (var events = new EventReader(client.port(), "/v1/kv-changes/a?index=60", "Last-Event-ID: 60")) {
            assertThat(events.next()).contains("id: 60");
            assertThat(events.next()).contains("id: 61").contains("event: set");
            server.state.record.add(FakeRecord.change("a", 62, KvChanges.Operation.DELETE, "1", "-"));
            assertThat(events.next()).contains("id: 62").contains("\"Value\":null");
            assertThat(events.head()).contains("Content-Type: text/event-stream");
        }
    }

    @Test
    void aKeyThatIsNoTextIsAskedOfAServer() throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.port())) {
            socket.getOutputStream()
                    .write("GET /v1/kv/%FF HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .startsWith("HTTP/1.1 400")
                    .endsWith("A key that is not UTF-8 cannot be asked for here: ask a server.");
        }
        assertThat(FORWARDED).isEmpty();
    }

    @Test
    void theServerIsToldWhoAsks() {
        client.put("/v1/kv/a", "1");
        assertThat(FORWARDED.getFirst().header("X-Forwarded-For").orElseThrow()).isEqualTo("127.0.0.1");
    }

    @Test
    void aBlockingQueryWaitsAtTheServer() {
        client.put("/v1/kv/b", "1");
        var index = client.get("/v1/kv/b").header("X-Consul-Index");
        var waiting = client.sent("GET", "/v1/kv/b?index=" + index + "&wait=1h&raw", "");
        Api.until(() -> server.state.waitsFor(new Topic.Key("b")));
        assertThat(FORWARDED.getLast().rawQuery()).isEqualTo("index=" + index + "&raw&wait=600000000000ns");
        client.put("/v1/kv/b", "2");
        assertThat(waiting.join().body()).isEqualTo("2");
        assertThat(client.get("/v1/catalog/nodes?index=10&wait=1ms").header("X-Consul-Index"))
                .isEqualTo("10");
        assertThat(client.get("/v1/catalog/nodes?index=10&wait=x").body()).isEqualTo("Invalid wait time");
        assertThat(client.get("/v1/catalog/nodes?index=x&wait=1ms").body()).isEqualTo("Invalid index");
    }

    @Test
    void methodsAndMovesAreThoseOfTheServer() {
        assertThat(client.send("DELETE", "/v1/catalog/nodes", "").status()).isEqualTo(405);
        assertThat(client.send("OPTIONS", "/v1/kv/x", "").header("Allow").split(", *"))
                .containsExactly("OPTIONS", "GET", "PUT", "DELETE");
        var head = client.send("HEAD", "/v1/status/leader", "");
        assertThat(head.body()).isEmpty();
        assertThat(head.header("Content-Length")).isEqualTo("16");
        assertThat(client.get("/v1/kv?recurse").header("Location")).isEqualTo("/v1/kv/?recurse");
        assertThat(client.get("/v1/catalog/service?a=b").header("Location")).isEqualTo("/v1/catalog/service/?a=b");
        assertThat(client.put("/v1/kv//lead", "x").status()).isEqualTo(301);
        assertThat(client.put("/v1/agent/join?wan=1", "").header("Location")).isEqualTo("/v1/agent/join/?wan=1");
        assertThat(client.send("DELETE", "/v1/agent/services", "").header("Allow"))
                .isEqualTo("OPTIONS,GET");
    }

    @Test
    void whatIsTheAgentsOwnNeedsNoServer() {
        upstream = _ -> unreachable();
        client.state.agent.services.add(Fakes.service("web1", "web", 1));
        assertThat(client.get("/").status()).isEqualTo(200);
        for (var path : List.of(
                "self", "services", "checks", "service/web1", "health/service/id/web1", "health/service/name/web")) {
            assertThat(client.get("/v1/agent/" + path).status()).as(path).isEqualTo(200);
        }
        for (var path : List.of(
                "leave",
                "reload",
                "join/10.0.0.1",
                "maintenance?enable=true",
                "service/maintenance/web1?enable=true",
                "service/deregister/web1",
                "check/pass/c",
                "check/deregister/c")) {
            assertThat(client.put("/v1/agent/" + path, "").status()).as(path).isEqualTo(200);
        }
        assertThat(client.put("/v1/agent/service/register", "{\"Name\": \"x\"}").status())
                .isEqualTo(200);
        assertThat(client.put("/v1/agent/check/register", "{\"Name\": \"x\"}").status())
                .isEqualTo(200);
        assertThat(client.state.calls).hasSize(10);
        assertThat(client.get("/v1/agent/nope").status()).isEqualTo(404);
        assertThat(client.get("/v1/%61gent/services").body()).contains("web1");
        assertThat(client.get("/v1/agent/connect/ca/roots").status()).isEqualTo(501);
        assertThat(client.put("/v1/agent/token/default", "{}").status()).isEqualTo(401);
        assertThat(FORWARDED).isEmpty();
    }

    @Test
    void anOwnServiceIsWaitedForHere() {
        client.state.agent.services.add(Fakes.service("web1", "web", 1));
        var hash = client.get("/v1/agent/service/web1").header("X-Consul-ContentHash");
        var waiting = client.sent("GET", "/v1/agent/service/web1?hash=" + hash, "");
        Api.until(() -> client.state.waiting() == 1);
        client.state.agent.services.set(0, Fakes.service("web1", "web", 2));
        client.state.change(new Topic.Node("node1"));
        assertThat(waiting.join().body()).contains("\"Port\":2");
        assertThat(FORWARDED).isEmpty();
    }

    @Test
    void aServerHasAMemberLeave() {
        assertThat(client.put("/v1/agent/force-leave/node2?prune", "").status()).isEqualTo(200);
        assertThat(server.state.calls).containsExactly("forceLeave node2 true");
        assertThat(client.state.calls).isEmpty();
    }

    @Test
    void theMembersAreThoseThatTheServerKnows() {
        server.state.agent.others.add(new Member("gone", "127.0.0.9", 8301, Map.of(), 4));
        assertThat(client.get("/v1/agent/members").body()).contains("\"Name\":\"gone\"");
        assertThat(client.get("/v1/agent/members?wan=1").body()).contains("\"Name\":\"node1.dc1\"");
        server.state.agent.others.clear();
    }

    @Test
    void withoutAServerASentenceSaysSo() {
        upstream = _ -> unreachable();
        var puts = List.of(client.put("/v1/kv/a", "x"), client.put("/v1/event/fire/e", ""));
        var gets = List.of(
                client.get("/v1/catalog/nodes"),
                client.get("/v1/catalog/nodes?index=5"),
                client.get("/v1/agent/members"),
                client.get("/v1/snapshot"));
        for (var replies : List.of(puts, gets)) {
            assertThat(replies).allSatisfy(reply -> {
                assertThat(reply.status()).isEqualTo(500);
                assertThat(reply.body()).isEqualTo("No known Consul servers: this agent reaches none at the moment.");
            });
        }
        upstream = _ -> {
            throw new IllegalStateException("not attached");
        };
        assertThat(client.get("/v1/catalog/nodes").body()).startsWith("No known Consul servers: ");
        upstream = _ -> CompletableFuture.failedFuture(
                new CompletionException(new Refusal(503, "None of node2 and node3 answers.")));
        assertThat(client.get("/v1/catalog/nodes").body()).isEqualTo("None of node2 and node3 answers.");
        assertThat(client.get("/v1/catalog/nodes").status()).isEqualTo(503);
    }

    @Test
    void tooLargeABodyIsRefusedBeforeAnythingIsSent() throws IOException {
        assertThat(client.put("/v1/kv/large", "x".repeat(1001)).body())
                .isEqualTo(
                        "Request body(1001 bytes) too large, max size: 1000 bytes. See limits.kv-max-value-size in the"
                                + " configuration.");
        assertThat(client.put("/v1/event/fire/e", "x".repeat(501)).status()).isEqualTo(413);
        assertThat(client.put("/v1/catalog/register", "x".repeat(2001)).body()).contains("http-config.max-body-size");
        assertThat(client.put("/v1/snapshot", "x".repeat(100_001)).body())
                .doesNotContain("See")
                .contains("100000 bytes");
        var chunk = "400\r\n" + "x".repeat(0x400) + "\r\n";
        assertThat(chunked("/v1/kv/large", chunk)).startsWith("HTTP/1.1 413 ");
        assertThat(FORWARDED).isEmpty();
        client.server.update(new HttpSettings("dc1", "node1", 10, 10, 10, 10, Duration.ZERO, Duration.ZERO));
        assertThat(client.put("/v1/kv/large", "x".repeat(11)).status()).isEqualTo(413);
        assertThat(client.put("/v1/snapshot", "x".repeat(11)).status()).isEqualTo(413);
        assertThat(FORWARDED).isEmpty();
    }

    private static String chunked(String path, String chunks) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), client.port())) {
            socket.setSoTimeout(10_000);
            var request = "PUT " + path + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void snapshotsAreStreamedBothWays() {
        var archive = "x".repeat(50_000);
        assertThat(client.put("/v1/snapshot", archive).status()).isEqualTo(200);
        assertThat(server.state.archive.content.length()).isEqualTo(50_000);
        var reply = client.get("/v1/snapshot?stale");
        assertThat(reply.body()).isEqualTo(archive + archive);
        assertThat(reply.header("X-Consul-Knownleader")).isEqualTo("true");
        assertThat(reply.type()).isEqualTo("application/octet-stream");
        server.state.archive.receive =
                _ -> CompletableFuture.failedFuture(new Refusal(400, "The archive is corrupt: wrong checksum."));
        var refused = client.put("/v1/snapshot", "junk");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).isEqualTo("The archive is corrupt: wrong checksum.");
    }

    @Test
    void anAnswerThatBreaksOffIsNotTakenForWhole() {
        Source<ByteString, NotUsed> broken =
                Source.single(ByteString.fromString("half")).concat(Source.failed(new IOException("reset")));
        upstream = _ -> CompletableFuture.completedFuture(HttpResponse.of(200, Entity.streamed(Entity.BYTES, broken)));
        assertThatThrownBy(() -> client.get("/v1/snapshot")).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void closingAnswersQueriesThatWaitAtAServer() {
        var asked = new CopyOnWriteArrayList<HttpRequest>();
        try (var agent = new Api(request -> {
            asked.add(request);
            return new CompletableFuture<>();
        })) {
            var waiting = agent.sent("GET", "/v1/catalog/nodes?index=10", "");
            Api.until(() -> asked.size() == 1);
            agent.server.close().toCompletableFuture().join();
            assertThat(waiting.join().body()).isEqualTo("No known Consul servers: this agent is stopping.");
            assertThat(waiting.join().status()).isEqualTo(500);
        }
    }
}
