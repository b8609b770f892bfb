package engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import engine.http.message.Entity;
import engine.http.message.HttpRequest;
import engine.http.message.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a server says and does as one of several. */
class ClusterRoutesTest {
    private static Api api;

    @BeforeAll
    static void start() {
        api = new Api();
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @AfterEach
    void again() {
        api.state.calls.clear();
        api.state.leader = Optional.of("127.0.0.1:8300");
        api.state.failure = null;
        api.state.archive.content = ByteString.fromString("the state");
        api.server.update(Api.SETTINGS);
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void membersStandAsTheyAre() {
        for (var status = 2; status <= 4; status++) {
            api.state.agent.others.add(new Member("m" + status, "127.0.0." + status, 8301, Map.of(), status));
        }
        assertThat(api.get("/v1/agent/members").body())
                .matches("\\[(.*\"Status\":[1234],.*){4}]")
                .contains("\"Name\":\"m2\",\"Addr\":\"127.0.0.2\",\"Port\":8301,\"Tags\":{},\"Status\":2")
                .contains("\"Status\":3")
                .contains("\"Status\":4");
        api.state.agent.others.clear();
    }

    @Test
    void readsAnswerWithoutALeader() {
        api.state.leader = Optional.empty();
        for (var path :
                List.of("catalog/nodes", "catalog/services", "health/state/any", "kv/?keys", "catalog/service/x")) {
            var reply = api.get("/v1/" + path);
            assertThat(reply.status()).as(path).isIn(200, 404);
            assertThat(reply.header("X-Consul-Knownleader")).as(path).isEqualTo("false");
            assertThat(reply.header("X-Consul-Lastcontact")).as(path).isEqualTo("0");
        }
        assertThat(api.get("/v1/status/leader").body()).isEqualTo("\"\"");
        assertThat(api.get("/v1/status/peers").body()).isEqualTo("[\"127.0.0.1:8300\"]");
    }

    @Test
    void aWriteWithoutQuorumIsRefusedInTheWordsOfTheStore() {
        api.state.failure = new Refusal(500, "No quorum: 1 of 3 servers is here, a write needs 2.");
        var reply = api.put("/v1/kv/a", "x");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).isEqualTo("No quorum: 1 of 3 servers is here, a write needs 2.");
    }

    @Test
    void aSnapshotIsStreamedWithTheHeadersOfARead() {
        var reply = api.get("/v1/snapshot?stale");
        assertThat(reply.body()).contains("the state");
        assertThat(reply.type()).isEqualTo("application/octet-stream");
        assertThat(reply.header("X-Consul-Index")).isEqualTo(Long.toString(api.state.index()));
        assertThat(reply.header("X-Consul-Knownleader")).isEqualTo("true");
        assertThat(reply.header("X-Consul-Lastcontact")).isEqualTo("0");
        assertThat(reply.header("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(api.state.calls).containsExactly("save STALE");
        api.state.failure = new Refusal(500, "The state cannot be read.");
        assertThat(api.get("/v1/snapshot").body()).isEqualTo("The state cannot be read.");
    }

    @Test
    void aRestoreTakesTheBodyAsItComes() throws IOException {
        assertThat(api.put("/v1/snapshot", "x".repeat(60_000)).status()).isEqualTo(200);
        assertThat(api.state.archive.content.length()).isEqualTo(60_000);
        var chunks = "4\r\nsome\r\n5\r\nparts\r\n0\r\n\r\n";
        var head = "PUT /v1/snapshot HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertThat(raw(head + "Transfer-Encoding: chunked\r\n\r\n" + chunks)).startsWith("HTTP/1.1 200 ");
        assertThat(api.state.archive.content.utf8String()).isEqualTo("someparts");
        assertThat(raw(head + "Content-Length: 100\r\n\r\nhalf")).doesNotContain(" 200 ");
        assertThat(api.state.archive.content.utf8String()).isEqualTo("someparts");
    }

    @Test
    void tooLongAnArchiveIsRefused() throws IOException {
        assertThat(api.put("/v1/snapshot", "x".repeat(100_001)).body())
                .isEqualTo("Request body(100001 bytes) too large, max size: 100000 bytes.");
        api.server.update(new HttpSettings("dc1", "node1", 10, 10, 6, 10, Duration.ZERO, Duration.ZERO));
        var chunks = "4\r\nsome\r\n5\r\nparts\r\n0\r\n\r\n";
        assertThat(raw("PUT /v1/snapshot HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks))
                .startsWith("HTTP/1.1 413 ")
                .contains("max size: 6 bytes");
        assertThat(api.state.calls).isEmpty();
    }

    @Test
    void aCorruptArchiveIsTheClientsMistake() throws IOException {
        var receive = api.state.archive.receive;
        api.state.archive.receive =
                _ -> CompletableFuture.failedFuture(new Refusal(400, "The archive is corrupt: it has no manifest."));
        var reply = api.put("/v1/snapshot", "junk");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("The archive is corrupt: it has no manifest.");
        assertThat(raw("PUT /v1/snapshot HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nsome\r\n"))
                .startsWith("HTTP/1.1 400 ");
        api.state.archive.receive = receive;
    }

    @Test
    void theServersAreShownAsTheyStand() {
        assertThat(api.get("/v1/operator/peers").body())
                .isEqualTo("[{\"ID\":\"8f44d807-479d-1516-19d3-e9e89073d69e\",\"Node\":\"node1\",\"Address\":"
                        + "\"127.0.0.1:8300\",\"Status\":\"alive\",\"Leader\":true,\"Voter\":true,\"Version\":\"0.2.0\","
                        + "\"LastSeen\":\"1970-01-01T00:00:00Z\"},{\"ID\":\"id2\",\"Node\":\"node2\",\"Address\":"
                        + "\"127.0.0.2:8300\",\"Status\":\"failed\",\"Leader\":false,\"Voter\":true,\"Version\":\"0.1.0\","
                        + "\"LastSeen\":\"1970-01-01T00:01:00Z\"}]");
        assertThat(api.put("/v1/operator/recover", "").body()).isEqualTo("{\"Removed\":[\"node2\"],\"Servers\":1}");
    }

    @Test
    void aServerIsRemovedByItsIdOrAddress() {
        assertThat(api.send("DELETE", "/v1/operator/raft/peer?id=id2", "").status())
                .isEqualTo(200);
        assertThat(api.send("DELETE", "/v1/operator/raft/peer?address=127.0.0.2:8300", "")
                        .body())
                .isEmpty();
        assertThat(api.state.calls).containsExactly("remove node2", "remove node2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    DELETE | operator/raft/peer                  | 400 | Bad request: Must specify either ?id with the server's ID or ?address with IP:port of peer to remove
                    DELETE | operator/raft/peer?id=a&address=b   | 400 | Bad request: Must specify only one of ?id or ?address
                    DELETE | operator/raft/peer?address=1.2.3.4:5 | 500 | address "1.2.3.4:5" was not found in the Raft configuration
                    DELETE | operator/raft/peer?id=abc           | 500 | id "abc" was not found in the Raft configuration
                    GET    | operator/raft/peer                  | 405 | method GET not allowed
                    GET    | operator/peers?dc=other             | 500 | No path to datacenter
                    PUT    | operator/recover?dc=other           | 500 | No path to datacenter
                    GET    | snapshot?dc=other                   | 500 | No path to datacenter
                    PUT    | snapshot?dc=other                   | 500 | No path to datacenter
                    DELETE | snapshot                            | 405 | method DELETE not allowed
                    """)
    void refusesWithASentence(String method, String path, int status, String sentence) {
        var reply = api.send(method, "/v1/" + path, "");
        assertThat(reply.body()).isEqualTo(sentence);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(api.state.calls).isEmpty();
    }

    private static HttpResponse handled(HttpRequest request) {
        return api.server
                .handle(request, "agent")
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }

    private static String text(HttpResponse response) {
        return response.entity()
                .read(1 << 20, Duration.ofSeconds(10), Materializer.matFromSystem(api.kit.system()))
                .toCompletableFuture()
                .join()
                .utf8String();
    }

    @Test
    void requestsThatComeAnotherWayAreAnsweredAlike() {
        var put = HttpRequest.put("/v1/kv/handled?flags=3")
                .with(Entity.of(Entity.BYTES, ByteString.fromString("1234567")));
        assertThat(text(handled(put))).isEqualTo("true");
        var get = handled(HttpRequest.get("/v1/kv/handled?raw"));
        assertThat(text(get)).isEqualTo("1234567");
        assertThat(get.header("X-Consul-Index")).isPresent();
        assertThat(text(handled(HttpRequest.get("/v1/agent/members")))).contains("node1");

        api.server.update(new HttpSettings("dc1", "node1", 5, 5, 5, 5, Duration.ZERO, Duration.ZERO));

        assertThat(handled(put).status()).isEqualTo(413);
    }
}
